package org.panux.linit.readiness;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.panux.linit.Rig;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Reason;
import org.panux.linit.setting.Condition;
import org.panux.linit.setting.Readiness;

/**
 * Finds out when one run of a service is ready, and says so once, or that it took too long.
 *
 * <p>It looks as often as {@link Backoff} says until each condition has held once; what the service
 * itself tells is only waited for. It stays until {@link Stop}, since a service may tell its status
 * as long as it runs.
 */
public final class Prober extends Actor<Prober.Message> {
  public sealed interface Message {}

  /** The service has written to the descriptor of {@code fd:N}. */
  public record Newline() implements Message {}

  /** The readiness is not wanted any more, and no status. */
  public record Stop() implements Message {}

  private record Made(Preparation preparation) implements Message {}

  private record NotMade(Reason reason) implements Message {}

  private record Look(Check check) implements Message {}

  private record Saw(Check check, Seen seen) implements Message {}

  private record LookIsOverdue(Check check) implements Message {}

  private record Notified(NotifyMessage message) implements Message {}

  private record StatusMayGo() implements Message {}

  private record TimeIsUp() implements Message {}

  /** The prober of the start {@code run} tells its owner that. */
  public record Told(int run, Result result) {}

  /** What the owner is told, in this order: the first of all is one of the first two. */
  public sealed interface Result {}

  /** The service may be started now. */
  public record Prepared() implements Result {}

  /** The readiness could never be found out; nothing more will come. */
  public record Impossible(Reason reason) implements Result {}

  /**
   * Each condition has held.
   *
   * @param pid the main process, where {@code pid:FILE} is one of the conditions
   */
  public record Ready(Optional<Long> pid) implements Result {}

  /**
   * @param lastSeen what was seen last of each condition that has not held
   */
  public record TimedOut(String lastSeen) implements Result {}

  /** The service says what it is doing, before or after it is ready; one line, printable. */
  public record Status(String text) implements Result {}

  /**
   * What all probers share.
   *
   * @param root what relative paths are relative to
   * @param run a folder of our own
   * @param shell runs the commands of {@code exec}
   * @param threads may be blocked
   */
  public record Setup(
      Path root, Path run, List<String> shell, Executor threads, NotifySockets sockets) {
    /** Starts no thread before one is needed. */
    public static Setup of(Rig rig, List<String> shell) {
      return new Setup(
          rig.root(),
          rig.run(),
          shell,
          ProbeThreads.create(),
          new NotifySockets(rig.run().resolve("notify")));
    }
  }

  /** A service that talks all the time is passed on only so often. */
  private static final Duration STATUS_PAUSE = Duration.ofMillis(100);

  private final Duration timeout;
  private final ActorRef<Told> owner;
  private final int run;
  private final TimerScheduler<Message> timers;
  private final Executor threads;
  private final List<Check> checks = new ArrayList<>();
  private final CompletableFuture<Preparation> preparation;

  private boolean prepared;
  private boolean settled;
  private long begun;
  private Optional<String> status = Optional.empty();

  /**
   * @param timeout from {@link Prepared} on; zero for no limit
   */
  public static Behavior<Message> create(
      Setup setup, Readiness readiness, Target target, Duration timeout, ActorRef<Told> owner) {
    return Actor.createWithTimers(
        (context, timers) -> new Prober(context, timers, setup, readiness, target, timeout, owner));
  }

  private Prober(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Setup setup,
      Readiness readiness,
      Target target,
      Duration timeout,
      ActorRef<Told> owner) {
    super(context);
    this.timeout = timeout;
    this.owner = owner;
    this.run = target.token().run();
    this.timers = timers;
    this.threads = setup.threads();
    for (Condition condition : readiness.conditions()) {
      checks.add(new Check(condition, silence(condition)));
    }
    ActorRef<Message> self = context.getSelf();
    preparation =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Preparation.of(
                    setup, readiness, target, message -> self.tell(new Notified(message)));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            threads);
    pipeToSelf(preparation, (made, failure) -> failure == null ? new Made(made) : notMade(failure));
  }

  private void tell(Result result) {
    owner.tell(new Told(run, result));
  }

  private static String silence(Condition condition) {
    return condition instanceof Condition.Fd fd
        ? "nothing was written to descriptor " + fd.number()
        : "no READY=1 was sent to its NOTIFY_SOCKET";
  }

  private static Message notMade(Throwable failure) {
    return new NotMade(Reason.failed("cannot watch for its readiness: " + text(failure)));
  }

  private static String text(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof UncheckedIOException io
        ? Problem.text(io.getCause())
        : cause.toString();
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Made made) {
      return onMade(made);
    } else if (message instanceof NotMade notMade) {
      return onNotMade(notMade);
    } else if (message instanceof Look look) {
      return onLook(look);
    } else if (message instanceof Saw saw) {
      return onSaw(saw);
    } else if (message instanceof LookIsOverdue lookIsOverdue) {
      return onOverdue(lookIsOverdue);
    } else if (message instanceof Newline) {
      return told(Condition.Fd.class);
    } else if (message instanceof Notified notified) {
      return onNotified(notified);
    } else if (message instanceof StatusMayGo) {
      return onStatusMayGo();
    } else if (message instanceof TimeIsUp) {
      return onTimeIsUp();
    } else if (message instanceof Stop) {
      return Behaviors.stopped();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onMade(Made message) {
    prepared = true;
    begun = System.nanoTime();
    List<Optional<Probe>> probes = message.preparation().probes();
    for (int i = 0; i < probes.size(); i++) {
      probes.get(i).ifPresent(checks.get(i)::probeWith);
    }
    tell(new Prepared());
    if (!timeout.isZero()) {
      timers.startSingleTimer(TimeIsUp.class, new TimeIsUp(), timeout);
    }
    checks.forEach(check -> onLook(new Look(check)));
    return settleIfReady();
  }

  private Behavior<Message> onNotMade(NotMade message) {
    settled = true;
    tell(new Impossible(message.reason()));
    return this;
  }

  private Behavior<Message> onLook(Look message) {
    Check check = message.check();
    check
        .probe()
        .ifPresent(
            probe -> {
              CompletableFuture<Seen> look = probe.look().toCompletableFuture();
              check.begun(look);
              timers.startSingleTimer(
                  check, new LookIsOverdue(check), Duration.ofSeconds(probe.limit()));
              pipeToSelf(
                  look,
                  (seen, failure) ->
                      new Saw(check, failure == null ? seen : Seen.not(text(failure))));
            });
    return this;
  }

  private Behavior<Message> onOverdue(LookIsOverdue message) {
    message.check().overdue();
    return this;
  }

  private Behavior<Message> onSaw(Saw message) {
    if (settled) {
      return this;
    }
    Check check = message.check();
    check.saw(message.seen());
    if (check.held()) {
      timers.cancel(check);
      check.end();
    } else {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
      timers.startSingleTimer(check, new Look(check), Backoff.pause(elapsed));
    }
    return settleIfReady();
  }

  private Behavior<Message> onNotified(Notified message) {
    if (message.message().status().isPresent()) {
      status = message.message().status();
      if (!timers.isTimerActive(StatusMayGo.class)) {
        onStatusMayGo();
      }
    }
    return message.message().ready() ? told(Condition.Notify.class) : this;
  }

  private Behavior<Message> onStatusMayGo() {
    if (status.isPresent()) {
      tell(new Status(status.get()));
      status = Optional.empty();
      timers.startSingleTimer(StatusMayGo.class, new StatusMayGo(), STATUS_PAUSE);
    }
    return this;
  }

  /** The service itself says that it is ready. */
  private Behavior<Message> told(Class<? extends Condition> kind) {
    checks.stream().filter(it -> kind.isInstance(it.condition())).forEach(Check::hold);
    return settleIfReady();
  }

  private Behavior<Message> settleIfReady() {
    if (prepared && !settled && checks.stream().allMatch(Check::held)) {
      settle();
      tell(new Ready(checks.stream().flatMap(check -> check.pid().stream()).findFirst()));
    }
    return this;
  }

  private Behavior<Message> onTimeIsUp() {
    if (!settled) {
      settle();
      tell(
          new TimedOut(
              checks.stream()
                  .filter(check -> !check.held())
                  .map(Check::lastSeen)
                  .collect(Collectors.joining("; "))));
    }
    return this;
  }

  private void settle() {
    settled = true;
    endLooks();
  }

  /** No timer of a look may go on either. */
  private void endLooks() {
    timers.cancel(TimeIsUp.class);
    for (Check check : checks) {
      timers.cancel(check);
      check.end();
    }
  }

  @Override
  protected void onStopped() {
    endLooks();
    if (prepared) {
      preparation.thenAcceptAsync(Preparation::closeSocket, threads);
    } else {
      preparation.thenAcceptAsync(Preparation::close, threads);
    }
  }
}
