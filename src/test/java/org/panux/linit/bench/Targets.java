package org.panux.linit.bench;

import java.util.Locale;
import org.panux.linit.bench.report.Table;

/** The table of targets: what linit shows, what is beside it, and which targets that reaches. */
final class Targets {
  private final Table table =
      new Table("what", "linit", "beside it", "ratio", "must", "reached", "aim", "reached");

  void add(String what, String own, String beside, double ratio, Bound must, Bound aim) {
    table.row(
        what,
        own,
        beside,
        Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio),
        must.text(),
        must.verdict(),
        aim.text(),
        aim.verdict());
  }

  /** A figure of its own, without a floor. */
  void alone(String what, Figures own, int digits, Bound must, Bound aim) {
    add(what, own.show(digits), "", Double.NaN, must, aim);
  }

  /** A figure and its floor, in the same unit. */
  void beside(String what, Figures own, Figures floor, int digits, double must, double aim) {
    double ratio = own.median() / floor.median();
    add(
        what,
        own.show(digits),
        floor.show(digits),
        ratio,
        Double.isNaN(must) ? Bound.NONE : Bound.times(ratio, must),
        Double.isNaN(aim) ? Bound.NONE : Bound.times(ratio, aim));
  }

  Table table() {
    return table;
  }
}
