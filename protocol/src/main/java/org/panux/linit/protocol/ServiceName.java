package org.panux.linit.protocol;

import java.util.Optional;

/**
 * The name of a service, checked: it is also a file name in {@code init.d} and an actor's name.
 *
 * @param value 1 to 64 characters out of letters, digits, {@code . _ - +}, not led by {@code .} or
 *     {@code -}
 */
public record ServiceName(String value) implements Comparable<ServiceName> {
  /** The longest name, in bytes; every allowed character is one byte. */
  public static final int MAX_LENGTH = 64;

  /**
   * Checks {@code value}.
   *
   * @throws IllegalArgumentException with one line that says what is wrong with the name
   */
  public ServiceName {
    problem(value)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  /** What is wrong with {@code text} as a name, in one line, or empty where nothing is. */
  public static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("a service name must not be empty");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!allowed(c)) {
        String hint = c == '@' ? " ('@' is reserved for services on other hosts)" : "";
        return Optional.of(
            "bad service name '"
                + Text.clip(text, MAX_LENGTH)
                + "': "
                + Text.describe(c)
                + " is not allowed, only letters, digits and . _ - +"
                + hint);
      }
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.of(
          "bad service name '"
              + Text.clip(text, MAX_LENGTH)
              + "': "
              + text.length()
              + " bytes, at most "
              + MAX_LENGTH
              + " are allowed");
    }
    char first = text.charAt(0);
    if (first == '.' || first == '-') {
      return Optional.of("bad service name '" + text + "': it must not begin with '" + first + "'");
    }
    return Optional.empty();
  }

  private static boolean allowed(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '_'
        || c == '-'
        || c == '+';
  }

  @Override
  public int compareTo(ServiceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
