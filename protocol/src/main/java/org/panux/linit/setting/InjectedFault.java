package org.panux.linit.setting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.panux.linit.protocol.Text;

/**
 * Something that is broken of a service on purpose, in the words of {@code linitctl fault}: {@code
 * kill}, {@code fail=3}, {@code delay=2s}.
 *
 * @param value what the kind takes, as it was written; empty where there is none
 */
public record InjectedFault(Kind kind, String value) {
  /** What can be broken. */
  public enum Kind {
    /** Its main process is killed. */
    KILL(Takes.NOTHING),
    /** All of its processes stand still. */
    FREEZE(Takes.NOTHING),
    /** They go on. */
    THAW(Takes.NOTHING),
    /** Whenever it starts, it is ready so much later. */
    DELAY(Takes.DURATION),
    /** Its next start exits with that code; its script does not run. */
    FAIL(Takes.CODE),
    /** It runs, and does not count as ready. */
    UNREADY(Takes.NOTHING),
    /** Its main process is killed whenever it has been ready for so long; at once by default. */
    CRASH_LOOP(Takes.PERHAPS_DURATION),
    /** No more than so many bytes of its output are taken in a second. */
    SLOW_OUTPUT(Takes.BYTES),
    /** Nothing of that any longer. */
    CLEAR(Takes.NOTHING);

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final Takes takes;

    Kind(Takes takes) {
      this.takes = takes;
    }

    public String word() {
      return word;
    }
  }

  private enum Takes {
    NOTHING(""),
    DURATION("a duration, such as 2s"),
    PERHAPS_DURATION(""),
    CODE("an exit code from 1 to 255, such as 3"),
    BYTES("the bytes of a second, such as 100");

    private final String what;

    Takes(String what) {
      this.what = what;
    }
  }

  private static final int LARGEST_CODE = 255;
  private static final int MOST_DIGITS = 9;

  /**
   * The fault that {@code text} is.
   *
   * @throws IllegalArgumentException with one line that says what is right
   */
  public static InjectedFault parse(String text) {
    int equals = text.indexOf('=');
    String word = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
    Kind kind =
        kind(word)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown fault '"
                            + Text.clip(word, 64)
                            + "'"
                            + Text.didYouMean(word, words())
                            + "; there are "
                            + String.join(", ", words())));
    if (equals >= 0 && kind.takes == Takes.NOTHING) {
      throw new IllegalArgumentException("the fault '" + word + "' takes no value");
    }
    if (value.isEmpty() && !kind.takes.what.isEmpty()) {
      throw new IllegalArgumentException(
          "the fault '" + word + "' needs " + kind.takes.what + ": " + word + "=…");
    }
    InjectedFault fault = new InjectedFault(kind, value);
    switch (kind.takes) {
      case NOTHING -> {}
      case DURATION, PERHAPS_DURATION -> fault.time();
      case CODE -> fault.check(LARGEST_CODE);
      case BYTES -> fault.check(Long.MAX_VALUE);
    }
    return fault;
  }

  private static Optional<Kind> kind(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** All kinds, as they are written. */
  public static List<String> words() {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      words.add(kind.word);
    }
    return words;
  }

  private void check(long most) {
    boolean digits = value.matches("[0-9]{1," + MOST_DIGITS + "}");
    if (!digits || number() < 1 || number() > most) {
      throw new IllegalArgumentException(
          "'"
              + Text.clip(value, 64)
              + "' will not do: '"
              + kind.word
              + "' needs "
              + kind.takes.what);
    }
  }

  /** The code, or the number of bytes, that it has. */
  public long number() {
    return Long.parseLong(value);
  }

  /** The duration that it has; zero where it has none. */
  public Duration time() {
    return value.isEmpty() ? Duration.ZERO : Durations.parse(value);
  }

  /** As it is written. */
  public String text() {
    return value.isEmpty() ? kind.word : kind.word + "=" + value;
  }
}
