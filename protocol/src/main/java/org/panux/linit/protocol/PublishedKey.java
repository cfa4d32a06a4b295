package org.panux.linit.protocol;

import java.util.Optional;
import java.util.Set;

/** The name of a value that services make known: it is the name of a variable, too. */
public final class PublishedKey {
  /** The longest one. */
  public static final int MAX_LENGTH = 64;

  /** What a shell, or linit, could not go on with were it something else. */
  private static final Set<String> TAKEN = Set.of("PATH", "IFS", "HOME", "PWD", "SHELL", "ENV");

  private PublishedKey() {}

  /** What is wrong with {@code text} as one, in one line, or empty where nothing is. */
  public static Optional<String> problem(String text) {
    String shown = "'" + Text.clip(text, MAX_LENGTH) + "'";
    if (text.isEmpty() || Character.isDigit(text.charAt(0)) || !text.chars().allMatch(c -> of(c))) {
      return Optional.of(
          shown + " is no name of a value: letters, digits and _ are, not led by a digit");
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.of(shown + " is too long for the name of a value: at most " + MAX_LENGTH);
    }
    if (TAKEN.contains(text) || text.regionMatches(true, 0, "LINIT", 0, 5)) {
      return Optional.of(shown + " cannot be published: the shell or linit has it already");
    }
    return Optional.empty();
  }

  private static boolean of(int c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
