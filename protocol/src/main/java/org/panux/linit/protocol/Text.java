package org.panux.linit.protocol;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Text that is safe to show: one line, no control characters, bounded. */
public final class Text {
  /** A beginning shorter than this could mean anything. */
  private static final int SHORTEST_BEGINNING = 3;

  private Text() {}

  /** {@code text} with every control character (escape, newline, C1 …) replaced by {@code ?}. */
  public static String printable(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHarmful(c)) {
        if (out == null) {
          out = new StringBuilder(text);
        }
        out.setCharAt(i, '?');
      }
    }
    return out == null ? text : out.toString();
  }

  /** Whether a terminal would do something else than show it. */
  static boolean isHarmful(char c) {
    return Character.isISOControl(c) || isFormat(c);
  }

  /** Line separators and the marks that turn the direction of writing: harmless in no terminal. */
  private static boolean isFormat(char c) {
    return c == '\u2028'
        || c == '\u2029'
        || c >= '\u202a' && c <= '\u202e'
        || c >= '\u2066' && c <= '\u2069';
  }

  /** The first {@code max} characters of {@code text}, printable, with … where it was longer. */
  public static String clip(String text, int max) {
    String shown = printable(text);
    if (shown.length() <= max) {
      return shown;
    }
    boolean inTwo = max > 0 && Character.isHighSurrogate(shown.charAt(max - 1));
    return shown.substring(0, inTwo ? max - 1 : max) + "…";
  }

  /** What somebody has written, for a message that says that it is wrong. */
  public static String quote(String text) {
    return "'" + clip(text, 64) + "'";
  }

  /**
   * {@code text} with line breaks between words, so that no line is longer than {@code width}, but
   * for a word that is.
   *
   * @param taken how much of the first line is taken already
   * @param indent how many spaces the other lines begin with
   */
  public static String wrap(String text, int width, int taken, int indent) {
    StringBuilder out = new StringBuilder();
    int column = taken;
    boolean fresh = true;
    int begin = 0;
    while (begin < text.length()) {
      int end = begin;
      while (end < text.length() && text.charAt(end) == ' ') {
        end++;
      }
      int word = end;
      while (end < text.length() && text.charAt(end) != ' ') {
        end++;
      }
      if (!fresh && column + end - begin > width) {
        out.append('\n').append(" ".repeat(indent));
        column = indent;
        begin = word;
      }
      out.append(text, begin, end);
      column += end - begin;
      begin = end;
      fresh = false;
    }
    return out.toString();
  }

  /** A character as a message can show it: quoted, or by its code where it has no shape. */
  public static String describe(char c) {
    if (c == '\ufffd') {
      return "what is not UTF-8";
    }
    return Character.isISOControl(c) || c > 126 || c == ' '
        ? String.format("character U+%04X", (int) c)
        : "'" + c + "'";
  }

  /**
   * A hint at the names that {@code typed} may have meant: {@code "; did you mean 'a' or 'b'?"}, or
   * an empty text where nothing is near. Near means an edit distance (Levenshtein, with swapped
   * neighbours as one edit) of at most a third of the length; or that {@code typed} is how the name
   * begins.
   */
  public static String didYouMean(String typed, Collection<String> known) {
    int most = Math.max(1, typed.length() / 3);
    List<String> near =
        known.stream()
            .filter(name -> isBeginning(typed, name) || isNear(typed, name, most))
            .sorted(
                Comparator.<String>comparingInt(name -> distance(typed, name))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(3)
            .map(name -> "'" + name + "'")
            .toList();
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  private static boolean isBeginning(String typed, String name) {
    return typed.length() >= SHORTEST_BEGINNING && name.startsWith(typed);
  }

  private static boolean isNear(String typed, String name, int most) {
    return Math.abs(name.length() - typed.length()) <= most && distance(typed, name) <= most;
  }

  /** Optimal string alignment distance. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
