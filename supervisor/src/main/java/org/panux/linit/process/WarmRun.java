package org.panux.linit.process;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.log.ScriptLog;
import org.panux.linit.model.Moment;

/** A script run in a subshell of a {@link WarmShell}. */
final class WarmRun implements Launcher.Running {
  private static final int TERM = 15;
  private static final int KILL = 9;

  private final RunToken token;
  private final String order;
  private final File log;
  private final long logStart;
  private final SignalSender signals;
  private final Executor blocking;
  private final boolean callsSup;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private volatile WarmShell shell;
  private volatile Moment begun;

  /**
   * @param order what the shell is told
   * @param blocking runs what looks for its process
   * @param callsSup whether it seems to call linit-sup
   */
  WarmRun(
      RunToken token,
      String order,
      File log,
      long logStart,
      SignalSender signals,
      Executor blocking,
      boolean callsSup) {
    this.token = token;
    this.order = order;
    this.log = log;
    this.logStart = logStart;
    this.signals = signals;
    this.blocking = blocking;
    this.callsSup = callsSup;
  }

  RunToken token() {
    return token;
  }

  String order() {
    return order;
  }

  void in(WarmShell shell) {
    this.shell = shell;
    begun = new Moment(System.currentTimeMillis(), System.nanoTime());
  }

  void ended(int status) {
    exit.complete(status);
  }

  @Override
  public Moment begun() {
    return begun;
  }

  @Override
  public long logStart() {
    return logStart;
  }

  @Override
  public Optional<ProcessIdentity> identity() {
    return shell.subshell(this);
  }

  @Override
  public CompletionStage<Integer> exit() {
    return exit;
  }

  @Override
  public boolean callsSup() {
    return callsSup;
  }

  @Override
  public String lastLine() {
    return Tail.lastLine(log, logStart);
  }

  @Override
  public void noteEnd() {
    ScriptLog.afterRun(log.toPath());
  }

  @Override
  public void signal(int number) {
    identity().ifPresent(it -> signals.send(number, List.of(it)));
  }

  @Override
  public void terminate() {
    blocking.execute(
        () ->
            identity()
                .ifPresentOrElse(
                    it -> signals.send(TERM, List.of(it)),
                    () -> {
                      // It has not begun yet, or its shell does not see that it has ended.
                      if (!exit.isDone()) {
                        shell.process().destroy();
                      }
                    }));
  }

  /** A shell that is stopped would not tell of the end of its script: it ends with it. */
  @Override
  public void kill() {
    blocking.execute(
        () -> {
          identity().ifPresent(it -> signals.send(KILL, List.of(it)));
          if (!exit.isDone()) {
            shell.process().destroyForcibly();
          }
        });
  }
}
