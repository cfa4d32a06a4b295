package org.panux.linit.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a time lies in a picture, and at which round times it has marks.
 *
 * @param endUs the time at its right end, in microseconds; its left end is 0
 * @param left where that is
 * @param width how wide it is
 */
record TimeAxis(long endUs, double left, double width) {
  private static final int MOST_TICKS = 12;

  /** A mark at a round time. */
  record Tick(long us, String label) {}

  double x(long us) {
    return left + width * Math.min(Math.max(us, 0), endUs) / endUs;
  }

  List<Tick> ticks() {
    long step = 1;
    for (int i = 0; endUs / step > MOST_TICKS; i++) {
      // 1, 2, 5, 10, 20, 50 …
      step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    List<Tick> ticks = new ArrayList<>();
    for (long us = 0; us <= endUs; us += step) {
      ticks.add(new Tick(us, label(us, step)));
    }
    return ticks;
  }

  private String label(long us, long step) {
    if (us == 0) {
      return "0";
    }
    if (endUs < 1000) {
      return us + " µs";
    }
    if (endUs < 1_000_000) {
      return decimals(us, 1000, step) + " ms";
    }
    return decimals(us, 1_000_000, step) + " s";
  }

  private static String decimals(long us, long unit, long step) {
    int places = 0;
    for (long rest = step; rest % unit != 0; rest *= 10) {
      places++;
    }
    return String.format(Locale.ROOT, "%." + places + "f", (double) us / unit);
  }

  /** A duration with about three digits. */
  static String duration(long us) {
    if (us < 1000) {
      return us == 0 ? "0" : us + " µs";
    }
    if (us < 100_000) {
      return String.format(Locale.ROOT, us < 10_000 ? "%.1f ms" : "%.0f ms", us / 1e3);
    }
    if (us < 1_000_000) {
      return us / 1000 + " ms";
    }
    if (us < 60_000_000) {
      return String.format(Locale.ROOT, us < 10_000_000 ? "%.2f s" : "%.1f s", us / 1e6);
    }
    return us / 60_000_000 + " min " + us / 1_000_000 % 60 + " s";
  }
}
