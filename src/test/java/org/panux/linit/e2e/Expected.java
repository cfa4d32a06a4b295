package org.panux.linit.e2e;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text that a document or a case promises, where {@code …} stands for anything within a line. */
final class Expected {
  private static final String ANYTHING = "…";

  private Expected() {}

  /** Whether {@code actual} is what {@code expected} promises. */
  static boolean matches(String expected, String actual) {
    String regex =
        Arrays.stream(expected.split(ANYTHING, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.matches(regex, actual);
  }

  static void check(String where, String expected, String actual) {
    if (!matches(expected, actual)) {
      throw new AssertionError(where + "\nexpected:\n" + expected + "\nbut was:\n" + actual);
    }
  }
}
