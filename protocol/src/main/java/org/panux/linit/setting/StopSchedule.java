package org.panux.linit.setting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process is asked to end: signals, each with the time that it is given before the next. The
 * form is that of OpenRC's {@code retry}: {@code TERM/30/KILL/5}, or a number of seconds alone.
 */
public record StopSchedule(List<Step> steps) {
  /** Send {@code signal}, and wait for up to {@code patience}. */
  public record Step(int signal, Duration patience) {}

  private static final int KILL = 9;
  private static final int TERM = 15;
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

  /** {@code signal}, and SIGKILL after {@code grace}. */
  public static StopSchedule of(int signal, Duration grace) {
    return new StopSchedule(List.of(new Step(signal, grace), new Step(KILL, LAST_PATIENCE)));
  }

  /**
   * Reads {@code text}; a schedule that does not end with SIGKILL gets it as its last step, since a
   * stop must end.
   *
   * @param first the signal where {@code text} is but a number of seconds
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static StopSchedule parse(String text, int first) {
    String[] parts = text.strip().split("/", -1);
    if (parts.length == 1 && isDuration(parts[0])) {
      return of(first, Durations.parse(parts[0]));
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < parts.length; i += 2) {
      int signal = SignalName.parse(bare(parts[i]));
      if (i + 1 == parts.length && i > 0 && signal == KILL) {
        steps.add(new Step(KILL, LAST_PATIENCE));
        break;
      }
      if (i + 1 == parts.length) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' does not say how long to wait after "
                + parts[i]
                + "; try TERM/30/KILL/5");
      }
      steps.add(new Step(signal, Durations.parse(parts[i + 1])));
    }
    if (steps.get(steps.size() - 1).signal() != KILL) {
      steps.add(new Step(KILL, LAST_PATIENCE));
    }
    return new StopSchedule(List.copyOf(steps));
  }

  public static StopSchedule parse(String text) {
    return parse(text, TERM);
  }

  /** A signal may have the hyphen of an option before it. */
  private static String bare(String part) {
    String word = part.strip();
    return word.startsWith("-") ? word.substring(1) : word;
  }

  private static boolean isDuration(String part) {
    return !part.isBlank() && Character.isDigit(part.strip().charAt(0));
  }
}
