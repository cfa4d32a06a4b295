package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A command that linitd runs for itself, when nothing else runs any more; it prints where linitd
 * does.
 */
public final class OwnCommand {
  private OwnCommand() {}

  /**
   * Runs {@code words}.
   *
   * @param limit after which it is killed; zero for none
   * @return what went wrong, or empty
   */
  public static CompletionStage<Optional<String>> run(
      List<String> words, Map<String, String> environment, Duration limit) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(new File("/"));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.INHERIT);
    builder.redirectError(Redirect.INHERIT);
    Process process;
    try {
      process = Spawn.start(builder);
    } catch (IOException e) {
      return CompletableFuture.completedFuture(
          Optional.of(words.get(0) + " cannot be run: " + e.getMessage()));
    }
    CompletableFuture<Optional<String>> result =
        process.onExit().thenApply(ended -> problem(words.get(0), ended.exitValue()));
    return limit.isZero()
        ? result
        : result
            .completeOnTimeout(late(words.get(0)), limit.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((problem, failure) -> kill(process));
  }

  private static Optional<String> problem(String command, int code) {
    return code == 0 ? Optional.empty() : Optional.of(command + " exited with " + code);
  }

  private static Optional<String> late(String command) {
    return Optional.of(command + " took too long, and was killed");
  }

  /** What a command that has ended has left is none of its business. */
  private static void kill(Process process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
