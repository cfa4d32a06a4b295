package org.panux.linit.script;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.panux.linit.protocol.ServiceName;

/**
 * What a script seems to need: the literal names in its lines with {@code dep} or {@code want}, or
 * in its LSB header. Only the script itself, when it runs, says what it does need; this is good for
 * the order in which scripts are launched, and for nothing that could go wrong by it.
 */
public final class Hint {
  private static final List<String> WORDS = List.of("dep", "want");
  private static final List<String> KEYS =
      List.of("# Required-Start:", "# Should-Start:", "# X-Start-After:");

  /** Where the words of a command end. */
  private static final String END = ";&|}#\n";

  private Hint() {}

  /** The names in {@code script}, in its order. */
  public static List<String> of(String script) {
    List<String> names = new ArrayList<>();
    for (String word : WORDS) {
      for (int at = script.indexOf(word); at >= 0; at = script.indexOf(word, at + 1)) {
        int end = at + word.length();
        if ((at == 0 || begins(script.charAt(at - 1)))
            && end < script.length()
            && script.charAt(end) == ' ') {
          take(script, end, names);
        }
      }
    }
    for (String key : KEYS) {
      int at = script.indexOf(key);
      if (at >= 0) {
        take(script, at + key.length(), names);
      }
    }
    return names;
  }

  private static boolean begins(char before) {
    return before == ' ' || before == '\t' || before == '\n' || before == ';' || before == '{';
  }

  private static void take(String script, int from, List<String> names) {
    int end = from;
    while (end < script.length() && END.indexOf(script.charAt(end)) < 0) {
      end++;
    }
    StringTokenizer words = new StringTokenizer(script.substring(from, end), " \t");
    while (words.hasMoreTokens()) {
      String name = words.nextToken();
      if (ServiceName.problem(name).isEmpty()) {
        names.add(name);
      }
    }
  }
}
