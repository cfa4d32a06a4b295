package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.panux.linit.client.LinitClient;

/** What a script that needs a running service waits for it, without the script's own loop. */
final class DepBench {
  private static final int DEPS = 2000;
  private static final String LOOP =
      "i=0; while [ $i -lt " + DEPS + " ]; do %s; i=$((i + 1)); done";

  private final Place place;
  private final int runs;

  DepBench(Place place, int runs) {
    this.place = place;
    this.runs = runs;
  }

  void add(Targets targets) throws IOException {
    Path rig =
        Rigs.write(
            place.fresh("dep"),
            Map.of(
                "a", "",
                "deps", "depends() { dep a; " + String.format(LOOP, "dep a") + "; }",
                "nothing", "depends() { dep a; " + String.format(LOOP, ":") + "; }"),
            List.of("a"));
    Figures each = new Figures();
    try (Target linitd = Target.start(Rigs.linitd(place, rig))) {
      linitd.untilLine(Rigs.BOOTED);
      try (LinitClient client = LinitClient.connect(Rigs.socket(rig))) {
        for (int i = 0; i <= runs; i++) {
          double figure = (Rigs.took(client, "deps") - Rigs.took(client, "nothing")) * 1e3 / DEPS;
          if (i > 0) {
            each.add(figure);
          }
        }
      }
    }
    targets.alone(
        "one `dep` on a running service, seen from the script, µs",
        each,
        0,
        Bound.below(each.median(), 100, "µs"),
        Bound.below(each.median(), 50, "µs"));
  }
}
