package org.panux.linit.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs commands to their end. */
final class Command {
  /** Far beyond what anything takes: reached means that it hangs. */
  static final int HANGS_AFTER_SECONDS = 600;

  /**
   * A shell has what it runs in the background ignore SIGINT, nohup has it ignore SIGHUP: the tests
   * among it, and all that they start.
   */
  private static final boolean DEAF = ignoresSignals();

  private Command() {}

  /** The folder that the build assembled, as a user would unpack it. */
  static Path home() {
    return Path.of(property("linit.home")).normalize();
  }

  /** The folder of the sources. */
  static Path source() {
    return Path.of(property("linit.source")).normalize();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new AssertionError("run the tests through Maven: " + name + " is not set");
    }
    return value;
  }

  static String bin(String name) {
    return home().resolve("bin").resolve(name).toString();
  }

  static Result run(String... command) {
    return run(Map.of(), List.of(command));
  }

  /**
   * A command as a user would start it: with none of our settings of linit but which client is
   * tested, and deaf to nothing.
   */
  static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
    List<String> words = new ArrayList<>(DEAF ? List.of("env", "--default-signal") : List.of());
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.startsWith("LINIT") && !key.equals("LINIT_CLIENT"));
    builder.environment().putAll(environment);
    return builder;
  }

  private static boolean ignoresSignals() {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status.anyMatch(line -> line.matches("SigIgn:\\s.*[1-9a-f].*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Result run(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = builder(environment, command);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try {
      Process process = builder.start();
      CompletableFuture<String> out = text(process.getInputStream());
      CompletableFuture<String> err = text(process.getErrorStream());
      if (!process.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("hangs: " + String.join(" ", command));
      }
      return new Result(process.exitValue(), whole(out, command), whole(err, command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String whole(CompletableFuture<String> text, List<String> command)
      throws InterruptedException {
    try {
      return text.get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("its output has no end: " + String.join(" ", command), e);
    }
  }

  private static CompletableFuture<String> text(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
