package org.panux.linit.e2e;

import java.util.Arrays;

/** Durations, and which of them most stay below. */
final class LoadFigures {
  private long[] nanos = new long[4096];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  int count() {
    return count;
  }

  /** In milliseconds, what {@code percent} of them do not exceed. */
  double percentile(double percent) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(percent / 100 * count) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }

  @Override
  public String toString() {
    return "%d deps, p50 %.2f ms, p99 %.2f ms, longest %.2f ms"
        .formatted(count, percentile(50), percentile(99), percentile(100));
  }
}
