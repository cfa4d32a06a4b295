package org.panux.pkgen.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Runs programs, one at a time; when pkgen is ended, so is the one that runs. */
public final class Run {
  private static final AtomicReference<Process> RUNNING = new AtomicReference<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Process process = RUNNING.get();
                  if (process != null) {
                    process.descendants().forEach(ProcessHandle::destroy);
                    process.destroy();
                  }
                }));
  }

  private Run() {}

  /** Runs a program with pkgen's own input and output; its exit code. */
  public static int shown(List<String> command, Path folder) throws IOException, Problem {
    return wait(start(new ProcessBuilder(command).directory(folder.toFile()).inheritIO(), command));
  }

  /**
   * Runs a program that may ask the person for something; of what it says only errors are shown.
   */
  public static int quiet(List<String> command) throws Problem {
    return wait(
        start(
            new ProcessBuilder(command).inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD),
            command));
  }

  /** Runs a program; what it says is added to a file. */
  public static int logged(
      List<String> command, Path folder, Path log, Map<String, String> environment)
      throws IOException, Problem {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return wait(start(builder, command));
  }

  /** Runs a program, whose few words are wanted: what it has said, or a problem where it fails. */
  public static String said(List<String> command, Path folder, String problem)
      throws IOException, Problem {
    Path log = Files.createTempFile("pkgen", ".said");
    try {
      int code = logged(command, folder, log, Map.of());
      String said = Files.readString(log).strip();
      if (code != 0) {
        throw new Problem(
            Problem.MISSING, problem + ": " + said.lines().reduce((a, b) -> b).orElse("it failed"));
      }
      return said;
    } finally {
      Files.delete(log);
    }
  }

  /** Says what to install where a program is not there. */
  public static void need(String program, String hint) throws Problem {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
    if (Stream.of(path.split(":"))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
      throw new Problem(Problem.MISSING, program + " is missing; " + hint);
    }
  }

  private static Process start(ProcessBuilder builder, List<String> command) throws Problem {
    try {
      Process process = builder.start();
      RUNNING.set(process);
      return process;
    } catch (IOException e) {
      throw new Problem(Problem.MISSING, command.get(0) + " cannot be run: " + e.getMessage());
    }
  }

  private static int wait(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return 130;
    } finally {
      RUNNING.set(null);
    }
  }
}
