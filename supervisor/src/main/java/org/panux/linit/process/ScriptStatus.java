package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.panux.linit.process.InitScripts.Script;
import org.panux.linit.script.ScriptFile.Kind;

/**
 * Asks an LSB script how its service is, by its action {@code status}: for a service of which
 * linitd knows no process, since it was started by hand, or by something that hides it.
 */
public final class ScriptStatus {
  private static final int LIMIT_SECONDS = 5;

  private final InitScripts scripts;
  private final Map<String, String> environment;
  private final Executor blocking;

  /**
   * @param environment all that the script gets
   * @param blocking runs launches
   */
  public ScriptStatus(InitScripts scripts, Map<String, String> environment, Executor blocking) {
    this.scripts = scripts;
    this.environment = new HashMap<>(environment);
    this.environment.put("SYSTEMCTL_SKIP_REDIRECT", "1");
    this.blocking = blocking;
  }

  /** What the script of {@code name} says; empty where it is none that can be asked. */
  public CompletionStage<Optional<String>> of(String name) {
    return CompletableFuture.supplyAsync(() -> start(name), blocking)
        .thenCompose(
            started ->
                started
                    .map(ScriptStatus::says)
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
  }

  private Optional<Process> start(String name) {
    Optional<Script> script = scripts.check(name).script().filter(it -> it.kind() == Kind.LSB);
    if (script.isEmpty()) {
      return Optional.empty();
    }
    ProcessBuilder builder = new ProcessBuilder(script.get().file().toString(), "status");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(new File("/"));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.DISCARD);
    builder.redirectError(Redirect.DISCARD);
    try {
      return Optional.of(Spawn.start(builder));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static CompletableFuture<Optional<String>> says(Process process) {
    return process
        .onExit()
        .thenApply(ended -> Optional.of(meaning(ended.exitValue())))
        .completeOnTimeout(
            Optional.of("no answer within " + LIMIT_SECONDS + " s"),
            LIMIT_SECONDS,
            TimeUnit.SECONDS)
        .whenComplete(
            (words, failure) -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
  }

  /** What the Linux Standard Base means by an exit code of {@code status}. */
  static String meaning(int code) {
    return switch (code) {
      case 0 -> "running";
      case 1 -> "dead, and its pid file is there";
      case 2 -> "dead, and its lock file is there";
      case 3 -> "not running";
      case 4 -> "unknown";
      default -> "exit code " + code + ", which means nothing";
    };
  }
}
