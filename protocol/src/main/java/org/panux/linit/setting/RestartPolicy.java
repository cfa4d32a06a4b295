package org.panux.linit.setting;

import java.time.Duration;
import org.panux.linit.protocol.Text;

/**
 * When a service is started again by itself.
 *
 * @param when after which ends
 * @param delay the pause before the first restart; it doubles with each further one
 * @param longestDelay the cap of that pause; a run that lasts longer than this has gone well, and
 *     the pauses begin anew
 * @param limit how many restarts in a {@code period} are too many; 0 for no limit
 */
public record RestartPolicy(
    When when, Duration delay, Duration longestDelay, int limit, Duration period) {

  /** After which ends a service is started again. */
  public enum When {
    NO("no"),
    ON_FAILURE("on-failure"),
    ALWAYS("always");

    private final String word;

    When(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public static final RestartPolicy DEFAULT =
      new RestartPolicy(
          When.NO, Duration.ofMillis(100), Duration.ofSeconds(30), 5, Duration.ofSeconds(30));

  /** Whether an end is followed by a restart. */
  public boolean covers(boolean clean) {
    return when == When.ALWAYS || when == When.ON_FAILURE && !clean;
  }

  /** The pause before the restart that follows {@code before} others in a row. */
  public Duration pause(int before) {
    // 2^20 times the shortest pause is longer than any cap that makes sense.
    Duration pause = delay.multipliedBy(1L << Math.min(before, 20));
    return pause.compareTo(longestDelay) < 0 ? pause : longestDelay;
  }

  RestartPolicy when(When other) {
    return new RestartPolicy(other, delay, longestDelay, limit, period);
  }

  RestartPolicy delay(Duration other) {
    return new RestartPolicy(when, other, longestDelay, limit, period);
  }

  RestartPolicy longestDelay(Duration other) {
    return new RestartPolicy(when, delay, other, limit, period);
  }

  /**
   * With the limit that {@code text} is: {@code 5/30s}, or {@code no} for none.
   *
   * @throws IllegalArgumentException with one line that says what is right
   */
  RestartPolicy limit(String text) {
    if (text.equals("no")) {
      return new RestartPolicy(when, delay, longestDelay, 0, period);
    }
    int slash = text.indexOf('/');
    try {
      int count = Integer.parseInt(text.substring(0, Math.max(slash, 0)).strip());
      if (count > 0) {
        Duration within = Durations.parse(text.substring(slash + 1));
        return new RestartPolicy(when, delay, longestDelay, count, within);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        Text.quote(text) + " is no limit; write 5/30s for five restarts in 30 seconds, or no");
  }
}
