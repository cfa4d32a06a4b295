package org.panux.linit.process;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.panux.linit.ActorKit;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Reason;

/** Runs no scripts: a test takes each run as it is launched, and says when and how it ends. */
public final class FakeLauncher implements Launcher {
  private final BlockingQueue<Run> launched = new LinkedBlockingQueue<>();
  private final Map<String, Reason> problems = new ConcurrentHashMap<>();

  /** A run that was launched. */
  public static final class Run implements Running {
    private final String service;
    private final Verb verb;
    private final RunToken token;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
    private volatile String lastLine = "";

    private Run(String service, Verb verb, RunToken token) {
      this.service = service;
      this.verb = verb;
      this.token = token;
    }

    public RunToken token() {
      return token;
    }

    /** The run ends with {@code code}. */
    public void end(int code) {
      exit.complete(code);
    }

    /** The run ends with {@code code}, and {@code line} as its last. */
    public void end(int code, String line) {
      lastLine = line;
      exit.complete(code);
    }

    /** The next signal that it gets. */
    public String signal() {
      return take(signals, "a signal");
    }

    public boolean hasSignal() {
      return !signals.isEmpty();
    }

    @Override
    public long logStart() {
      return 0;
    }

    @Override
    public Optional<ProcessIdentity> identity() {
      return Optional.empty();
    }

    @Override
    public CompletionStage<Integer> exit() {
      return exit;
    }

    @Override
    public String lastLine() {
      return lastLine;
    }

    @Override
    public void noteEnd() {}

    @Override
    public void signal(int number) {
      signals.add(Integer.toString(number));
    }

    @Override
    public void terminate() {
      signals.add("TERM");
    }

    @Override
    public void kill() {
      signals.add("KILL");
    }

    @Override
    public String toString() {
      return verb.word() + " " + service;
    }
  }

  /** From now on {@code service} cannot be launched, because of {@code problem}. */
  public void refuse(String service, Reason problem) {
    problems.put(service, problem);
  }

  @Override
  public CompletionStage<Running> launch(String service, Verb verb, RunToken token)
      throws CannotLaunch {
    if (problems.containsKey(service)) {
      throw new CannotLaunch(problems.get(service));
    }
    Run run = new Run(service, verb, token);
    launched.add(run);
    return CompletableFuture.completedFuture(run);
  }

  /** The next run; it must be {@code what}, such as {@code start web}. */
  public Run next(String what) {
    Run run = take(launched, what);
    if (!run.toString().equals(what)) {
      throw new AssertionError(what + " was expected, and " + run + " was launched");
    }
    return run;
  }

  public boolean isIdle() {
    return launched.isEmpty();
  }

  private static <T> T take(BlockingQueue<T> queue, String what) {
    try {
      T next = queue.poll(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError(what + " did not come");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }
}
