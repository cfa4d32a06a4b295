package org.panux.linit.script;

import java.util.ArrayList;
import java.util.List;
import org.panux.linit.protocol.Text;

/**
 * Finds a setting whose name is misspelt. A script may have variables of its own; but one that it
 * never reads, and whose name is nearly that of a setting, was meant to be that.
 */
public final class ScriptVariables {
  public static final List<String> KNOWN =
      List.of(
          "command",
          "command_args",
          "command_user",
          "command_group",
          "directory",
          "umask",
          "env_file",
          "limits",
          "nice",
          "ready",
          "restart",
          "restart_delay",
          "restart_delay_max",
          "restart_limit",
          "restart_dependents",
          "on_dep_failure",
          "stop_signal",
          "stop_schedule",
          "start_timeout",
          "stop_timeout",
          "description");

  private ScriptVariables() {}

  /** What is wrong, for example {@code unknown variable 'comand'; did you mean 'command'?}. */
  public static List<Fault> misspelt(String script) {
    List<Fault> found = new ArrayList<>();
    int number = 0;
    int begin = 0;
    while (begin < script.length()) {
      number++;
      int end = script.indexOf('\n', begin);
      end = end < 0 ? script.length() : end;
      int equals = nameEnd(script, begin);
      if (equals > begin && equals < end && script.charAt(equals) == '=') {
        String name = script.substring(begin, equals);
        String hint = KNOWN.contains(name) ? "" : Text.didYouMean(name, KNOWN);
        if (!hint.isEmpty() && !isRead(script, name)) {
          found.add(new Fault(number, "unknown variable '" + name + "'" + hint));
        }
      }
      begin = end + 1;
    }
    return found;
  }

  /** Where the lower-case name ends that begins at {@code from}. */
  private static int nameEnd(String script, int from) {
    int at = from;
    while (at < script.length()
        && (Character.isLowerCase(script.charAt(at)) || script.charAt(at) == '_')) {
      at++;
    }
    return at;
  }

  private static boolean isRead(String script, String name) {
    return script.contains("$" + name)
        || script.contains("${" + name)
        || script.contains("export " + name);
  }
}
