package org.panux.pkgen.template;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Which known word somebody may have meant. */
public final class Near {
  private static final int LONGEST = 80;

  private Near() {}

  /**
   * A hint for the end of a message, or {@code ""} where no known word is near.
   *
   * @param prefix what is written before each word, such as a dot
   */
  public static String hint(String word, Collection<String> known, String prefix) {
    return known.stream()
        .filter(other -> distance(word, other) <= Math.max(1, Math.min(word.length(), 9) / 3))
        .min(
            Comparator.<String>comparingInt(other -> distance(word, other))
                .thenComparing(other -> other))
        .map(other -> "; did you mean " + prefix + other + "?")
        .orElse("");
  }

  /** How many letters have to change, come, go or change places; case is none of them. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    if (a.length() > LONGEST || b.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(changed, 1 + Math.min(rows[i][j - 1], rows[i - 1][j]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
