package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.panux.linit.protocol.Text;

/**
 * The command that {@code linitd run} is for: it has the terminal, as if nothing were around it.
 */
public final class ForegroundCommand {
  /** A command that cannot be run, with the exit code for that. */
  public record Problem(int code, String text) {}

  /** What a shell exits with where there is no such command. */
  private static final int MISSING = 127;

  /** What a shell exits with where it cannot be run. */
  private static final int NOT_EXECUTABLE = 126;

  /** The launcher's file mode mask as it was when linitd was called. */
  private static final String UMASK = System.getProperty("linit.umask", "022");

  private final Process process;
  private final SignalSender signals;

  private ForegroundCommand(Process process, SignalSender signals) {
    this.process = process;
    this.signals = signals;
  }

  /** Why {@code command} cannot be run, as far as that is to be seen before. */
  public static Optional<Problem> problem(String command) {
    if (command.contains("/")) {
      Path file = Path.of(command);
      return !Files.exists(file)
          ? Optional.of(new Problem(MISSING, "cannot run " + shown(command) + ": no such file"))
          : Files.isDirectory(file) || !Files.isExecutable(file)
              ? Optional.of(
                  new Problem(
                      NOT_EXECUTABLE, "cannot run " + shown(command) + ": it is not executable"))
              : Optional.empty();
    }
    for (String folder : path().split(":")) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, command);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Problem(MISSING, "cannot run " + shown(command) + ": there is no such command"));
  }

  /** The caller's, with linit's own commands before it. */
  private static String path() {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return System.getProperty("linit.commands") + ":" + path;
  }

  private static String shown(String command) {
    return "'" + Text.printable(Text.clip(command, 200)) + "'";
  }

  /**
   * Starts {@code words} in the folder that linitd was called in.
   *
   * @param environment what it gets beside linitd's own
   */
  public static ForegroundCommand start(
      List<String> words, Map<String, String> environment, List<String> shell, SignalSender signals)
      throws IOException {
    // The JVM can set no mask, and looks into its own PATH; this shell becomes the command.
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of("-c", "umask \"$0\"; exec \"$@\"", UMASK));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(IgnoredSignals.undone(command)).inheritIO();
    builder.directory(new File("").getAbsoluteFile());
    CallerLocale.restore(builder.environment());
    builder.environment().putAll(environment);
    builder.environment().put("PATH", path());
    return new ForegroundCommand(Spawn.start(builder), signals);
  }

  /** Completes with its exit status, 128+n where signal n ended it. */
  public CompletionStage<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Sends it a signal, where it is still there. */
  public void signal(int number) {
    ProcessIdentity.of(process.pid())
        .filter(it -> process.isAlive())
        .ifPresent(it -> signals.send(number, List.of(it)));
  }

  /** Ends it at once. */
  public void kill() {
    process.destroyForcibly();
  }
}
