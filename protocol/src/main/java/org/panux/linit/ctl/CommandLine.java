package org.panux.linit.ctl;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.Text;
import org.panux.linit.setting.Durations;

/**
 * The words after {@code linitctl}.
 *
 * @param socket where linitd listens
 * @param root the rig, where it was given
 * @param json whether answers are printed as JSON
 * @param options what else was asked for: each option by its long name, with its argument
 * @param details what a verb takes besides names
 * @param verb what to do
 * @param names the words after the verb
 */
record CommandLine(
    Path socket,
    Optional<Path> root,
    boolean json,
    Map<String, String> options,
    JsonRequest.Details details,
    String verb,
    List<String> names) {

  static final String QUIET = "--quiet";
  static final String TIMEOUT = "--timeout";
  static final String NO_WAIT = "--no-wait";
  static final String STATE = "--state";
  static final String TREE = "--tree";
  static final String FOLLOW = "--follow";
  private static final String LINES = "-n";
  private static final String SINCE = "--since";
  private static final String WATCH = "--watch";
  private static final String DRY_RUN = "--dry-run";
  private static final String SIGNAL = "--signal";
  private static final String ALL = "--all";
  private static final String ANY = "--any";
  private static final String FORMAT = "--format";
  private static final String REVERSE = "--reverse";
  private static final String WITHOUT = "--without";

  /** Between the arguments of an option that can be given several times. */
  private static final String AND = "\n";

  private static final String LOGS = "logs";
  private static final String STARTS = "start stop restart try-restart";
  private static final String STEERS = STARTS + " reload kill reset fault";
  private static final String ENDS = "shutdown poweroff reboot";

  /** The options that only some verbs have: the name, what it needs, and the verbs. */
  private static final String[][] TABLE = {
    {WATCH, "", "boot start stop"},
    {DRY_RUN, "", STARTS},
    {NO_WAIT, "", STARTS + " " + ENDS},
    {TIMEOUT, "a duration", "wait " + STEERS + " " + ENDS},
    {QUIET, "", STEERS + " enable disable is-running is-failed is-enabled " + ENDS},
    {SIGNAL, "a signal", "kill"},
    {ALL, "", "kill"},
    {LINES, "a number of lines, from 1 to " + JsonRequest.MOST_LINES, LOGS},
    {SINCE, "a time, or the number of an event", LOGS + " events"},
    {FOLLOW, "", LOGS + " events"},
    {ANY, "", "wait"},
    {FORMAT, "text, dot, mermaid or json", "graph"},
    {REVERSE, "", "graph"},
    {WITHOUT, "an edge A->B", "what-if"},
    {STATE, "a state", "list"},
    {TREE, "", "list"},
  };

  static final Path MACHINE_SOCKET = Path.of("/run/linit/linit.sock");

  /** The command line makes no sense; the message says what to change. */
  static final class Invalid extends Exception {
    Invalid(String message) {
      super(message);
    }
  }

  /**
   * What the verbs that draw and compute take.
   *
   * @param format of {@code graph}: text, dot, mermaid or json
   * @param reverse of {@code graph}: who needs it
   * @param without of {@code what-if}: edges {@code A->B}
   */
  record Pictures(String format, boolean reverse, List<String> without) {}

  Pictures pictures() {
    return new Pictures(
        option(FORMAT),
        has(REVERSE),
        has(WITHOUT) ? List.of(option(WITHOUT).split(AND)) : List.of());
  }

  /** Whether each change is shown until what was asked for is settled. */
  boolean watch() {
    return has(WATCH);
  }

  /** Whether to go on until interrupted. */
  boolean follow() {
    return has(FOLLOW);
  }

  /** Since when, as it was typed. */
  Optional<String> since() {
    return Optional.ofNullable(options.get(SINCE));
  }

  /** How long to wait at most, as it was typed. */
  Optional<String> timeout() {
    return Optional.ofNullable(options.get(TIMEOUT));
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  /** The argument of {@code option}, empty where it was not given. */
  String option(String option) {
    return options.getOrDefault(option, "");
  }

  static CommandLine parse(String[] words, Optional<String> environmentSocket) throws Invalid {
    Optional<Path> socket = Optional.empty();
    Optional<Path> root = Optional.empty();
    boolean json = false;
    Map<String, String> options = new LinkedHashMap<>();
    List<String> plain = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(words));
    while (!rest.isEmpty()) {
      String word = rest.pop();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      if (equals > 0 && takesArgument(word.substring(0, equals))) {
        rest.push(word.substring(equals + 1));
        word = word.substring(0, equals);
      }
      switch (word) {
        case "-p", "--socket" -> socket = Optional.of(path(word, rest));
        case "--root" -> root = Optional.of(path(word, rest));
        case "--json" -> json = true;
        case "-s" -> options.put(SIGNAL, argument(word, "a signal", rest));
        case "-q" -> options.put(QUIET, "");
        case "-f" -> options.put(FOLLOW, "");
        case "--help", "-h" -> plain.add(0, "help");
        case "--version" -> plain.add(0, "version");
        case "--" -> {
          plain.addAll(rest);
          rest.clear();
        }
        default -> {
          String[] row = row(word);
          if (row != null) {
            String value = row[1].isEmpty() ? "" : argument(word, row[1], rest);
            String before = options.get(word);
            boolean several = word.equals(WITHOUT) && before != null;
            options.put(word, several ? before + AND + value : value);
          } else if (word.startsWith("-") && word.length() > 1) {
            throw new Invalid(
                "unknown option '"
                    + Text.clip(word, 64)
                    + "'"
                    + (word.length() > 2 ? Text.didYouMean(word, known()) : "")
                    + "; see 'linitctl help'");
          } else {
            plain.add(word);
          }
        }
      }
    }
    String verb = plain.isEmpty() ? "" : plain.get(0);
    for (String option : options.keySet()) {
      String verbs = row(option)[2];
      if (!(" " + verbs + " ").contains(" " + verb + " ")) {
        throw new Invalid(option + " goes with " + verbs.replace(" ", ", "));
      }
    }
    if (options.containsKey(WATCH)) {
      for (String other : new String[] {DRY_RUN, NO_WAIT}) {
        if (options.containsKey(other)) {
          throw new Invalid("with " + other + " there is nothing to --watch");
        }
      }
    }
    return new CommandLine(
        socket(socket, root, environmentSocket),
        root,
        json,
        options,
        options.isEmpty() ? JsonRequest.Details.NONE : details(verb, options),
        verb,
        plain.isEmpty() ? List.of() : List.copyOf(plain.subList(1, plain.size())));
  }

  private static String[] row(String option) {
    for (String[] row : TABLE) {
      if (row[0].equals(option)) {
        return row;
      }
    }
    return null;
  }

  private static boolean takesArgument(String option) {
    String[] row = row(option);
    return option.equals("--socket") || option.equals("--root") || row != null && !row[1].isEmpty();
  }

  /** All options, short ones too. */
  static List<String> known() {
    List<String> known =
        new ArrayList<>(
            List.of("-p", "--socket", "--root", "--json", "--help", "--version", "-s", "-q", "-f"));
    for (String[] row : TABLE) {
      known.add(row[0]);
    }
    return known;
  }

  private static JsonRequest.Details details(String verb, Map<String, String> options)
      throws Invalid {
    JsonRequest.Details details =
        JsonRequest.Details.NONE
            .withDryRun(options.containsKey(DRY_RUN))
            .withNoWait(options.containsKey(NO_WAIT))
            .withSignal(Optional.ofNullable(options.get(SIGNAL)))
            .withAll(options.containsKey(ALL))
            .withAny(options.containsKey(ANY))
            .withFollow(options.containsKey(FOLLOW) && verb.equals(LOGS));
    try {
      if (options.containsKey(TIMEOUT)) {
        Durations.parse(options.get(TIMEOUT));
      }
      if (options.containsKey(SINCE) && verb.equals(LOGS)) {
        long since = Since.parse(options.get(SINCE), ZonedDateTime.now());
        details = details.withSinceMs(OptionalLong.of(since));
      }
    } catch (IllegalArgumentException e) {
      throw new Invalid((options.containsKey(TIMEOUT) ? TIMEOUT : SINCE) + ": " + e.getMessage());
    }
    return options.containsKey(LINES)
        ? details.withLines(OptionalInt.of(lines(options.get(LINES))))
        : details;
  }

  private static Path socket(
      Optional<Path> socket, Optional<Path> root, Optional<String> environment) throws Invalid {
    if (socket.isPresent()) {
      return socket.get();
    }
    if (root.isPresent()) {
      return root.get().resolve("run/linit.sock");
    }
    return environment.isEmpty() || environment.get().isEmpty()
        ? MACHINE_SOCKET
        : path("LINITSOCK", environment.get());
  }

  private static int lines(String word) throws Invalid {
    if (word.matches("[0-9]{1,9}")) {
      int lines = Integer.parseInt(word);
      if (lines >= 1 && lines <= JsonRequest.MOST_LINES) {
        return lines;
      }
    }
    throw new Invalid("option -n needs a number of lines, from 1 to " + JsonRequest.MOST_LINES);
  }

  private static Path path(String option, Deque<String> rest) throws Invalid {
    return path(option, argument(option, "a path", rest));
  }

  private static String argument(String option, String what, Deque<String> rest) throws Invalid {
    if (rest.isEmpty() || rest.peek().isEmpty()) {
      throw new Invalid("option " + option + " needs " + what);
    }
    return rest.pop();
  }

  private static Path path(String what, String text) throws Invalid {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new Invalid(what + ": '" + Text.clip(text, 100) + "' is no path: " + e.getReason());
    }
  }
}
