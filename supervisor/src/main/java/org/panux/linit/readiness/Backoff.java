package org.panux.linit.readiness;

import java.time.Duration;

/**
 * When to look again: soon at first, then ever later, so that a service is found ready at most an
 * eighth later than it was, or 5 ms, and half a second at the very most.
 */
final class Backoff {
  private static final long SHORTEST = Duration.ofMillis(5).toNanos();
  private static final long LONGEST = Duration.ofMillis(500).toNanos();
  private static final int PART = 8;

  private Backoff() {}

  /** The pause before the next look, {@code elapsed} after the first. */
  static Duration pause(Duration elapsed) {
    return Duration.ofNanos(Math.min(LONGEST, Math.max(SHORTEST, elapsed.toNanos() / PART)));
  }
}
