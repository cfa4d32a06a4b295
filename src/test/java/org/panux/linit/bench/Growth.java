package org.panux.linit.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.peer.Linit;
import org.panux.linit.bench.peer.Stage;
import org.panux.linit.bench.report.Table;

/** What one more service costs a small and a large rig, in layers. */
final class Growth {
  private final Place place;
  private final Effort effort;
  private final Table table = new Table("services", "boot, ms", "RSS MB", "live objects, MB");

  Growth(Place place, Effort effort) {
    this.place = place;
    this.effort = effort;
  }

  /** What was seen of one size. */
  private record Size(Figures wall, Figures rss, Figures live) {}

  Table table() {
    return table;
  }

  void add(Targets targets) throws IOException {
    int most = effort.most();
    int less = most / 3;
    Map<Integer, Size> sizes = new TreeMap<>();
    for (int count : List.of(100, 300, less, most)) {
      Bench.say("one more service, of " + count);
      sizes.put(count, new Size(new Figures(), new Figures(), new Figures()));
    }
    try {
      for (int run = 0; run < effort.runs(); run++) {
        for (Map.Entry<Integer, Size> size : sizes.entrySet()) {
          once(size.getKey(), size.getValue());
        }
      }
    } catch (Trial.Failed e) {
      targets.add(
          "cost of one more service at N = " + most,
          e.getMessage(),
          "",
          Double.NaN,
          Bound.NONE,
          Bound.NONE);
      return;
    }
    row(targets, "time, ms", most, new Slopes(sizes, most, size -> size.wall().median()));
    row(targets, "RSS, kB", most, new Slopes(sizes, most, size -> size.rss().median()));
    row(targets, "live objects, kB", most, new Slopes(sizes, most, size -> size.live().median()));
    sizes.forEach(
        (count, size) ->
            table.row(
                Integer.toString(count),
                size.wall().show(0),
                megabytes(size.rss()),
                megabytes(size.live())));
  }

  private void once(int count, Size size) throws IOException, Trial.Failed {
    try (Trial trial =
        Trial.boot(
            place,
            new Linit(place.home()),
            Graph.of(Shape.LAYERS, count),
            effort.limit(),
            effort.limit())) {
      size.wall().add(trial.wall());
      Stage stage = trial.stage();
      // Boot is running: nothing more is done.
      stage.run("until grep -q 'boot is running' said; do sleep 0.05; done");
      size.rss().add(Daemon.of(stage).rss());
      String jcmd = System.getProperty("java.home") + "/bin/jcmd";
      String total = stage.run(jcmd + " $daemon GC.class_histogram | tail -n 1");
      String[] words = total.trim().split("\\s+");
      size.live().add(Double.parseDouble(words[words.length - 1]) / 1e3);
    } catch (Stage.StageEnded | NumberFormatException e) {
      throw new Trial.Failed(String.valueOf(e.getMessage()));
    }
  }

  private static void row(Targets targets, String what, int most, Slopes slopes) {
    double ratio = slopes.large() / slopes.small();
    targets.add(
        "one more service at N = " + most + ", layers, " + what + "; beside it at N = 300",
        String.format(Locale.ROOT, "%.2f", slopes.large()),
        String.format(Locale.ROOT, "%.2f", slopes.small()),
        ratio,
        Bound.times(ratio, 1.3),
        Bound.times(ratio, 1));
  }

  /** What a service more costs, between the next smaller size and this one. */
  private record Slopes(double small, double large) {
    Slopes(Map<Integer, Size> sizes, int most, ToDoubleFunction<Size> value) {
      this(
          (value.applyAsDouble(sizes.get(300)) - value.applyAsDouble(sizes.get(100))) / 200,
          (value.applyAsDouble(sizes.get(most)) - value.applyAsDouble(sizes.get(most / 3)))
              / (most - most / 3.0));
    }
  }

  private static String megabytes(Figures kilobytes) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f)", kilobytes.median() / 1e3, kilobytes.least() / 1e3);
  }
}
