package org.panux.linit.script;

import java.util.ArrayList;
import java.util.List;
import org.panux.linit.protocol.ServiceName;

/**
 * Finds the names that a script for {@code rc.common} provides, in its text: what stands behind the
 * command {@code provide}. It has to be known before the script is run, so the names are literal.
 */
final class Provided {
  private static final String COMMAND = "provide";

  private Provided() {}

  static List<String> in(String text) {
    if (!text.contains(COMMAND)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (String line : text.replace("\\\n", " ").lines().toList()) {
      boolean behind = false;
      boolean first = true;
      for (String word : words(line)) {
        if (word.startsWith("#")) {
          break;
        }
        if (isSeparator(word)) {
          behind = false;
          first = true;
        } else if (first && word.equals(COMMAND)) {
          behind = true;
          first = false;
        } else if (behind && ServiceName.problem(word).isEmpty()) {
          names.add(word);
        } else {
          first = false;
        }
      }
    }
    return names;
  }

  /** Whether a command may follow {@code word}. */
  private static boolean isSeparator(String word) {
    return switch (word) {
      case ";", "&", "|", "{", "}", "(", ")", "then", "else", "do", "!" -> true;
      default -> false;
    };
  }

  /** The words of a line; what separates commands is a word of its own, and quotes are left out. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean separator = ";&|{}()".indexOf(c) >= 0;
      if (separator || c == ' ' || c == '\t') {
        add(words, word);
        if (separator) {
          words.add(String.valueOf(c));
        }
      } else if (c != '"' && c != '\'') {
        word.append(c);
      }
    }
    add(words, word);
    return words;
  }

  private static void add(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
