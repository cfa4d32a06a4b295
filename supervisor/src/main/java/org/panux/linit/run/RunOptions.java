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
 * @param command its words, at least one
 */
public record RunOptions(
    List<String> ready, Optional<Duration> timeout, Optional<Path> report, List<String> command) {
  public static final List<String> OPTIONS = List.of("--ready", "--timeout", "--report");

  /**
   * Reads {@code words}, all of them.
   *
   * @throws IllegalArgumentException with one line for people
   */
  public static RunOptions parse(Deque<String> words) {
    List<String> ready = new ArrayList<>();
    Optional<Duration> timeout = Optional.empty();
    Optional<Path> report = Optional.empty();
    boolean names = false;
    while (!words.isEmpty() && !words.peek().equals("--")) {
      String word = words.pop();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      if (equals > 0) {
        words.push(word.substring(equals + 1));
        word = word.substring(0, equals);
      }
      switch (word) {
        case "--ready" -> ready.add(name(value(word, words)));
        case "--timeout" -> timeout = Optional.of(Durations.parse(value(word, words)));
        case "--report" -> report = Optional.of(path(value(word, words)));
        default -> {
          // As the usage has it, --ready takes one name or several.
          if (!names || word.startsWith("-")) {
            throw unknown(word);
          }
          ready.add(name(word));
        }
      }
      names = word.equals("--ready") || names && !word.startsWith("-");
    }
    if (words.size() < 2) {
      throw new IllegalArgumentException(
          "run needs a command behind '--': linitd --root RIG run -- CMD ARG…");
    }
    words.pop();
    List<String> command = List.copyOf(words);
    words.clear();
    return new RunOptions(List.copyOf(ready), timeout, report, command);
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

  private static String name(String name) {
    ServiceName.problem(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("option --ready: " + problem);
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
