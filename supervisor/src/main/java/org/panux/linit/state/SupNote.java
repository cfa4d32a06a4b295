package org.panux.linit.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.panux.linit.process.RunToken;

/**
 * What linit-sup has written down of the process that it runs for a service: {@code PID TOKEN}, and
 * in a second line the exit code, once it has ended.
 *
 * @param token of the script that called linit-sup
 */
record SupNote(long pid, RunToken token, OptionalInt code) {

  /** The note on {@code service}, where there is one that can be read. */
  static Optional<SupNote> read(Path run, String service) {
    try {
      return of(
          Files.readAllLines(
              run.resolve("sup").resolve(service + ".run"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<SupNote> of(List<String> lines) {
    String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
    Optional<RunToken> token = words.length == 2 ? RunToken.of(words[1]) : Optional.empty();
    try {
      long pid = token.isPresent() ? Long.parseLong(words[0]) : 0;
      OptionalInt code =
          lines.size() > 1 ? OptionalInt.of(Integer.parseInt(lines.get(1))) : OptionalInt.empty();
      return token.map(it -> new SupNote(pid, it, code));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
