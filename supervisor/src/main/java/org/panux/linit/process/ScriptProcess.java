package org.panux.linit.process;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Decision;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.setting.Durations;
import org.panux.linit.setting.StopSchedule;

/**
 * One process of a service, from its launch to its end, which it reports exactly once; then it
 * stops. It is a script run at first, and may become the main process of the service.
 *
 * <p>A run that is told to end gets SIGTERM, and after a grace SIGKILL; a main process, what its
 * schedule says. A script that takes longer than its limit is ended the first way.
 */
public final class ScriptProcess extends Actor<ScriptProcess.Message> {
  public sealed interface Message {}

  /** Launch it, or take it over. Comes once, and nothing is done before. */
  public record Begin() implements Message {}

  /** End it, politely at first. */
  public record Terminate() implements Message {}

  /** End it now. */
  public record Kill() implements Message {}

  /** It may take so long, from its beginning; zero for no limit. */
  public record Limit(Duration limit) implements Message {}

  /** It is the main process of the service now: it has no limit. */
  public record Supervise() implements Message {}

  /** End it, by these steps. */
  public record End(StopSchedule schedule) implements Message {}

  /** Send it a signal, and nothing more. */
  public record Signal(int number) implements Message {}

  private record Launched(Launcher.Running running) implements Message {}

  private record Found(ProcessIdentity process, Adopter adopter) implements Message {}

  /** Say which process it is: {@link Identified}, with the same {@code id}. */
  public record Identify(long id) implements Message {}

  private record Named(Optional<ProcessIdentity> process) implements Message {}

  private record NotLaunched(Reason reason) implements Message {}

  private record Exited(Exit exit) implements Message {}

  private record Rang(Alarm which, int number) implements Message {}

  /** What its owner hears. */
  public sealed interface Event {}

  /** The run {@code run} was launched at that moment; comes when it is known that it was. */
  public record Begun(int run, Moment at) implements Event {}

  /**
   * The run {@code run} has ended.
   *
   * @param logStart how long the log was before it began; empty where it never did
   */
  public record Ended(int run, Exit exit, OptionalLong logStart) implements Event {}

  /** The run {@code run} is that process; empty where that cannot be found out. */
  public record Identified(int run, long id, Optional<ProcessIdentity> process) implements Event {}

  /**
   * The run {@code run} has ended well, and may have left a daemon of which it says nothing. Comes
   * after {@link Ended}.
   */
  public record Left(int run) implements Event {}

  /**
   * The run {@code run} has ended well, and seems to have called linit-sup. After {@link Ended}.
   */
  public record LeftToSup(int run) implements Event {}

  /** The main process, of the run {@code run}, is that one. */
  public record Main(int run, ProcessIdentity process) implements Event {}

  /**
   * How to run scripts.
   *
   * @param blocking runs what blocks: launches and file reads
   * @param startTimeout how long a start may take, zero for no limit
   * @param stopTimeout how long a stop script may take, zero for no limit
   * @param killGrace from SIGTERM to SIGKILL
   * @param output completes when all that a service has printed is in its log
   */
  public record Setup(
      Launcher launcher,
      Executor blocking,
      Function<String, CompletionStage<Void>> output,
      Duration startTimeout,
      Duration stopTimeout,
      Duration killGrace) {}

  /** What a time may be set for; of each kind, the last that was set counts. */
  private enum Alarm {
    LIMIT,
    GRACE,
    STEP
  }

  private final Setup setup;
  private final String service;
  private final String what;
  private final int run;
  private final ActorRef<Event> owner;
  private final Supplier<CompletionStage<Message>> launch;

  /** What is to ring; most runs end before, and Akka's own timers would cost each message. */
  private final Map<Alarm, Pending> alarms = new EnumMap<>(Alarm.class);

  private record Pending(int number, Cancellable timer) {}

  /** The number of the alarm that was set last. */
  private int alarm;

  private Optional<Launcher.Running> running = Optional.empty();

  /** Set when it is to end, with what that says of its end. */
  private Optional<Reason> ending = Optional.empty();

  private boolean killed;

  private Duration limit;
  private long launchedNanos;

  /** Read when it has ended, on another thread. */
  private volatile boolean supervised;

  /** Which process it is, once that was asked for. */
  private Optional<ProcessIdentity> process = Optional.empty();

  /** Who waits for that. */
  private final List<Long> asked = new ArrayList<>();

  /** A signal that came before there was a process to send it to. */
  private int missed;

  /** What is left to be tried of a schedule. */
  private Iterator<StopSchedule.Step> steps = Collections.emptyIterator();

  /** Runs a script. */
  public static Behavior<Message> create(
      Setup setup, String service, Decision.Launch what, RunToken token, ActorRef<Event> owner) {
    Launcher launcher = setup.launcher();
    Duration usual = what.verb() == Verb.STOP ? setup.stopTimeout() : setup.startTimeout();
    return create(
        setup,
        service,
        what.verb().word(),
        what.run(),
        what.limit().orElse(usual),
        false,
        owner,
        what.failure().isPresent()
            ? () ->
                CompletableFuture.completedFuture(
                    new Exited(Exit.injected(what.failure().getAsInt())))
            : () -> launch(launcher, service, what.verb(), token));
  }

  /**
   * Takes over a main process that is there already.
   *
   * @param pid of the process
   * @param known which process that is, where it is known; otherwise the one that has the pid now
   */
  public static Behavior<Message> adopt(
      Setup setup,
      String service,
      Adopter adopter,
      int run,
      long pid,
      Optional<ProcessIdentity> known,
      ActorRef<Event> owner) {
    return create(
        setup,
        service,
        "",
        run,
        Duration.ZERO,
        true,
        owner,
        () ->
            known
                .or(() -> ProcessIdentity.of(pid))
                .<Message>map(process -> new Found(process, adopter))
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(new Exited(Exit.unknown()))));
  }

  private static Behavior<Message> create(
      Setup setup,
      String service,
      String what,
      int run,
      Duration limit,
      boolean supervised,
      ActorRef<Event> owner,
      Supplier<CompletionStage<Message>> launch) {
    return Actor.create(
        context ->
            new ScriptProcess(
                context, setup, service, what, run, limit, supervised, owner, launch));
  }

  private ScriptProcess(
      ActorContext<Message> context,
      Setup setup,
      String service,
      String what,
      int run,
      Duration limit,
      boolean supervised,
      ActorRef<Event> owner,
      Supplier<CompletionStage<Message>> launch) {
    super(context);
    this.setup = setup;
    this.service = service;
    this.what = what;
    this.run = run;
    this.limit = limit;
    this.supervised = supervised;
    this.owner = owner;
    this.launch = launch;
  }

  private static CompletionStage<Message> launch(
      Launcher launcher, String service, Verb verb, RunToken token) {
    try {
      return launcher.launch(service, verb, token).thenApply(Launched::new);
    } catch (Launcher.CannotLaunch e) {
      return CompletableFuture.completedFuture(new NotLaunched(e.reason()));
    }
  }

  private static Reason unexpected(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Launcher.CannotLaunch expected) {
      return expected.reason();
    }
    return new Reason(ExitCode.FAILED, "cannot launch: " + cause);
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Begin) {
      return onBegin();
    } else if (message instanceof Launched launched) {
      return onLaunched(launched);
    } else if (message instanceof Found found) {
      return onFound(found);
    } else if (message instanceof Identify identify) {
      return onIdentify(identify);
    } else if (message instanceof Named named) {
      return onNamed(named);
    } else if (message instanceof NotLaunched notLaunched) {
      return end(Exit.problem(notLaunched.reason()));
    } else if (message instanceof Exited exited) {
      return end(exited.exit());
    } else if (message instanceof Terminate) {
      return terminate(Optional.empty());
    } else if (message instanceof Kill) {
      return kill();
    } else if (message instanceof Rang rang) {
      return onRang(rang);
    } else if (message instanceof Limit limit) {
      return onLimit(limit);
    } else if (message instanceof Supervise) {
      return onSupervise();
    } else if (message instanceof End end) {
      return onEnd(end);
    } else if (message instanceof Signal signal) {
      return onSignal(signal);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onBegin() {
    pipeToSelf(
        CompletableFuture.supplyAsync(launch, setup.blocking()).thenCompose(it -> it),
        (message, failure) -> failure == null ? message : new NotLaunched(unexpected(failure)));
    return this;
  }

  private Behavior<Message> onLaunched(Launched message) {
    owner.tell(new Begun(run, message.running().begun()));
    return runs(message.running());
  }

  private Behavior<Message> runs(Launcher.Running child) {
    running = Optional.of(child);
    pipeToSelf(
        exitOf(child),
        (exit, failure) -> new Exited(failure == null ? exit : Exit.problem(unexpected(failure))));
    launchedNanos = System.nanoTime();
    watchLimit();
    tellMain();
    if (!asked.isEmpty()) {
      identify();
    }
    if (missed != 0) {
      signal(missed);
    }
    if (killed) {
      child.kill();
    } else if (ending.isPresent()) {
      child.terminate();
    }
    return this;
  }

  private Behavior<Message> onFound(Found message) {
    message
        .adopter()
        .watch(
            message.process(),
            adapter(ProcessWatcher.Gone.class, gone -> new Exited(Exit.unknown())));
    return runs(new Adopted(message.process(), message.adopter().signals()));
  }

  private CompletionStage<Exit> exitOf(Launcher.Running child) {
    // Whoever completes it goes on with this, which does not block: the JDK would make a thread for
    // each where there are few processors.
    return child
        .exit()
        .thenCompose(
            code -> {
              setup.blocking().execute(child::noteEnd);
              if (code == 0 && !supervised) {
                return CompletableFuture.completedFuture(Exit.of(0, ""));
              }
              // Whoever hears of the end of a service finds all of its output.
              return setup
                  .output()
                  .apply(service)
                  .thenApplyAsync(
                      written ->
                          code == 0
                              ? Exit.of(0, "")
                              : Exit.of(code, child.lastLine()).meaning(child.meaning(code)),
                      setup.blocking());
            });
  }

  private void watchLimit() {
    cancel(Alarm.LIMIT);
    if (!limit.isZero()) {
      Duration left = limit.minusNanos(System.nanoTime() - launchedNanos);
      set(Alarm.LIMIT, left.isNegative() ? Duration.ZERO : left);
    }
  }

  private void set(Alarm which, Duration pause) {
    cancel(which);
    Rang message = new Rang(which, ++alarm);
    alarms.put(
        which,
        new Pending(alarm, getContext().scheduleOnce(pause, getContext().getSelf(), message)));
  }

  private void cancel(Alarm which) {
    Pending pending = alarms.remove(which);
    if (pending != null) {
      pending.timer().cancel();
    }
  }

  private Behavior<Message> onRang(Rang message) {
    Pending pending = alarms.get(message.which());
    if (pending == null || pending.number() != message.number()) {
      // It was cancelled when it was on its way.
      return this;
    }
    alarms.remove(message.which());
    return switch (message.which()) {
      case LIMIT -> timedOut();
      case GRACE -> kill();
      case STEP -> nextStep();
    };
  }

  @Override
  protected void onStopped() {
    alarms.values().forEach(pending -> pending.timer().cancel());
  }

  private Behavior<Message> onLimit(Limit message) {
    limit = message.limit();
    if (running.isPresent()) {
      watchLimit();
    }
    return this;
  }

  private Behavior<Message> onSupervise() {
    limit = Duration.ZERO;
    cancel(Alarm.LIMIT);
    supervised = true;
    tellMain();
    return this;
  }

  private void tellMain() {
    if (supervised && process.isPresent()) {
      owner.tell(new Main(run, process.get()));
    } else if (supervised) {
      identify();
    }
  }

  private void identify() {
    running.ifPresent(
        child ->
            pipeToSelf(
                CompletableFuture.supplyAsync(child::identity, setup.blocking()),
                (found, failure) -> new Named(failure == null ? found : Optional.empty())));
  }

  private Behavior<Message> onIdentify(Identify message) {
    asked.add(message.id());
    identify();
    return this;
  }

  private Behavior<Message> onNamed(Named message) {
    process = message.process();
    asked.forEach(id -> owner.tell(new Identified(run, id, process)));
    asked.clear();
    if (process.isPresent()) {
      tellMain();
    }
    return this;
  }

  private Behavior<Message> onEnd(End message) {
    if (!steps.hasNext()) {
      steps = message.schedule().steps().iterator();
      nextStep();
    }
    return this;
  }

  /** One signal of the schedule; the last is sent again until there is nobody left to get it. */
  private Behavior<Message> nextStep() {
    if (steps.hasNext()) {
      StopSchedule.Step step = steps.next();
      signal(step.signal());
      set(Alarm.STEP, step.patience());
      return this;
    }
    return kill();
  }

  private Behavior<Message> onSignal(Signal message) {
    signal(message.number());
    return this;
  }

  private void signal(int number) {
    missed = running.isPresent() ? 0 : number;
    running.ifPresent(child -> setup.blocking().execute(() -> child.signal(number)));
  }

  private Behavior<Message> timedOut() {
    return terminate(
        Optional.of(Reason.failed(what + " took longer than " + Durations.show(limit))));
  }

  private Behavior<Message> terminate(Optional<Reason> because) {
    if (ending.isEmpty()) {
      ending = Optional.of(because.orElse(Reason.NONE));
      running.ifPresent(Launcher.Running::terminate);
      set(Alarm.GRACE, setup.killGrace());
    }
    return this;
  }

  private Behavior<Message> kill() {
    killed = true;
    running.ifPresent(Launcher.Running::kill);
    return this;
  }

  private Behavior<Message> end(Exit exit) {
    Exit told = ending.filter(reason -> !reason.ok()).map(Exit::problem).orElse(exit);
    owner.tell(
        new Ended(
            run,
            told,
            running.map(child -> OptionalLong.of(child.logStart())).orElse(OptionalLong.empty())));
    if (told.ok() && running.filter(Launcher.Running::mayLeaveDaemon).isPresent()) {
      owner.tell(new Left(run));
    } else if (told.ok() && running.filter(Launcher.Running::callsSup).isPresent()) {
      owner.tell(new LeftToSup(run));
    }
    return Behaviors.stopped();
  }
}
