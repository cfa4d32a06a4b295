package org.panux.linit.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.Text;
import org.panux.linit.setting.Durations;

/**
 * What stands behind {@code linitd run}.
 *
 * @param ready what has to run before the command is; empty for all that boot starts
 * @param timeout how long that may take; empty for no limit
 * @param report a folder for what is to be known afterwards
 * @param exitWith the service whose end is the end of the run; only without a command
 * @param command its words; empty where the run lasts as long as the rig
 */
public record RunOptions(
    List<String> ready,
    Optional<Duration> timeout,
    Optional<Path> report,
    Optional<String> exitWith,
    List<String> command) {
  private static final String EXIT_WITH = "--exit-with";

  public static final List<String> OPTIONS = List.of("--ready", "--timeout", "--report", EXIT_WITH);

  /**
   * Reads {@code words}, all of them.
   *
   * @throws IllegalArgumentException with one line for people
   */
  public static RunOptions parse(Deque<String> words) {
    List<String> ready = new ArrayList<>();
    Optional<Duration> timeout = Optional.empty();
    Optional<Path> report = Optional.empty();
    Optional<String> exitWith = Optional.empty();
    boolean names = false;
    while (!words.isEmpty() && !words.peek().equals("--")) {
      String word = words.pop();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      if (equals > 0) {
        words.push(word.substring(equals + 1));
        word = word.substring(0, equals);
      }
      switch (word) {
        case "--ready" -> ready.add(name(word, value(word, words)));
        case "--timeout" -> timeout = Optional.of(Durations.parse(value(word, words)));
        case "--report" -> report = Optional.of(path(value(word, words)));
        case EXIT_WITH -> exitWith = Optional.of(name(word, value(word, words)));
        default -> {
          // As the usage has it, --ready takes one name or several.
          if (!names || word.startsWith("-")) {
            throw unknown(word);
          }
          ready.add(name("--ready", word));
        }
      }
      names = word.equals("--ready") || names && !word.startsWith("-");
    }
    if (words.size() == 1) {
      throw new IllegalArgumentException(
          "there is no command behind '--': linitd --root RIG run -- CMD ARG…");
    }
    words.poll();
    List<String> command = List.copyOf(words);
    words.clear();
    if (exitWith.isPresent() && !command.isEmpty()) {
      throw new IllegalArgumentException(
          "option --exit-with is for a run without a command; with one, its code is the exit code");
    }
    return new RunOptions(List.copyOf(ready), timeout, report, exitWith, command);
  }

  private static IllegalArgumentException unknown(String word) {
    return new IllegalArgumentException(
        word.startsWith("-")
            ? "run: unknown option '"
                + Text.clip(word, 100)
                + "'"
                + Text.didYouMean(word, OPTIONS)
                + "; see 'linitd --help'"
            : "run: the command comes behind '--': linitd run -- " + Text.clip(word, 100));
  }

  private static String value(String option, Deque<String> words) {
    if (words.isEmpty() || words.peek().isEmpty() || words.peek().equals("--")) {
      throw new IllegalArgumentException("option " + option + " needs a value");
    }
    return words.pop();
  }

  private static String name(String option, String name) {
    ServiceName.problem(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("option " + option + ": " + problem);
            });
    return name;
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "option --report: '" + Text.clip(text, 100) + "' is no path: " + e.getReason());
    }
  }
}
