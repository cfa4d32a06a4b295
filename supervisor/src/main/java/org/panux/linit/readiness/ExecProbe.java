package org.panux.linit.readiness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.model.Exit;
import org.panux.linit.process.CheckCommand;

/** Runs a command; no thread waits for its end. */
final class ExecProbe implements Probe {
  private final Executor threads;
  private final List<String> shell;
  private final Path temporary;
  private final Target target;
  private final String command;
  private CompletableFuture<CheckCommand> running = new CompletableFuture<>();

  ExecProbe(Executor threads, List<String> shell, Path temporary, Target target, String command) {
    this.threads = threads;
    this.shell = shell;
    this.temporary = temporary;
    this.target = target;
    this.command = command;
  }

  @Override
  public CompletionStage<Seen> look() {
    Map<String, String> environment = target.environment();
    running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return CheckCommand.start(
                    shell, command, environment, target.directory(), temporary);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            threads);
    return running.thenCompose(
        started -> started.exit().thenApplyAsync(code -> seen(started, code), threads));
  }

  private static Seen seen(CheckCommand ended, int code) {
    try (ended) {
      return code == 0 ? Seen.HOLDS : Seen.not(Exit.of(code, ended.lastLine()).reason("it").text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int limit() {
    return 10;
  }

  @Override
  public String pending() {
    return "it still runs";
  }

  @Override
  public String overdue() {
    return "it ran longer than " + limit() + " s and was killed";
  }

  @Override
  public void cancel() {
    running.thenAcceptAsync(CheckCommand::kill, threads);
  }
}
