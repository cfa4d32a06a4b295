package org.panux.linit.ctl;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.Text;

/**
 * The words after {@code linitctl}.
 *
 * @param socket where linitd listens
 * @param root the rig, where it was given
 * @param json whether answers are printed as JSON
 * @param watch show each change until what was asked for is settled
 * @param follow go on until interrupted
 * @param since which event is known, as it was typed
 * @param timeout how long to wait at most, as it was typed
 * @param details what a verb takes besides names
 * @param pictures what the verbs that draw and compute take
 * @param verb what to do
 * @param names the words after the verb
 */
record CommandLine(
    Path socket,
    Optional<Path> root,
    boolean json,
    boolean watch,
    boolean follow,
    Optional<String> since,
    Optional<String> timeout,
    JsonRequest.Details details,
    Pictures pictures,
    String verb,
    List<String> names) {

  /**
   * What the verbs that draw and compute take.
   *
   * @param format of {@code graph}: text, dot, mermaid or json
   * @param reverse of {@code graph}: who needs it
   * @param without of {@code what-if}: edges {@code A->B}
   */
  record Pictures(String format, boolean reverse, List<String> without) {}

  static final List<String> OPTIONS =
      List.of(
          "-n",
          "-p",
          "--socket",
          "--root",
          "--json",
          "--watch",
          "--dry-run",
          "-s",
          "--signal",
          "--all",
          "--any",
          "--timeout",
          "-f",
          "--follow",
          "--since",
          "--format",
          "--reverse",
          "--without",
          "--help",
          "--version");
  private static final List<String> WATCHED = List.of("boot", "start", "stop");
  private static final List<String> PLANNED = List.of("stop", "restart", "try-restart");
  private static final List<String> SIGNALLED = List.of("kill");
  private static final List<String> WAITING = List.of("wait");
  private static final List<String> FOLLOWED = List.of("events");
  private static final List<String> DRAWN = List.of("graph");
  private static final List<String> RECOMPUTED = List.of("what-if");
  private static final Path MACHINE_SOCKET = Path.of("/run/linit/linit.sock");

  /** The command line makes no sense; the message says what to change. */
  static final class Invalid extends Exception {
    Invalid(String message) {
      super(message);
    }
  }

  static CommandLine parse(String[] words, Optional<String> environmentSocket) throws Invalid {
    Optional<Path> socket = Optional.empty();
    Optional<Path> root = Optional.empty();
    boolean json = false;
    boolean watch = false;
    OptionalInt lines = OptionalInt.empty();
    boolean dryRun = false;
    boolean all = false;
    boolean any = false;
    boolean follow = false;
    Optional<String> since = Optional.empty();
    Optional<String> timeout = Optional.empty();
    Optional<String> signal = Optional.empty();
    String format = "";
    boolean reverse = false;
    List<String> without = new ArrayList<>();
    List<String> plain = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(words));
    while (!rest.isEmpty()) {
      String word = rest.pop();
      if (word.startsWith("--socket=")
          || word.startsWith("--root=")
          || word.startsWith("--timeout=")
          || word.startsWith("--since=")
          || word.startsWith("--format=")
          || word.startsWith("--without=")
          || word.startsWith("--signal=")) {
        rest.push(word.substring(word.indexOf('=') + 1));
        word = word.substring(0, word.indexOf('='));
      }
      switch (word) {
        case "-p", "--socket" -> socket = Optional.of(path(word, rest));
        case "--root" -> root = Optional.of(path(word, rest));
        case "--json" -> json = true;
        case "--watch" -> watch = true;
        case "-n" -> lines = OptionalInt.of(lines(rest));
        case "--dry-run" -> dryRun = true;
        case "--all" -> all = true;
        case "--any" -> any = true;
        case "-f", "--follow" -> follow = true;
        case "--since" -> since = Optional.of(argument(word, "the number of an event", rest));
        case "--timeout" -> timeout = Optional.of(argument(word, "a duration", rest));
        case "-s", "--signal" -> signal = Optional.of(argument(word, "a signal", rest));
        case "--format" -> format = argument(word, "text, dot, mermaid or json", rest);
        case "--reverse" -> reverse = true;
        case "--without" -> without.add(argument(word, "an edge A->B", rest));
        case "--help", "-h" -> plain.add(0, "help");
        case "--version" -> plain.add(0, "version");
        case "--" -> {
          plain.addAll(rest);
          rest.clear();
        }
        default -> {
          if (word.startsWith("-") && word.length() > 1) {
            throw new Invalid(
                "unknown option '"
                    + Text.clip(word, 64)
                    + "'"
                    + (word.length() > 2 ? Text.didYouMean(word, OPTIONS) : "")
                    + "; see 'linitctl help'");
          }
          plain.add(word);
        }
      }
    }
    String verb = plain.isEmpty() ? "" : plain.get(0);
    goesWith("--watch", watch, WATCHED, verb);
    goesWith("--dry-run", dryRun, PLANNED, verb);
    goesWith("--signal", signal.isPresent(), SIGNALLED, verb);
    goesWith("-n", lines.isPresent(), List.of("logs"), verb);
    goesWith("--all", all, SIGNALLED, verb);
    goesWith("--any", any, WAITING, verb);
    goesWith("--timeout", timeout.isPresent(), WAITING, verb);
    goesWith("--follow", follow, FOLLOWED, verb);
    goesWith("--since", since.isPresent(), FOLLOWED, verb);
    goesWith("--format", !format.isEmpty(), DRAWN, verb);
    goesWith("--reverse", reverse, DRAWN, verb);
    goesWith("--without", !without.isEmpty(), RECOMPUTED, verb);
    if (watch && dryRun) {
      throw new Invalid("with --dry-run there is nothing to --watch");
    }
    return new CommandLine(
        socket(socket, root, environmentSocket),
        root,
        json,
        watch,
        follow,
        since,
        timeout,
        new JsonRequest.Details(dryRun, signal, all, lines, any, OptionalLong.empty()),
        new Pictures(format, reverse, without),
        verb,
        plain.isEmpty() ? List.of() : List.copyOf(plain.subList(1, plain.size())));
  }

  private static void goesWith(String option, boolean given, List<String> verbs, String verb)
      throws Invalid {
    if (given && !verbs.contains(verb)) {
      throw new Invalid(option + " goes with " + String.join(", ", verbs));
    }
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

  private static int lines(Deque<String> rest) throws Invalid {
    String word = rest.isEmpty() ? "" : rest.pop();
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
