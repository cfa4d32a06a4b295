package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.panux.linit.actor.Actor;

/**
 * Finds the daemon that a script has left behind which says nothing of it: the oldest process of
 * its service, from which the others descend. Tells its owner, or just ends where there never was
 * one.
 *
 * <p>A daemon that forks twice leaves a process for a moment that looks like it and is not. So what
 * was found has to be there a little later, too; otherwise it looks again.
 */
public final class DaemonFinder extends Actor<DaemonFinder.Message> {
  sealed interface Message {}

  private record Looked(Optional<ProcessIdentity> oldest) implements Message {}

  /** Is it there yet? */
  record Confirm() implements Message {}

  private record Confirmed(ProcessIdentity process, boolean there) implements Message {}

  /**
   * What the start {@code run} has left.
   *
   * @param daemon empty where there was one, and has gone already
   */
  public record Found(int run, Optional<ProcessIdentity> daemon) {}

  /** How long what only looks like a daemon may take to end. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final ProcessTable processes;
  private final Executor blocking;
  private final Duration pause;
  private final String prefix;
  private final int run;
  private final ActorRef<Found> owner;
  private Optional<ProcessIdentity> candidate = Optional.empty();

  /** There has been one. */
  private boolean seen;

  public static Behavior<Message> create(
      ProcessTable processes, Executor blocking, String prefix, int run, ActorRef<Found> owner) {
    return create(processes, blocking, PAUSE, prefix, run, owner);
  }

  /**
   * @param pause until what was found is looked at again
   * @param prefix what owners of the service's processes begin with
   */
  static Behavior<Message> create(
      ProcessTable processes,
      Executor blocking,
      Duration pause,
      String prefix,
      int run,
      ActorRef<Found> owner) {
    return Actor.create(
        context -> new DaemonFinder(context, processes, blocking, pause, prefix, run, owner));
  }

  private DaemonFinder(
      ActorContext<Message> context,
      ProcessTable processes,
      Executor blocking,
      Duration pause,
      String prefix,
      int run,
      ActorRef<Found> owner) {
    super(context);
    this.processes = processes;
    this.blocking = blocking;
    this.pause = pause;
    this.prefix = prefix;
    this.run = run;
    this.owner = owner;
    look();
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Looked looked) {
      return onLooked(looked);
    } else if (message instanceof Confirm) {
      return onConfirm();
    } else if (message instanceof Confirmed confirmed) {
      return onConfirmed(confirmed);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> look() {
    candidate = Optional.empty();
    ProcessTable table = processes;
    String owned = prefix;
    pipeToSelf(
        CompletableFuture.supplyAsync(() -> oldest(table, owned), blocking),
        (oldest, failure) -> new Looked(failure == null ? oldest : Optional.empty()));
    return this;
  }

  private static Optional<ProcessIdentity> oldest(ProcessTable processes, String prefix) {
    return processes.look().of(prefix).stream()
        .min(
            Comparator.comparingLong(ProcessIdentity::startTicks)
                .thenComparingLong(ProcessIdentity::pid));
  }

  private Behavior<Message> onLooked(Looked message) {
    candidate = message.oldest();
    if (candidate.isEmpty()) {
      if (seen) {
        owner.tell(new Found(run, candidate));
      }
      return Behaviors.stopped();
    }
    seen = true;
    getContext().scheduleOnce(pause, getContext().getSelf(), new Confirm());
    return this;
  }

  private Behavior<Message> onConfirm() {
    candidate.ifPresent(
        process ->
            pipeToSelf(
                CompletableFuture.supplyAsync(process::alive, blocking),
                (there, failure) -> new Confirmed(process, failure == null && there)));
    return this;
  }

  private Behavior<Message> onConfirmed(Confirmed message) {
    if (message.there()) {
      owner.tell(new Found(run, Optional.of(message.process())));
      return Behaviors.stopped();
    }
    return candidate.filter(message.process()::equals).isPresent() ? look() : this;
  }
}
