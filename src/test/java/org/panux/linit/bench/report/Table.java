package org.panux.linit.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown. */
public final class Table {
  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heads) {
    this.heads = List.of(heads);
  }

  /** With the heads of a list. */
  public Table(List<String> heads) {
    this.heads = List.copyOf(heads);
  }

  /** Adds a row, which has a cell for each head. */
  public void row(String... cells) {
    row(List.of(cells));
  }

  /** Adds a row, which has a cell for each head. */
  public void row(List<String> cells) {
    if (cells.size() != heads.size()) {
      throw new IllegalArgumentException(cells + " does not fit " + heads);
    }
    rows.add(List.copyOf(cells));
  }

  @Override
  public String toString() {
    List<String> rule = IntStream.range(0, heads.size()).mapToObj(i -> "---").toList();
    List<List<String>> lines = new ArrayList<>(List.of(heads, rule));
    lines.addAll(rows);
    return lines.stream().map(Table::line).collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    // A bar in a cell would end it.
    return "| "
        + cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | "))
        + " |\n";
  }
}
