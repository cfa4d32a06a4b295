package org.panux.linit.e2e;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Runs what a user would type, and gives what a terminal would show. */
final class Console {
  private static final String PROMPT = "$ ";

  /** Ends a session that hangs, with all that it has started, so that one sees how far it came. */
  private static final List<String> SHELL =
      List.of("timeout", Integer.toString(Command.HANGS_AFTER_SECONDS - 5), "/bin/sh");

  private Console() {}

  /**
   * Types the lines of {@code session} that begin with {@code $} into one shell, in {@code folder}.
   * A session that needs a program which linit does not is skipped where that is missing.
   *
   * @return these lines, each followed by what it printed
   */
  static String replay(String session, Path folder, Map<String, String> environment) {
    for (String tool : List.of("socat", "python3")) {
      Assumptions.assumeTrue(!session.contains(tool + " ") || exists(tool), tool + " is missing");
    }
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    for (String line : session.lines().toList()) {
      if (line.startsWith(PROMPT)) {
        script.append("printf '%s\\n' ").append(quoted(line)).append('\n');
        script.append(line.substring(PROMPT.length())).append('\n');
      }
    }
    return run(SHELL, script.toString(), folder, environment).out();
  }

  /** Runs {@code script} in {@code shell}, in {@code folder} and with linit's commands at hand. */
  static Result run(
      List<String> shell, String script, Path folder, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", Command.home().resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of("-c", "cd " + quoted(folder.toString()) + " || exit\n" + script));
    return Command.run(all, command);
  }

  private static boolean exists(String tool) {
    return Command.run("/bin/sh", "-c", "command -v " + tool).code() == 0;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
