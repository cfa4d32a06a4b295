package org.panux.linit.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.Text;
import org.panux.linit.script.Fault;
import org.panux.linit.script.ScriptVariables;
import org.panux.linit.script.ShellText;
import org.panux.linit.script.ShellText.Command;
import org.panux.linit.script.ShellText.Word;
import org.panux.linit.setting.ProcessSettings;
import org.panux.linit.setting.ServiceConfig;

/**
 * What the text of a script for {@code rc.common} says literally; pure. What a script computes is
 * left alone.
 */
final class CommonText {
  /** What linitd does not run to bring a service up. */
  private static final Set<String> NOT_STARTING =
      Set.of("stop", "restart", "reload", "shutdown", "enable", "disable", "runlevel", "help");

  /** What is a variable and no option of {@code supervise}: it takes these as its words. */
  private static final Set<String> NO_OPTIONS = Set.of("command", "command_args");

  private static final String OPTION = "--";

  /**
   * A name behind {@code dep}, {@code want} or {@code after}.
   *
   * @param sure whether each start asks for it, and fails where it does
   */
  record Asked(DependencyKind kind, String name, int line, boolean sure) {}

  private final List<Fault> faults = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();

  private CommonText() {}

  static CommonText read(String script) {
    CommonText text = new CommonText();
    text.faults.addAll(ScriptVariables.misspelt(script));
    List<Command> commands = ShellText.commands(script);
    Set<String> functions = new HashSet<>();
    commands.forEach(command -> functions.add(command.function()));
    for (Command command : commands) {
      // What the script defines itself is its own business.
      if (command.name().isEmpty() || !functions.contains(command.name())) {
        text.look(command);
      }
    }
    return text;
  }

  /** What fails a start. */
  List<Fault> faults() {
    return faults;
  }

  List<Asked> asked() {
    return asked;
  }

  private void look(Command command) {
    switch (command.name()) {
      case "" -> settings(command);
      case "supervise" -> options(command.arguments());
      default -> {
        for (DependencyKind kind : DependencyKind.values()) {
          if (kind.word().equals(command.name())) {
            name(kind, command);
          }
        }
      }
    }
  }

  private void name(DependencyKind kind, Command command) {
    boolean sure = command.sure() && !NOT_STARTING.contains(command.function());
    for (Word word : command.arguments()) {
      if (word.literal()) {
        asked.add(new Asked(kind, word.text(), word.line(), sure));
      }
    }
  }

  /** Assignments outside of functions are what the service is told to be. */
  private void settings(Command command) {
    boolean assigns = command.words().stream().noneMatch(word -> word.variable().isEmpty());
    if (assigns && command.function().isEmpty()) {
      for (Word word : command.words()) {
        if (!word.expands()
            && !word.value().isEmpty()
            && ScriptVariables.KNOWN.contains(word.variable())) {
          value(word.variable(), word.value(), word.line());
        }
      }
    }
  }

  private void value(String key, String value, int line) {
    problem(key, value).ifPresent(problem -> faults.add(new Fault(line, problem)));
  }

  private static Optional<String> problem(String key, String value) {
    if (!ServiceConfig.KEYS.contains(key)) {
      return ProcessSettings.problem(key, value);
    }
    if (value.indexOf('\n') >= 0) {
      return Optional.of(key + ": a setting must not have a line break");
    }
    try {
      new ServiceConfig().set(key, value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private void options(List<Word> words) {
    int at = 0;
    while (at < words.size()) {
      Word word = words.get(at);
      if (!word.literal() || !word.text().startsWith(OPTION) || word.text().equals(OPTION)) {
        return;
      }
      int equals = word.text().indexOf('=');
      String option = equals < 0 ? word.text() : word.text().substring(0, equals);
      String key = option.substring(OPTION.length()).replace('-', '_');
      if (!ScriptVariables.KNOWN.contains(key) || NO_OPTIONS.contains(key)) {
        faults.add(new Fault(word.line(), unknown(option)));
      } else if (equals >= 0) {
        value(key, word.text().substring(equals + 1), word.line());
      } else if (at + 1 == words.size()) {
        faults.add(new Fault(word.line(), "supervise: " + option + " needs a value"));
      } else if (!words.get(at + 1).expands()) {
        value(key, words.get(at + 1).text(), word.line());
      }
      at += equals < 0 ? 2 : 1;
    }
  }

  private static String unknown(String option) {
    List<String> known =
        ScriptVariables.KNOWN.stream()
            .filter(key -> !NO_OPTIONS.contains(key))
            .map(key -> OPTION + key.replace('_', '-'))
            .toList();
    return "supervise: unknown option '"
        + Text.clip(option, 64)
        + "'"
        + Text.didYouMean(option, known);
  }
}
