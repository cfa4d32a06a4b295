package org.panux.linit.model;

/**
 * A point in time, as its two clocks show it.
 *
 * @param epochMillis wall clock, for people; may jump
 * @param nanos monotonic clock, for order and durations; has no meaning outside this process
 */
public record Moment(long epochMillis, long nanos) {
  /** Milliseconds from {@code earlier} to this moment. */
  public long millisSince(Moment earlier) {
    return (nanos - earlier.nanos) / 1_000_000;
  }

  public boolean isBefore(Moment other) {
    return nanos - other.nanos < 0;
  }
}
