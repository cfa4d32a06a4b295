package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.RunLog;
import org.panux.linit.bench.graph.Shape;

/** From the exec of linitd to its first script, beside a bare actor system's first message. */
final class StartUp {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Place place;
  private final int runs;

  StartUp(Place place, int runs) {
    this.place = place;
    this.runs = runs;
  }

  void add(Targets targets) throws IOException {
    Jvm bare = Jvm.bare(place, BareAkka.class).archived();
    Figures script = new Figures();
    Figures booted = new Figures();
    Figures floor = new Figures();
    for (int i = 0; i <= runs; i++) {
      Figures first = i == 0 ? new Figures() : script;
      Figures whole = i == 0 ? new Figures() : booted;
      linit(first, whole);
      try (Target akka = Target.start(bare.command("stay"))) {
        double other = akka.untilLine(line -> line.contains("first message"));
        if (i > 0) {
          floor.add(other);
        }
      }
    }
    double ratio = script.median() / floor.median();
    String what =
        "exec of `linitd` → a line of the first service's script, ms; beside it: bare Akka on the"
            + " same flags, first message";
    targets.add(
        what,
        script.show(0),
        floor.show(0),
        ratio,
        Bound.below(script.median(), 250, "ms"),
        Bound.below(script.median(), 180, "ms"));
    targets.beside("the same, as a ratio", script, floor, 0, 1.5, Double.NaN);
    targets.beside(
        "exec of `linitd` → `boot` running, one service, ms; beside it the same",
        booted,
        floor,
        0,
        Double.NaN,
        Double.NaN);
  }

  private void linit(Figures script, Figures booted) throws IOException {
    Path rig = place.fresh("first");
    RunLog log = new RunLog(rig.resolve("ran"));
    log.clear();
    Graph one = Graph.of(Shape.FAN, 1);
    String name = one.listed().get(0);
    Rigs.write(rig, Map.of(name, log.line(name)), List.of(name));
    Instant began = Instant.now();
    try (Target linitd = Target.start(Rigs.linitd(place, rig))) {
      Instant ran =
          log.untilAll(one, LIMIT).orElseThrow(() -> new IllegalStateException("no script ran"));
      booted.add(linitd.untilLine(Rigs.BOOTED));
      script.add(Duration.between(began, ran).toNanos() / 1e6);
    }
  }
}
