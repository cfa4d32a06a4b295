package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The ways in which a command line of linitctl can be run: by the Java client, by the small one,
 * and by a small one that is compiled here to watch itself for mistakes with memory.
 */
final class Clients implements AutoCloseable {
  private static final String CLIENT = "LINIT_CLIENT";
  private static final String LAUNCHER = "bin/linitctl";
  private static final String SMALL = "lib/linit/linitctl";

  /** In the place of Java's: whoever asks for that gets this exit code and no word. */
  static final int GIVEN_BACK = 77;

  private final Path watched;

  private Clients(Path watched) {
    this.watched = watched;
  }

  /** Skips the test where the build had no compiler, which it has said. */
  static Clients make() {
    Assumptions.assumeTrue(
        Files.isExecutable(Command.home().resolve(SMALL)),
        "there is no small linitctl, since the build had no C compiler");
    try {
      Path folder = Files.createTempDirectory("linit-small");
      Result built =
          Command.run(
              Command.source().resolve("protocol/src/main/c/build").toString(),
              folder.toString(),
              "-O1",
              "-fsanitize=address,undefined",
              "-fno-sanitize-recover=all");
      if (built.code() != 0) {
        throw new AssertionError(built.text());
      }
      Path launcher = folder.resolve(LAUNCHER);
      Path small = folder.resolve(SMALL);
      Files.createDirectories(launcher.getParent());
      Files.createDirectories(small.getParent());
      Files.copy(Path.of(Command.bin("linitctl")), launcher);
      Files.writeString(small.resolveSibling("java.sh"), "exit " + GIVEN_BACK + "\n");
      try (Stream<Path> files = Files.list(folder)) {
        Path program =
            files
                .filter(file -> file.getFileName().toString().startsWith("linitctl-"))
                .findAny()
                .orElseThrow(() -> new AssertionError(built.text()));
        Files.move(program, small);
      }
      return new Clients(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a line of shell as a user types it, with the Java client. */
  Result java(String line, Map<String, String> environment) {
    return run(line, environment, Command.home(), Map.of(CLIENT, "java"));
  }

  /** Likewise with the small one, which has the Java client behind it. */
  Result small(String line, Map<String, String> environment) {
    return run(line, environment, Command.home(), Map.of(CLIENT, ""));
  }

  /** Likewise with the small one, which has no Java behind it. */
  Result smallAlone(String line, Map<String, String> environment) {
    return run(line, environment, Command.home(), Map.of(CLIENT, "", "LINIT_JAVA", "/bin/false"));
  }

  /** Likewise with the one that watches itself, and has nothing behind it. */
  Result watched(String line, Map<String, String> environment) {
    return run(line, environment, watched, Map.of(CLIENT, "", "ASAN_OPTIONS", "detect_leaks=0"));
  }

  private static Result run(
      String line, Map<String, String> environment, Path home, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    all.putAll(more);
    return Command.run(all, List.of("/bin/sh", "-c", line));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(watched)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
