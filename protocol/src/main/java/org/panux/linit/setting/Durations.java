package org.panux.linit.setting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import org.panux.linit.protocol.Text;

/** Durations as scripts write them: a number of seconds, or a number with a unit. */
public final class Durations {
  private static final Map<String, Long> MILLIS =
      Map.ofEntries(
          Map.entry("", 1_000L),
          Map.entry("ms", 1L),
          Map.entry("s", 1_000L),
          Map.entry("sec", 1_000L),
          Map.entry("second", 1_000L),
          Map.entry("seconds", 1_000L),
          Map.entry("m", 60_000L),
          Map.entry("min", 60_000L),
          Map.entry("minute", 60_000L),
          Map.entry("minutes", 60_000L),
          Map.entry("h", 3_600_000L),
          Map.entry("hour", 3_600_000L),
          Map.entry("hours", 3_600_000L));

  /** More than a century is a slip of the pen. */
  private static final BigDecimal LONGEST = BigDecimal.valueOf(100L * 366 * 24 * 3_600_000);

  private static final int MINUTE = 60_000;
  private static final int HOUR = 60 * MINUTE;

  private Durations() {}

  /**
   * The duration that {@code text} is: {@code 30}, {@code 500ms}, {@code 1.5s}, {@code 2 min}.
   *
   * @throws IllegalArgumentException with one line that says what is right
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    int split = 0;
    while (split < trimmed.length() && isOfNumber(trimmed.charAt(split))) {
      split++;
    }
    Long unit = MILLIS.get(trimmed.substring(split).strip());
    try {
      if (unit != null) {
        BigDecimal millis =
            new BigDecimal(trimmed.substring(0, split)).multiply(BigDecimal.valueOf(unit));
        if (millis.compareTo(LONGEST) <= 0) {
          return Duration.ofMillis(millis.setScale(0, RoundingMode.HALF_UP).longValueExact());
        }
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        Text.quote(text) + " is no duration; write 30 for seconds, or 500ms, 1.5s, 2min, 1h");
  }

  private static boolean isOfNumber(char c) {
    return c >= '0' && c <= '9' || c == '.';
  }

  /** A duration for people: {@code 0.2 s}, {@code 1 min 5 s}. */
  public static String show(Duration duration) {
    long millis = duration.toMillis();
    if (millis < MINUTE) {
      return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s";
    }
    long minutes = millis / MINUTE % 60;
    if (millis < HOUR) {
      return minutes + " min" + rest(millis % MINUTE / 1000, " s");
    }
    return millis / HOUR + " h" + rest(minutes, " min");
  }

  private static String rest(long count, String unit) {
    return count == 0 ? "" : " " + count + unit;
  }
}
