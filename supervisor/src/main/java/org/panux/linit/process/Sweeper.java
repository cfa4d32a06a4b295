package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;
import org.panux.linit.model.Reason;
import org.panux.linit.setting.StopSchedule;

/**
 * Ends what a service has left, or only says what that is: every process that belongs to it,
 * wherever its parent is.
 *
 * <p>A look at all processes answers every request that came before it, so three hundred services
 * that stop at once cost a few looks, not three hundred.
 */
public final class Sweeper extends LastingActor<Sweeper.Message> {
  public sealed interface Message {}

  /**
   * End every process whose owner begins with {@code prefix}, then tell {@code replyTo}.
   *
   * @param schedule by which signals; empty for SIGTERM and after linitd's grace SIGKILL
   */
  public record Sweep(String prefix, Optional<StopSchedule> schedule, ActorRef<Swept> replyTo)
      implements Message {
    /**
     * @param now with SIGKILL at once
     */
    public Sweep(String prefix, boolean now, ActorRef<Swept> replyTo) {
      this(prefix, now ? Optional.of(NOW) : Optional.empty(), replyTo);
    }
  }

  /**
   * Tells {@code replyTo} which processes those are.
   *
   * @param prefix what their owners begin with
   */
  public record Find(String prefix, ActorRef<Found> replyTo) implements Message {}

  /**
   * Sends them a signal, and tells {@code replyTo}.
   *
   * @param prefix what their owners begin with
   * @param id is told back
   */
  public record Signal(String prefix, int number, long id, ActorRef<Signalled> replyTo)
      implements Message {}

  /** What is to be done with those that are found. */
  private record Question(
      String prefix, Consumer<Set<ProcessIdentity>> answer, Consumer<Throwable> failed) {}

  /**
   * A sweep under way.
   *
   * @param known who has been found so far, and has been sent a signal; one that carries no mark
   *     itself cannot be found again once its parent is gone
   * @param step where it is in its schedule; -1 before the first signal
   * @param deadline when that step is over
   * @param pause how long to wait before the next look
   */
  private record Chase(
      Sweep request, Set<ProcessIdentity> known, int step, long deadline, Duration pause)
      implements Message {}

  /**
   * @param look nothing where there is a failure
   */
  private record Looked(ProcessTable.Look look, Optional<Throwable> failure) implements Message {}

  /**
   * The sweep is over.
   *
   * @param left what even the end of the schedule has not ended: the kernel holds it, or it may not
   *     be signalled
   * @param failure on what linitd itself has failed, so that nobody knows what is left
   */
  public record Swept(Set<ProcessIdentity> left, Optional<Reason> failure) {
    public Swept(Set<ProcessIdentity> left) {
      this(left, Optional.empty());
    }

    /** Nothing is left. */
    public Swept() {
      this(Set.of());
    }

    /** What people have to know of it; mostly nothing. */
    public Optional<String> problem() {
      String pids =
          left.stream()
              .map(ProcessIdentity::pid)
              .sorted()
              .map(Object::toString)
              .collect(Collectors.joining(","));
      return pids.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "not even SIGKILL has ended what is left; see 'ps -o pid,stat,wchan,args -p "
                  + pids
                  + "'");
    }
  }

  /**
   * @param prefix what was asked for
   */
  public record Found(String prefix, Set<ProcessIdentity> processes) {}

  /**
   * @param problem what could not be done, or {@link Reason#NONE}
   */
  public record Signalled(long id, Reason problem) {}

  private static final int KILL = 9;
  private static final int TERM = 15;

  /** How long the kernel may take to end what it was told to. */
  private static final StopSchedule NOW =
      new StopSchedule(List.of(new StopSchedule.Step(KILL, Duration.ofSeconds(5))));

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private final ProcessTable processes;
  private final SignalSender signals;
  private final Executor blocking;
  private final StopSchedule usual;
  private List<Chase> waiting = new ArrayList<>();
  private List<Question> asking = new ArrayList<>();

  /** The requests that the look under way will answer. */
  private List<Chase> looking = List.of();

  private List<Question> finding = List.of();

  public static Behavior<Message> create(
      ProcessTable processes, SignalSender signals, Executor blocking, Duration killGrace) {
    return Actor.create(context -> new Sweeper(context, processes, signals, blocking, killGrace));
  }

  private Sweeper(
      ActorContext<Message> context,
      ProcessTable processes,
      SignalSender signals,
      Executor blocking,
      Duration killGrace) {
    super(context);
    this.processes = processes;
    this.signals = signals;
    this.blocking = blocking;
    this.usual = StopSchedule.of(TERM, killGrace);
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Sweep sweep) {
      return onSweep(sweep);
    } else if (message instanceof Find find) {
      return onFind(find);
    } else if (message instanceof Signal signal) {
      return onSignal(signal);
    } else if (message instanceof Chase chase) {
      return onChase(chase);
    } else if (message instanceof Looked looked) {
      return onLooked(looked);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onSweep(Sweep request) {
    return onChase(new Chase(request, Set.of(), -1, 0, SHORTEST_PAUSE));
  }

  private Behavior<Message> onFind(Find request) {
    return lookFor(
        new Question(
            request.prefix(),
            it -> request.replyTo().tell(new Found(request.prefix(), it)),
            failure -> request.replyTo().tell(new Found(request.prefix(), Set.of()))));
  }

  private Behavior<Message> onSignal(Signal request) {
    return lookFor(
        new Question(
            request.prefix(),
            found ->
                (found.isEmpty()
                        ? CompletableFuture.completedFuture(Reason.failed("it has no process"))
                        : signals.send(request.number(), found))
                    .thenAccept(it -> request.replyTo().tell(new Signalled(request.id(), it))),
            failure -> request.replyTo().tell(new Signalled(request.id(), failed(failure)))));
  }

  private Behavior<Message> lookFor(Question question) {
    asking.add(question);
    lookIfIdle();
    return this;
  }

  private Behavior<Message> onChase(Chase chase) {
    // It may be here for the second time, after a failure.
    waiting.remove(chase);
    waiting.add(chase);
    lookIfIdle();
    return this;
  }

  private void lookIfIdle() {
    boolean busy = !looking.isEmpty() || !finding.isEmpty();
    if (busy || waiting.isEmpty() && asking.isEmpty()) {
      return;
    }
    looking = waiting;
    finding = asking;
    waiting = new ArrayList<>();
    asking = new ArrayList<>();
    ProcessTable table = processes;
    pipeToSelf(
        table::look, blocking, (look, failure) -> new Looked(look, Optional.ofNullable(failure)));
  }

  private Behavior<Message> onLooked(Looked message) {
    List<Chase> chases = looking;
    List<Question> finds = finding;
    looking = List.of();
    finding = List.of();
    if (message.failure().isPresent()) {
      Throwable failure = message.failure().get();
      chases.forEach(chase -> fail(chase.request(), chase.known(), failure));
      finds.forEach(find -> find.failed().accept(failure));
      lookIfIdle();
      return this;
    }
    for (Chase chase : chases) {
      Set<ProcessIdentity> left = new HashSet<>(chase.known());
      left.retainAll(message.look().alive());
      alone(
          () -> {
            left.addAll(message.look().of(chase.request().prefix()));
            if (left.isEmpty()) {
              finish(chase.request());
            } else {
              end(chase, left);
            }
          },
          failure -> fail(chase.request(), left, failure));
    }
    for (Question find : finds) {
      alone(() -> find.answer().accept(message.look().of(find.prefix())), find.failed());
    }
    lookIfIdle();
    return this;
  }

  /**
   * What is done for one service: a failure is its own, and those that the look is for as well go
   * on.
   */
  private void alone(Runnable what, Consumer<Throwable> failed) {
    try {
      what.run();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
      onFailure(Optional.empty(), e);
    }
  }

  private static void fail(Sweep request, Set<ProcessIdentity> left, Throwable failure) {
    request.replyTo().tell(new Swept(left, Optional.of(failed(failure))));
  }

  private static Reason failed(Throwable failure) {
    return Reason.failed("linitd itself failed to end its processes: " + failure);
  }

  private void finish(Sweep request) {
    blocking.execute(
        () -> {
          try {
            processes.forget(request.prefix());
          } finally {
            request.replyTo().tell(new Swept());
          }
        });
  }

  /**
   * Signals, and looks again after a pause. The JDK's {@code onExit} is no help: these are mostly
   * no children of linitd, so it asks too, with pauses of up to seconds, and it takes a process
   * that has ended for alive until its parent reaps it.
   */
  private void end(Chase chase, Set<ProcessIdentity> left) {
    StopSchedule schedule = chase.request().schedule().orElse(usual);
    long now = System.nanoTime();
    boolean next = chase.step() < 0 || now - chase.deadline() >= 0;
    int step = next ? chase.step() + 1 : chase.step();
    if (step == schedule.steps().size() && chase.known().containsAll(left)) {
      chase.request().replyTo().tell(new Swept(left));
      return;
    }
    // Who has been found only now, since the look took long, has the time of the last signal too.
    step = Math.min(step, schedule.steps().size() - 1);
    StopSchedule.Step current = schedule.steps().get(step);
    Set<ProcessIdentity> due = new HashSet<>(left);
    if (!next && current.signal() != KILL) {
      // Once a step is enough for each; those that have come since get it now.
      due.removeAll(chase.known());
    }
    if (current.signal() == KILL) {
      blocking.execute(() -> processes.kill(chase.request().prefix()));
    }
    if (!due.isEmpty()) {
      signals.send(current.signal(), due);
    }
    long deadline = next ? now + current.patience().toNanos() : chase.deadline();
    Duration twice = chase.pause().multipliedBy(2);
    Duration pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    getContext()
        .scheduleOnce(
            chase.pause(),
            getContext().getSelf(),
            new Chase(chase.request(), left, step, deadline, pause));
  }
}
