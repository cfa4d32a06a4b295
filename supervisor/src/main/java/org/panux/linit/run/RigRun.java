package org.panux.linit.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.panux.linit.Rig;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;
import org.panux.linit.ctl.Linitctl;
import org.panux.linit.process.ForegroundCommand;
import org.panux.linit.process.SignalSender;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.setting.Durations;

/**
 * Waits until a rig is ready, runs a command beside it, and ends linitd after it; without a
 * command, once the rig itself is over. Speaks with linitd as any client does, out of linitd's own
 * process.
 */
public final class RigRun implements Runnable {
  /** The rig has failed before it was ready. */
  static final int NOT_READY = 10;

  /** A service that the rig needs has gone while the command ran. */
  static final int LOST = 11;

  private static final int KILLED_BY = 128;
  private static final int TERM = 15;
  private static final String BOOT = "boot";

  /**
   * Whether linitd is called from a terminal, which tells its whole foreground of a ^C by itself.
   */
  private static final boolean TERMINAL = Boolean.getBoolean("linit.terminal");

  /** Whose the processes of the command are; no service can have this name. */
  public static final String OWNER = "@run";

  /**
   * @param socket where linitd listens
   * @param environment what the command gets beside linitd's own
   * @param shell the command that runs scripts
   * @param grace from SIGTERM to SIGKILL
   * @param end ends linitd, in order at first and at once when called again
   */
  public record Setup(
      Rig rig,
      Path socket,
      Map<String, String> environment,
      List<String> shell,
      SignalSender signals,
      Duration grace,
      Consumer<String> say,
      Consumer<String> end) {}

  /** How long after the command's end linitd may yet be told of a ^C that it was for. */
  private static final Duration LATE = Duration.ofMillis(200);

  private final RunOptions options;
  private final Setup setup;
  private final Optional<RunReport> report;
  private final long begun = System.nanoTime();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();

  private enum Phase {
    BOOT,
    COMMAND,
    /** There is no command; the rig is what runs. */
    REST,
    STOP
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BOOT);

  /** Once it is started. */
  private volatile ForegroundCommand command;

  /** When the command ended, as nanoseconds of this JVM; before that, long ago. */
  private volatile long over = System.nanoTime() - LATE.toNanos();

  /** The first signal that linitd was sent, 0 while there was none. */
  private final AtomicInteger signal = new AtomicInteger();

  /** Whether a signal has said so already that linitd stops anyway. */
  private final AtomicBoolean warned = new AtomicBoolean();

  private RigRun(RunOptions options, Setup setup, Optional<RunReport> report) {
    this.options = options;
    this.setup = setup;
    this.report = report;
  }

  /**
   * Begins, on a thread of its own; linitd listens already.
   *
   * @throws IOException where the report cannot be written
   */
  public static RigRun begin(RunOptions options, Setup setup) throws IOException {
    Optional<RunReport> report = Optional.empty();
    if (options.report().isPresent()) {
      report = Optional.of(RunReport.in(options.report().get(), setup.socket(), setup.rig()));
    }
    RigRun run = new RigRun(options, setup, report);
    Thread thread = new Thread(run, "run");
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  /** linitd has stopped everything: finishes the report, and gives the exit code. */
  public int close() {
    int result = code.join();
    report.ifPresent(it -> it.close(setup.say()));
    return result;
  }

  /** linitd was sent a signal: the command's while that runs, otherwise linitd's own. */
  public void signalled(String name, int number) {
    if (TERMINAL
        && name.equals("INT")
        && (phase.get() == Phase.COMMAND || System.nanoTime() - over < LATE.toNanos())) {
      // The command has had it from the terminal: what it makes of each ^C is its own affair.
      return;
    }
    boolean again = !signal.compareAndSet(0, number);
    if (phase.compareAndSet(Phase.BOOT, Phase.STOP)
        || phase.compareAndSet(Phase.REST, Phase.STOP)) {
      warned.set(true);
      setup.end().accept("SIG" + name);
    } else if (phase.get() == Phase.STOP) {
      if (warned.getAndSet(true)) {
        setup.end().accept("SIG" + name);
      } else {
        setup.say().accept("SIG" + name + ": stopping already; a second one kills what is left");
      }
    } else if (command != null && again) {
      command.kill();
    } else if (command != null) {
      command.signal(number);
    }
  }

  @Override
  public void run() {
    int result = NOT_READY;
    try {
      result = boot();
    } catch (IOException e) {
      result = ended();
      if (phase.get() != Phase.STOP) {
        // A client has asked linitd to end, or it cannot run the command after all.
        setup.say().accept("the command was not run: " + e.getMessage());
      }
    } catch (RuntimeException e) {
      setup.say().accept("cannot go on: " + e);
    } finally {
      report.ifPresent(it -> it.write(setup.say()));
      code.complete(result);
      if (phase.getAndSet(Phase.STOP) != Phase.STOP) {
        setup.end().accept("the run is over");
      }
    }
  }

  /** The exit code where linitd ends before the command has begun. */
  private int ended() {
    if (options.command().isEmpty()) {
      return ExitCode.DONE;
    }
    return signal.get() == 0 ? NOT_READY : KILLED_BY + signal.get();
  }

  private int boot() throws IOException {
    try (LinitClient client = LinitClient.connect(setup.socket())) {
      report.ifPresent(RunReport::follow);
      Losses losses = Losses.follow(setup.socket());
      List<String> names =
          new ArrayList<>(options.ready().isEmpty() ? List.of(BOOT) : options.ready());
      options.exitWith().filter(it -> !names.contains(it)).ifPresent(names::add);
      client.send(Op.START, names);
      Optional<Reply> reply =
          options.timeout().isPresent()
              ? client.read(options.timeout().get())
              : Optional.of(client.read());
      if (reply.isEmpty()) {
        setup.say().accept("the rig is not ready after " + Durations.show(options.timeout().get()));
        explain(names);
        return ExitCode.TIMED_OUT;
      }
      GraphView graph = client.ask(Operation.graph());
      Optional<ServiceView> main = options.exitWith().flatMap(graph::service);
      if (main.isPresent() && isOver(main.get())) {
        return exitWith(main.get());
      }
      if (!reply.get().ok()) {
        boolean unknown = reply.get().code() == ExitCode.NO_SUCH_SERVICE;
        return notReady(reply.get().error(), unknown ? List.of() : names);
      }
      List<String> failed = options.ready().isEmpty() ? lacks(graph) : List.of();
      if (!failed.isEmpty()) {
        return notReady("not running: " + String.join(", ", failed), failed);
      }
      if (options.command().isEmpty()) {
        return rest(losses, needed(graph, names));
      }
      Map<String, String> environment = new HashMap<>(client.ask(Operation.published()));
      environment.putAll(setup.environment());
      return command(environment, losses.ofAny(needed(graph, names)));
    }
  }

  private int notReady(String why, List<String> names) {
    if (phase.get() == Phase.STOP) {
      return ended();
    }
    setup.say().accept("the rig is not ready: " + why);
    explain(names);
    return NOT_READY;
  }

  /** What {@code names} cannot do without, and they themselves; boot, without what is enabled. */
  private static Set<String> needed(GraphView graph, List<String> names) {
    Map<String, List<GraphView.Edge>> edges =
        graph.edges().stream().collect(Collectors.groupingBy(GraphView.Edge::from));
    Set<String> needed = new LinkedHashSet<>(names);
    Deque<String> todo = new ArrayDeque<>(names);
    while (!todo.isEmpty()) {
      String from = todo.pop();
      for (GraphView.Edge edge : edges.getOrDefault(from, List.of())) {
        if ((from.equals(BOOT) || edge.kind().equals(DependencyKind.DEP.word()))
            && needed.add(edge.to())) {
          todo.push(edge.to());
        }
      }
    }
    return needed;
  }

  /** What is enabled and does not run: boot goes on without it, a run does not. */
  private static List<String> lacks(GraphView graph) {
    Set<String> enabled = graph.needs(BOOT);
    return graph.services().stream()
        .filter(view -> enabled.contains(view.name()) && view.state() != ServiceState.RUNNING)
        .map(ServiceView::name)
        .sorted()
        .toList();
  }

  /** Lasts until the rig is over, by itself or because somebody ends linitd. */
  private int rest(Losses losses, Set<String> needed) {
    if (!phase.compareAndSet(Phase.BOOT, Phase.REST)) {
      return ended();
    }
    sayReady();
    if (needed.equals(Set.of(BOOT))) {
      setup.say().accept("nothing is enabled, so nothing runs; see 'linitctl enable'");
    }
    CompletableFuture<ServiceView> lost = losses.ofAny(needed);
    CompletableFuture.anyOf(lost, losses.over()).join();
    if (phase.get() == Phase.STOP || !lost.isDone()) {
      return ExitCode.DONE;
    }
    ServiceView view = lost.join();
    if (Optional.of(view.name()).equals(options.exitWith())) {
      return exitWith(view);
    }
    setup.say().accept(loss(view));
    explain(List.of(view.name()));
    return LOST;
  }

  /** Whether there is nothing more to come of it: it has ended, or has done what it was for. */
  private static boolean isOver(ServiceView view) {
    return switch (view.state()) {
      case FAILED, STOPPED -> view.main().exit() != ServiceView.Main.NO_EXIT;
      case RUNNING -> view.main().pid() == 0;
      default -> false;
    };
  }

  private int exitWith(ServiceView view) {
    boolean failed = view.state() == ServiceState.FAILED;
    int status = view.main().exit();
    int result =
        status != ServiceView.Main.NO_EXIT ? status : failed ? ExitCode.FAILED : ExitCode.DONE;
    setup.say().accept("'" + view.name() + "' is over, with " + result);
    if (failed) {
      explain(List.of(view.name()));
    }
    return result;
  }

  private static String loss(ServiceView view) {
    return "'" + view.name() + "', which the rig needs, is " + view.state().word();
  }

  private void sayReady() {
    long took = (System.nanoTime() - begun) / 1_000_000;
    setup.say().accept("the rig is ready after " + took + " ms");
  }

  private int command(Map<String, String> environment, CompletableFuture<ServiceView> lost)
      throws IOException {
    if (!phase.compareAndSet(Phase.BOOT, Phase.COMMAND)) {
      return ended();
    }
    sayReady();
    ForegroundCommand running =
        ForegroundCommand.start(options.command(), environment, setup.shell(), setup.signals());
    command = running;
    if (signal.get() != 0) {
      // It came while the command was being started.
      running.signal(signal.get());
    }
    CompletableFuture<Integer> exit =
        running
            .exit()
            .thenApply(
                status -> {
                  over = System.nanoTime();
                  return status;
                })
            .toCompletableFuture();
    CompletableFuture.anyOf(exit, lost).join();
    if (exit.isDone()) {
      return exit.join();
    }
    ServiceView view = lost.join();
    setup.say().accept(loss(view) + ": the command is ended");
    explain(List.of(view.name()));
    running.signal(TERM);
    exit.copy()
        .orTimeout(setup.grace().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((ended, late) -> running.kill());
    exit.join();
    return LOST;
  }

  /** Says why these are as they are, on stderr. */
  private void explain(List<String> names) {
    if (!names.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("why"));
      words.addAll(names);
      Linitctl.run(setup.socket(), System.err, System.err, words);
    }
  }
}
