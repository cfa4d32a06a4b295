package org.panux.linit.ctl;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.panux.linit.setting.Durations;

/** A moment as people type it: {@code 10m} ago, a time of day, a date, or both. */
final class Since {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss]");

  private Since() {}

  /**
   * Milliseconds since 1970.
   *
   * @throws IllegalArgumentException with one line that says what is right
   */
  static long parse(String text, ZonedDateTime now) {
    String typed = text.strip();
    try {
      return now.toInstant().toEpochMilli() - Durations.parse(typed).toMillis();
    } catch (IllegalArgumentException e) {
      // No duration.
    }
    try {
      LocalDateTime time =
          typed.length() > "yyyy-MM-dd".length()
              ? LocalDateTime.parse(typed.replace('T', ' '), DAY_AND_TIME)
              : typed.contains(":")
                  ? today(LocalTime.parse(typed), now.toLocalDateTime())
                  : LocalDate.parse(typed).atStartOfDay();
      return time.atZone(now.getZone()).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no time; write 10m or 2h for so long ago, or 10:00, 2026-11-22,"
              + " '2026-11-22 10:00'",
          e);
    }
  }

  /** A time of day that is still to come was yesterday's. */
  private static LocalDateTime today(LocalTime time, LocalDateTime now) {
    LocalDateTime today = now.toLocalDate().atTime(time);
    return today.isAfter(now) ? today.minusDays(1) : today;
  }
}
