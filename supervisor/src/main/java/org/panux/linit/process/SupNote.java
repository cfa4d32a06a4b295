package org.panux.linit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What linit-sup has written down of the process that it runs for a service: {@code PID TOKEN
 * WATCHER}, and in a second line the exit code, once it has ended.
 *
 * @param token of the script that called linit-sup
 * @param watcher the pid of linit-sup itself, which waits for that process; 0 where an older one
 *     has not said it
 */
public record SupNote(long pid, RunToken token, long watcher, OptionalInt code) {
  private static final int WORDS = 3;

  /** The note on {@code service}, where there is one that can be read. */
  public static Optional<SupNote> read(Path run, String service) {
    try {
      return of(
          Files.readAllLines(
              run.resolve("sup").resolve(service + ".run"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads the lines of one; empty where they are none. */
  public static Optional<SupNote> of(List<String> lines) {
    String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
    if (words.length != WORDS && words.length != WORDS - 1) {
      return Optional.empty();
    }
    try {
      long pid = Long.parseLong(words[0]);
      long watcher = words.length == WORDS ? Long.parseLong(words[2]) : 0;
      OptionalInt code =
          lines.size() > 1 ? OptionalInt.of(Integer.parseInt(lines.get(1))) : OptionalInt.empty();
      return RunToken.of(words[1]).map(token -> new SupNote(pid, token, watcher, code));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
