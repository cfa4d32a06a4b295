package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.report.Plot;
import org.panux.linit.bench.report.Section;
import org.panux.linit.bench.report.Table;

/** All that was measured, as text and pictures. */
final class Report {
  private final Effort effort;
  private final Comparison comparison;
  private final Targets targets;
  private final List<String> missing;
  private final Map<String, Table> tables = new LinkedHashMap<>();

  Report(Effort effort, Comparison comparison, Targets targets, List<String> missing) {
    this.effort = effort;
    this.comparison = comparison;
    this.targets = targets;
    this.missing = missing;
  }

  /** A further table, below the others. */
  void add(String heading, Table table) {
    tables.put(heading, table);
  }

  /** Prints the text, and puts it into the document and pictures into the folder. */
  void write(Path document, Path pictures) throws IOException {
    String text = text();
    System.out.println(text);
    Files.createDirectories(pictures);
    picture(pictures, "boot-time", "Wall time of a boot, ms", cell -> cell.wall.median());
    picture(pictures, "boot-cpu", "CPU time of a boot, whole tree, ms", cell -> cell.cpu.median());
    String before = Files.exists(document) ? Files.readString(document) : Section.empty();
    Files.writeString(document, Section.replaced(before, text));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append(System.getProperty("bench.machine", "")).append(". ").append(LocalDate.now());
    text.append(".\n\nMedians of ").append(effort.runs());
    text.append(" runs where nothing else is said, in brackets minimum and maximum.\n\n");
    text.append("![Wall time over the number of services](boot-time.svg)\n\n");
    text.append("![CPU time over the number of services](boot-cpu.svg)\n\n");
    text.append("### Targets\n\n").append(targets.table());
    for (Shape shape : Shape.values()) {
      text.append("\n### Boots: ").append(shape.word()).append("\n\n");
      text.append(
          "Milliseconds from the launch to the last service's script: median, minimum,"
              + " and the median as a multiple of `make -j2`.\n\n");
      text.append(table(shape, this::wall));
      text.append("\nCPU time of the whole tree for one service, µs.\n\n");
      text.append(table(shape, this::cpu));
    }
    tables.forEach(
        (heading, table) -> text.append("\n### ").append(heading).append("\n\n").append(table));
    if (!missing.isEmpty()) {
      text.append("\n### Not measured\n\n");
      missing.forEach(line -> text.append("- ").append(line).append('\n'));
    }
    return text.toString();
  }

  /** How one cell of a table is shown. */
  private interface Shown {
    String cell(Shape shape, int count, Comparison.Cell cell);
  }

  private Table table(Shape shape, Shown shown) {
    List<String> heads = new ArrayList<>(List.of("peer"));
    effort.counts().forEach(count -> heads.add("N = " + count));
    Table table = new Table(heads);
    for (String peer : comparison.peers()) {
      List<String> row = new ArrayList<>(List.of(peer));
      for (int count : effort.counts()) {
        Comparison.Cell cell = comparison.cells(peer, shape).get(count);
        row.add(cell == null ? "-" : cell.known() ? shown.cell(shape, count, cell) : "no");
      }
      table.row(row);
    }
    return table;
  }

  private String wall(Shape shape, int count, Comparison.Cell cell) {
    Comparison.Cell floor = comparison.cell(Bench.MAKE, shape, count);
    String ratio =
        floor.known()
            ? String.format(Locale.ROOT, " ×%.1f", cell.wall.median() / floor.wall.median())
            : "";
    return String.format(Locale.ROOT, "%.0f (%.0f)", cell.wall.median(), cell.wall.least()) + ratio;
  }

  private String cpu(Shape shape, int count, Comparison.Cell cell) {
    return String.format(Locale.ROOT, "%.0f", cell.cpu.median() * 1000 / count);
  }

  private void picture(
      Path folder, String name, String title, Function<Comparison.Cell, Double> value)
      throws IOException {
    List<Plot.Panel> panels = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      List<Plot.Line> lines = new ArrayList<>();
      for (String peer : comparison.peers()) {
        Map<Integer, Double> points = new TreeMap<>();
        comparison
            .cells(peer, shape)
            .forEach(
                (count, cell) -> {
                  if (cell.known() && value.apply(cell) > 0) {
                    points.put(count, value.apply(cell));
                  }
                });
        if (!points.isEmpty()) {
          lines.add(new Plot.Line(peer, points));
        }
      }
      panels.add(new Plot.Panel(shape.word(), lines));
    }
    Files.writeString(folder.resolve(name + ".svg"), Plot.svg(title, panels));
  }
}
