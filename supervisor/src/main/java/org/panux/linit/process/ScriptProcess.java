package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;

/**
 * One script run, from its launch to its end, which it reports exactly once; then it stops.
 *
 * <p>A run that is told to end gets SIGTERM, and after a grace SIGKILL. A run that takes longer
 * than its time-out is ended the same way.
 */
public final class ScriptProcess extends AbstractBehavior<ScriptProcess.Message> {
  public sealed interface Message {}

  /** End it, politely at first. */
  public record Terminate() implements Message {}

  /** End it now. */
  public record Kill() implements Message {}

  private record Launched(Launcher.Running running) implements Message {}

  private record NotLaunched(Reason reason) implements Message {}

  private record Exited(Exit exit) implements Message {}

  private record TimedOut() implements Message {}

  private record GraceOver() implements Message {}

  /** The run {@code run} has ended. */
  public record Ended(int run, Exit exit) {}

  /**
   * How to run scripts.
   *
   * @param blocking runs what blocks: launches and file reads
   * @param startTimeout how long a start may take, zero for no limit
   * @param stopTimeout how long a stop script may take, zero for no limit
   * @param killGrace from SIGTERM to SIGKILL
   */
  public record Setup(
      Launcher launcher,
      Executor blocking,
      Duration startTimeout,
      Duration stopTimeout,
      Duration killGrace) {}

  private final Setup setup;
  private final Verb verb;
  private final RunToken token;
  private final ActorRef<Ended> owner;
  private final TimerScheduler<Message> timers;

  private Optional<Launcher.Running> running = Optional.empty();

  /** Set when it is to end, with what that says of its end. */
  private Optional<Reason> ending = Optional.empty();

  private boolean killed;

  public static Behavior<Message> create(
      Setup setup, String service, Verb verb, RunToken token, ActorRef<Ended> owner) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new ScriptProcess(context, timers, setup, service, verb, token, owner)));
  }

  private ScriptProcess(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Setup setup,
      String service,
      Verb verb,
      RunToken token,
      ActorRef<Ended> owner) {
    super(context);
    this.setup = setup;
    this.verb = verb;
    this.token = token;
    this.owner = owner;
    this.timers = timers;
    Launcher launcher = setup.launcher();
    context.pipeToSelf(
        CompletableFuture.supplyAsync(
            () -> launch(launcher, service, verb, token), setup.blocking()),
        (message, failure) -> failure == null ? message : new NotLaunched(unexpected(failure)));
  }

  private static Message launch(Launcher launcher, String service, Verb verb, RunToken token) {
    try {
      return new Launched(launcher.launch(service, verb, token));
    } catch (Launcher.CannotLaunch e) {
      return new NotLaunched(e.reason());
    }
  }

  private static Reason unexpected(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return new Reason(ExitCode.FAILED, "cannot launch: " + cause);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Launched.class, this::onLaunched)
        .onMessage(NotLaunched.class, message -> end(Exit.problem(message.reason())))
        .onMessage(Exited.class, message -> end(message.exit()))
        .onMessage(Terminate.class, message -> terminate(Optional.empty()))
        .onMessage(Kill.class, message -> kill())
        .onMessage(TimedOut.class, message -> timedOut())
        .onMessage(GraceOver.class, message -> kill())
        .build();
  }

  private Behavior<Message> onLaunched(Launched message) {
    Launcher.Running child = message.running();
    running = Optional.of(child);
    getContext()
        .pipeToSelf(
            exitOf(child),
            (exit, failure) ->
                new Exited(failure == null ? exit : Exit.problem(unexpected(failure))));
    Duration limit = verb == Verb.START ? setup.startTimeout() : setup.stopTimeout();
    if (!limit.isZero()) {
      timers.startSingleTimer(new TimedOut(), limit);
    }
    if (killed) {
      child.kill();
    } else if (ending.isPresent()) {
      child.terminate();
    }
    return this;
  }

  private CompletionStage<Exit> exitOf(Launcher.Running child) {
    return child
        .exit()
        .thenComposeAsync(
            code ->
                code == 0
                    ? CompletableFuture.completedFuture(Exit.of(0, ""))
                    : CompletableFuture.supplyAsync(
                        () -> Exit.of(code, child.lastLine()), setup.blocking()));
  }

  private Behavior<Message> timedOut() {
    Duration limit = verb == Verb.START ? setup.startTimeout() : setup.stopTimeout();
    return terminate(
        Optional.of(Reason.failed(verb.word() + " took longer than " + inWords(limit))));
  }

  private static String inWords(Duration limit) {
    long millis = limit.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  private Behavior<Message> terminate(Optional<Reason> because) {
    if (ending.isEmpty()) {
      ending = Optional.of(because.orElse(Reason.NONE));
      running.ifPresent(Launcher.Running::terminate);
      timers.startSingleTimer(new GraceOver(), setup.killGrace());
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
    owner.tell(new Ended(token.run(), told));
    return Behaviors.stopped();
  }
}
