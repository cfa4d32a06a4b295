package org.panux.linit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.Text;
import org.panux.linit.run.RunOptions;

/**
 * The command line of {@code linitd}.
 *
 * @param backlog how many clients may wait to be accepted
 * @param check only read the configuration
 * @param progress whether the boot is shown while it goes on
 * @param replay a flight recording that is to be replayed, and nothing else
 * @param output how what services print is shown as well
 * @param run what stands behind {@code run}
 */
record Arguments(
    Optional<Path> root,
    Optional<Path> unix,
    int backlog,
    Optional<Path> config,
    boolean check,
    boolean progress,
    Optional<Path> replay,
    Optional<OutputFormat> output,
    boolean help,
    boolean version,
    Optional<RunOptions> run) {
  static final String USAGE =
      """
      Usage: linitd [--root RIG] [--unix PATH] [--backlog N] [--config FILE]
                    [--output FORMAT] [--check | --progress]
             linitd --replay FILE
             linitd [OPTION…] run [--ready NAME…] [--timeout DURATION] [--report DIR]
                    [--exit-with NAME | -- CMD [ARG…]]

      Boots the init scripts of a rig and supervises them, in the foreground; with run, as long
      as CMD runs, or the rig itself.

        --root RIG     everything lies below this folder, and no privilege is needed;
                       without it: /etc/init.d, /etc/rc.d, /run/linit, /var/log/linit
        --unix PATH    listen there instead of at RIG/run/linit.sock
        --backlog N    how many clients may wait to be accepted (128)
        --config FILE  instead of RIG/linit.conf
        --check        only read the configuration, and print it as JSON
        --progress     show how the boot goes, drawn in place on a terminal
        --replay FILE  only replay a flight recording, as linitctl replay does
        --output FORMAT
                       print what services print, too: text (name | line) or json (an object
                       a line); their logs are written all the same
        --version      print the version
        --help         print this

      SIGTERM or SIGINT stops all services, dependents first; a second one kills.
      Exit codes: 0 stopped as asked, 1 the rig cannot be run, 2 bad command line or
      configuration, 3 another linitd runs this rig.

      run waits until the rig is ready, runs CMD, then stops everything and exits with CMD's code.
      CMD gets the terminal and the signals, and LINITSOCK, so that linitctl in it finds the rig.
      Without CMD it goes on until it is told to stop (then it exits with 0), or a service that the
      rig needs goes away (11), as a container does.

        --ready NAME…  start these, and wait for these alone; without it, for all that is enabled
        --timeout D    how long that may take: 30, 500ms, 2min
        --report DIR   leave report.html, events.jsonl, junit.xml and the logs there
        --exit-with NAME
                       start this as well; when it is over, so is the run, with its exit code

      Exit codes of run: CMD's own, 128+n where signal n ended it, 126 and 127 as a shell has them
      where CMD cannot be run, 10 the rig failed before it was ready, 11 a service that it needs
      went away, and CMD is ended then, 124 not ready in time.
      """;

  private static final int DEFAULT_BACKLOG = 128;
  private static final int LARGEST_BACKLOG = 65535;
  static final List<String> OPTIONS =
      List.of(
          "--root",
          "--unix",
          "--backlog",
          "--config",
          "--check",
          "--progress",
          "--replay",
          "--output",
          "--help",
          "--version");

  /** The command line makes no sense; the message says what to change. */
  static final class Invalid extends Exception {
    Invalid(String message) {
      super(message);
    }
  }

  static Arguments parse(String[] words) throws Invalid {
    Optional<Path> root = Optional.empty();
    Optional<Path> unix = Optional.empty();
    Optional<Path> config = Optional.empty();
    int backlog = DEFAULT_BACKLOG;
    boolean check = false;
    boolean progress = false;
    Optional<Path> replay = Optional.empty();
    Optional<OutputFormat> output = Optional.empty();
    boolean help = false;
    boolean version = false;
    Optional<RunOptions> run = Optional.empty();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(words));
    while (!rest.isEmpty()) {
      String word = rest.pop();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      if (equals > 0) {
        rest.push(word.substring(equals + 1));
        word = word.substring(0, equals);
      }
      switch (word) {
        case "--root" -> root = Optional.of(path(word, rest));
        case "--unix" -> unix = Optional.of(path(word, rest));
        case "--config" -> config = Optional.of(path(word, rest));
        case "--backlog" -> backlog = backlog(value(word, rest));
        case "--check" -> check = true;
        case "--progress" -> progress = true;
        case "--replay" -> replay = Optional.of(path(word, rest));
        case "--output" -> output = Optional.of(format(value(word, rest)));
        case "--help", "-h" -> help = true;
        case "--version" -> version = true;
        case "run" -> {
          help |= !rest.isEmpty() && List.of("--help", "-h").contains(rest.peek());
          if (!help) {
            run = Optional.of(run(rest));
          }
          rest.clear();
        }
        default ->
            throw new Invalid(
                (word.startsWith("-") ? "unknown option '" : "unexpected word '")
                    + Text.clip(word, 100)
                    + "'"
                    + Text.didYouMean(word, OPTIONS)
                    + "; see 'linitd --help'");
      }
    }
    return new Arguments(
        root, unix, backlog, config, check, progress, replay, output, help, version, run);
  }

  private static RunOptions run(Deque<String> rest) throws Invalid {
    for (String word : rest) {
      if (word.equals("--")) {
        break;
      }
      String option = word.replaceFirst("=.*", "");
      if (OPTIONS.contains(option)) {
        throw new Invalid("option " + option + " comes before 'run'; see 'linitd --help'");
      }
    }
    try {
      return RunOptions.parse(rest);
    } catch (IllegalArgumentException e) {
      throw new Invalid(e.getMessage());
    }
  }

  private static String value(String option, Deque<String> rest) throws Invalid {
    if (rest.isEmpty() || rest.peek().isEmpty()) {
      throw new Invalid("option " + option + " needs a value");
    }
    return rest.pop();
  }

  private static Path path(String option, Deque<String> rest) throws Invalid {
    String text = value(option, rest);
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new Invalid(
          "option " + option + ": '" + Text.clip(text, 100) + "' is no path: " + e.getReason());
    }
  }

  private static OutputFormat format(String text) throws Invalid {
    return OutputFormat.of(text)
        .orElseThrow(
            () ->
                new Invalid("option --output is text or json, not '" + Text.clip(text, 40) + "'"));
  }

  private static int backlog(String text) throws Invalid {
    if (text.matches("[0-9]{1,5}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= LARGEST_BACKLOG) {
        return number;
      }
    }
    throw new Invalid(
        "option --backlog needs a number from 1 to "
            + LARGEST_BACKLOG
            + ", not '"
            + Text.clip(text, 40)
            + "'");
  }
}
