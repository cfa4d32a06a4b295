package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.model.Reason;
import org.panux.linit.setting.SignalName;

/**
 * Sends signals to processes that need not be children of linitd, and never to a stranger that has
 * got the pid since.
 *
 * <p>The JDK knows TERM and KILL. For all others a shell is started, whose {@code kill} is built
 * in; it looks at the start of each process right before.
 */
public final class SignalSender {
  private static final int KILL = 9;
  private static final int TERM = 15;

  private final List<String> shell;
  private final Path script;
  private final Executor blocking;

  /**
   * @param shell the command that runs scripts
   * @param library the folder of linit's shell library
   */
  public SignalSender(List<String> shell, Path library, Executor blocking) {
    this.shell = List.copyOf(shell);
    this.script = library.resolve("linit-signal");
    this.blocking = blocking;
  }

  /**
   * Sends {@code signal} to each of {@code processes}; one that has gone is passed over. Says what
   * could not be done, or {@link Reason#NONE}.
   */
  public CompletionStage<Reason> send(int signal, Collection<ProcessIdentity> processes) {
    if (signal == TERM || signal == KILL) {
      List<ProcessIdentity> all = List.copyOf(processes);
      return CompletableFuture.supplyAsync(() -> end(signal, all), blocking);
    }
    return byShell(signal, processes.stream().map(ProcessIdentity::toString).toList());
  }

  /** Sends {@code signal} to the process group that {@code leader} leads. */
  public CompletionStage<Reason> sendToGroup(int signal, ProcessIdentity leader) {
    return byShell(signal, List.of("-" + leader));
  }

  private static Reason end(int signal, List<ProcessIdentity> processes) {
    List<String> refused = new ArrayList<>();
    for (ProcessIdentity process : processes) {
      boolean sent =
          process
              .handle()
              .map(it -> signal == KILL ? it.destroyForcibly() : it.destroy())
              .orElse(true);
      if (!sent && process.alive()) {
        refused.add(
            "cannot send "
                + SignalName.of(signal)
                + " to process "
                + process.pid()
                + ": not permitted");
      }
    }
    return refused.isEmpty() ? Reason.NONE : Reason.failed(String.join("; ", refused));
  }

  private CompletionStage<Reason> byShell(int signal, List<String> targets) {
    if (targets.isEmpty()) {
      return CompletableFuture.completedFuture(Reason.NONE);
    }
    List<String> command = new ArrayList<>(shell);
    command.add(script.toString());
    command.add(SignalName.of(signal));
    command.addAll(targets);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    return CompletableFuture.supplyAsync(() -> start(builder), blocking)
        .thenCompose(Process::onExit)
        .thenApplyAsync(SignalSender::verdict, blocking)
        .exceptionally(
            failure -> Reason.failed("cannot send " + SignalName.of(signal) + ": " + failure));
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return Spawn.start(builder);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** What the shell has written is at most a line a process, and stays in the pipe till here. */
  private static Reason verdict(Process process) {
    try (var out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0
          ? Reason.NONE
          : Reason.failed(String.join("; ", said.split("\n")));
    } catch (IOException e) {
      return Reason.failed("cannot read what the shell said: " + e.getMessage());
    }
  }
}
