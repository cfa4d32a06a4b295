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

  /** What the wall clock showed as {@code epochMillis}, before this moment. */
  public Moment earlier(long epochMillis) {
    long ago = Math.max(0, this.epochMillis - epochMillis);
    return new Moment(epochMillis, nanos - ago * 1_000_000);
  }

  public boolean isBefore(Moment other) {
    return nanos - other.nanos < 0;
  }
}
