package org.panux.linit.bench;

import java.util.Locale;

/**
 * What a figure must not exceed.
 *
 * @param text as the table has it
 * @param seen the figure
 * @param limit its limit, in the same unit
 * @param most whether it is a most; otherwise it is a least
 */
record Bound(String text, double seen, double limit, boolean most) {
  private static final double PERCENT = 100;

  static final Bound NONE = new Bound("", 0, 0, true);

  /** At most so many times the floor. */
  static Bound times(double ratio, double limit) {
    return new Bound("≤ " + plain(limit) + " ×", ratio, limit, true);
  }

  /** Below this, in this unit. */
  static Bound below(double seen, double limit, String unit) {
    return new Bound(("< " + plain(limit) + " " + unit).strip(), seen, limit, true);
  }

  /** This or more. */
  static Bound atLeast(double seen, double limit) {
    return new Bound("≥ " + plain(limit), seen, limit, false);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.valueOf(value);
  }

  boolean reached() {
    return most ? seen <= limit : seen >= limit;
  }

  /** Whether it is reached, and by how much. */
  String verdict() {
    if (text.isEmpty()) {
      return "";
    }
    double part = PERCENT * (seen / limit - 1);
    String by =
        String.format(Locale.ROOT, "%.0f %% %s", Math.abs(part), part > 0 ? "above" : "below");
    return (reached() ? "yes, " : "**no**, ") + by;
  }
}
