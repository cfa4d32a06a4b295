package org.panux.linit.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A running {@code scripts/demo}, in a session of its own so that a signal can be sent to all of it
 * as a terminal does, and with a folder of its own for its files.
 */
final class Demo {
  private static final String END = "\0";

  private final Path folder;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final LinkedBlockingQueue<String> unread = new LinkedBlockingQueue<>();

  private Demo(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    Thread reader = new Thread(this::read, "demo");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it.
   *
   * @param folder for its files; empty
   * @param home the installation that it runs
   * @param shell the command that runs it
   */
  static Demo start(Path folder, Path home, String... shell) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(List.of(shell));
    command.add(Command.source().resolve("scripts/demo").toString());
    Map<String, String> environment =
        Map.of("LINIT_HOME", home.toString(), "TMPDIR", folder.toString());
    ProcessBuilder builder = Command.builder(environment, command).redirectErrorStream(true);
    builder.redirectInput(Path.of("/dev/null").toFile());
    try {
      return new Demo(folder, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        unread.add(line);
      }
      unread.add(END);
    } catch (IOException e) {
      unread.add("cannot read what it prints: " + e);
    }
  }

  private String next() {
    try {
      String line = unread.poll(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("the demo hangs; it printed " + lines);
      }
      if (!line.equals(END)) {
        lines.add(line);
      }
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for a line. */
  void awaitLine(Predicate<String> wanted) {
    for (String line = next(); !wanted.test(line); line = next()) {
      if (line.equals(END)) {
        throw new AssertionError("the demo did not print it; it printed " + lines);
      }
    }
  }

  /** What Ctrl-C in a terminal does: the signal goes to every process in the foreground. */
  void interrupt() {
    Result result = Command.run("/bin/kill", "-INT", "--", "-" + process.pid());
    if (result.code() != 0) {
      throw new AssertionError(result.err());
    }
  }

  /** Waits until it has ended, and gives its exit code. */
  int awaitExit() {
    try {
      while (!next().equals(END)) {}
      if (!process.waitFor(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the demo does not end; it printed " + lines);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** All lines so far. */
  List<String> lines() {
    return lines;
  }

  /** The files that are in its folder, and the processes that were started with it. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    String mark = "TMPDIR=" + folder + "\0";
    try (Stream<Path> files = Files.list(folder);
        Stream<Path> all = Files.list(Path.of("/proc"))) {
      files.map(Path::toString).forEach(left::add);
      for (Path one : all.filter(p -> p.getFileName().toString().matches("[0-9]+")).toList()) {
        try {
          if (Files.readString(one.resolve("environ"), StandardCharsets.ISO_8859_1)
              .contains(mark)) {
            left.add(
                Files.readString(one.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' '));
          }
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }
}
