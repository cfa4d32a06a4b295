package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.panux.linit.bench.report.Table;

/** What JMH has found, from the table that it writes: scores in µs by benchmark. */
final class Jmh {
  private static final Map<String, String> STEPS = new LinkedHashMap<>();

  static {
    STEPS.put("CodecBench.line", "a `dep` from the bytes of a channel to a request");
    STEPS.put("CodecBench.json", "a JSON request to its fields");
    STEPS.put("CodecBench.reply", "an answer to JSON");
    STEPS.put("TransitionBench.start", "a service from nothing to running: three transitions");
    STEPS.put(
        "GraphBench.grow:p0.50",
        "an edge checked and entered while a graph grows to 10,000 services and 50,000 edges,"
            + " median");
    STEPS.put("GraphBench.grow:p0.99", "the same, 99 of 100 below");
    STEPS.put("GraphBench.edge:p0.50", "an edge entered and taken away in the full graph, median");
    STEPS.put("GraphBench.circle:p0.50", "the same, and one that is refused as a circle, median");
    STEPS.put("GraphBench.stopOrder:p0.50", "the order in which all of them are stopped, median");
  }

  private static final String EDGE = "GraphBench.grow:p0.50";
  private static final int SCORE = 4;

  private final Map<String, Double> scores = new LinkedHashMap<>();

  /** From a file in CSV; without it there are no scores. */
  Jmh(Path csv) throws IOException {
    List<String> lines = Files.exists(csv) ? Files.readAllLines(csv) : List.of();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] cells = line.replace("\"", "").split(",");
      String name = cells[0].replaceFirst(".*\\.(\\w+\\.\\w+)", "$1").replace("·", ":");
      scores.put(name.replaceFirst(":\\w+:p", ":p"), Double.parseDouble(cells[SCORE]));
    }
  }

  Table table() {
    Table table = new Table("step", "µs");
    STEPS.forEach(
        (name, what) -> {
          if (scores.containsKey(name)) {
            table.row(what, String.format(Locale.ROOT, "%.2f", scores.get(name)));
          }
        });
    return table;
  }

  void add(Targets targets) {
    if (scores.containsKey(EDGE)) {
      double seen = scores.get(EDGE);
      targets.alone(
          "registry of 10,000 services and 50,000 edges: an edge checked, median, µs",
          Figures.of(seen),
          2,
          Bound.below(seen, 50, "µs"),
          Bound.NONE);
    }
  }
}
