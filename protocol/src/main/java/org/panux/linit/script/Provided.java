package org.panux.linit.script;

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
    return ShellText.commands(text).stream()
        .filter(command -> command.name().equals(COMMAND))
        .flatMap(command -> command.arguments().stream())
        .filter(ShellText.Word::literal)
        .map(ShellText.Word::text)
        .filter(name -> ServiceName.problem(name).isEmpty())
        .toList();
  }
}
