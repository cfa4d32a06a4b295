package org.panux.pkgen.file;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What packages and versions can be called: what needs no quoting in a shell, a file name, a URL.
 */
public final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}");

  private Names() {}

  /** Why this is no name of a package; empty where it is one. */
  public static Optional<String> wrongName(String name) {
    return wrong("the name", name, NAME, "letters, digits, '.', '_', '+' and '-'");
  }

  /** Why this is no version; empty where it is one. */
  public static Optional<String> wrongVersion(String version) {
    return wrong("the version", version, VERSION, "letters, digits, '.', '_', '+', '~' and '-'");
  }

  private static Optional<String> wrong(String what, String word, Pattern pattern, String letters) {
    if (pattern.matcher(word).matches()) {
      return Optional.empty();
    }
    String why =
        word.isEmpty()
            ? " is empty"
            : word.chars().anyMatch(Character::isWhitespace)
                ? " '" + word + "' has a space: it would be two words"
                : word.length() > 64
                    ? " is longer than 64 letters"
                    : " '" + word + "' cannot be used";
    return Optional.of(what + why + "; allowed are " + letters + ", a letter or digit first");
  }
}
