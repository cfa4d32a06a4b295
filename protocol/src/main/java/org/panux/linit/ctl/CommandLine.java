package org.panux.linit.ctl;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.Text;

/**
 * The words after {@code linitctl}.
 *
 * @param socket where linitd listens
 * @param root the rig, where it was given
 * @param json whether answers are printed as JSON
 * @param watch for {@code boot}: show each change until it is settled
 * @param verb what to do
 * @param names the words after the verb
 */
record CommandLine(
    Path socket,
    Optional<Path> root,
    boolean json,
    boolean watch,
    String verb,
    List<String> names) {

  private static final List<String> OPTIONS =
      List.of("-p", "--root", "--json", "--watch", "--help", "--version");
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
    List<String> plain = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(words));
    while (!rest.isEmpty()) {
      String word = rest.pop();
      switch (word) {
        case "-p", "--socket" -> socket = Optional.of(path(word, rest));
        case "--root" -> root = Optional.of(path(word, rest));
        case "--json" -> json = true;
        case "--watch" -> watch = true;
        case "--help", "-h" -> plain.add(0, "help");
        case "--version" -> plain.add(0, "version");
        case "--" -> {
          plain.addAll(rest);
          rest.clear();
        }
        default -> {
          if (word.startsWith("-")) {
            throw new Invalid(
                "unknown option '"
                    + Text.clip(word, 64)
                    + "'"
                    + Text.didYouMean(word, OPTIONS)
                    + "; see 'linitctl help'");
          }
          plain.add(word);
        }
      }
    }
    String verb = plain.isEmpty() ? "" : plain.get(0);
    Optional<Path> ofRoot = root.map(folder -> folder.resolve("run/linit.sock"));
    return new CommandLine(
        socket
            .or(() -> ofRoot)
            .or(() -> environmentSocket.filter(text -> !text.isEmpty()).map(Path::of))
            .orElse(MACHINE_SOCKET),
        root,
        json,
        watch,
        verb,
        plain.isEmpty() ? List.of() : List.copyOf(plain.subList(1, plain.size())));
  }

  private static Path path(String option, Deque<String> rest) throws Invalid {
    if (rest.isEmpty() || rest.peek().isEmpty()) {
      throw new Invalid("option " + option + " needs a path");
    }
    return Path.of(rest.pop()).toAbsolutePath();
  }
}
