package org.panux.linit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program that is measured from outside, while it runs. */
final class Target implements AutoCloseable {
  private final Process process;
  private final BufferedReader err;
  private final long begun;

  private Target(Process process, long begun) {
    this.process = process;
    this.begun = begun;
    this.err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }

  static Target start(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      long begun = System.nanoTime();
      return new Target(builder.start(), begun);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Milliseconds from the start until it prints such a line on stderr. */
  double untilLine(Predicate<String> wanted) {
    try {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        if (wanted.test(line)) {
          return millis();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("it ended without the line");
  }

  /** Milliseconds from the start until it has ended, which it must do with 0. */
  double untilEnd() {
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("exited with " + code);
      }
      return millis();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private double millis() {
    return (System.nanoTime() - begun) / 1e6;
  }

  /** A figure of {@code /proc/PID/status}, in its own unit. */
  long status(String key) {
    return sum(Path.of("/proc", Long.toString(process.pid()), "status"), key);
  }

  /** How often any of its threads has been switched away from, by itself or not. */
  long switches() {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      return tasks.mapToLong(task -> sum(task.resolve("status"), "voluntary_ctxt_switches")).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kilobytes that belong to it alone. */
  long privateKilobytes() {
    Path rollup = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
    return sum(rollup, "Private_Clean") + sum(rollup, "Private_Dirty");
  }

  private static long sum(Path file, String key) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      err.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
