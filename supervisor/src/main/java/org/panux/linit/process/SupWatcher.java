package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.panux.linit.actor.Actor;

/**
 * Watches linit-sup, which watches the process of a service and tells of its end. Where it is gone,
 * its owner learns what it has left: an end that it had written down, or a process that nobody
 * watches now, or none. Ends at once where linit-sup runs nothing for that start.
 */
public final class SupWatcher extends Actor<SupWatcher.Message> {
  sealed interface Message {}

  private record Found(Optional<SupNote> note, Optional<ProcessIdentity> watcher)
      implements Message {}

  private record Gone() implements Message {}

  private record Told(Orphaned what) implements Message {}

  /**
   * The linit-sup of the start {@code run} is no more.
   *
   * @param code what the process has exited with, where that is known
   * @param process that process, where it lives
   */
  public record Orphaned(int run, OptionalInt code, Optional<ProcessIdentity> process) {}

  private final Adopter adopter;
  private final Executor blocking;
  private final RunToken start;
  private final ActorRef<Orphaned> owner;

  /**
   * @param start the start of the service whose process that is
   */
  public static Behavior<Message> create(
      Adopter adopter, Executor blocking, RunToken start, ActorRef<Orphaned> owner) {
    return Actor.create(context -> new SupWatcher(context, adopter, blocking, start, owner));
  }

  private SupWatcher(
      ActorContext<Message> context,
      Adopter adopter,
      Executor blocking,
      RunToken start,
      ActorRef<Orphaned> owner) {
    super(context);
    this.adopter = adopter;
    this.blocking = blocking;
    this.start = start;
    this.owner = owner;
    pipeToSelf(
        () -> find(adopter, start),
        blocking,
        (found, failure) ->
            failure == null ? found : new Found(Optional.empty(), Optional.empty()));
  }

  private static Optional<SupNote> note(Adopter adopter, RunToken start) {
    return adopter.notes().apply(start.service()).filter(it -> it.token().equals(start));
  }

  private static Found find(Adopter adopter, RunToken start) {
    // One of an older linit-sup does not say who that is.
    Optional<SupNote> note = note(adopter, start).filter(it -> it.watcher() > 0);
    return new Found(
        note, note.flatMap(it -> adopter.processes().belonging(it.watcher(), start.service())));
  }

  private static Orphaned orphaned(Adopter adopter, RunToken start) {
    Optional<SupNote> note = note(adopter, start);
    OptionalInt code = note.map(SupNote::code).orElse(OptionalInt.empty());
    return new Orphaned(
        start.run(),
        code,
        note.filter(it -> code.isEmpty())
            .flatMap(it -> adopter.processes().belonging(it.pid(), start.service())));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Found found) {
      return onFound(found);
    } else if (message instanceof Gone) {
      return onGone();
    } else if (message instanceof Told told) {
      owner.tell(told.what());
      return Behaviors.stopped();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onFound(Found message) {
    if (message.note().isEmpty()) {
      return Behaviors.stopped();
    }
    if (message.watcher().isEmpty()) {
      return onGone();
    }
    adopter.watch(message.watcher().get(), adapter(ProcessWatcher.Gone.class, gone -> new Gone()));
    return this;
  }

  /** What it has written down is complete now: it is read once more. */
  private Behavior<Message> onGone() {
    Adopter how = adopter;
    RunToken token = start;
    pipeToSelf(
        () -> orphaned(how, token),
        blocking,
        (what, failure) ->
            new Told(
                failure == null
                    ? what
                    : new Orphaned(token.run(), OptionalInt.empty(), Optional.empty())));
    return this;
  }
}
