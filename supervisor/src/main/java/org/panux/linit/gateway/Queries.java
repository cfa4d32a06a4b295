package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;

/**
 * Runs the queries whose answers grow with the rig, a few at a time for all connections together:
 * more would not be answered sooner, and each takes memory while it is.
 */
final class Queries extends LastingActor<Queries.Message> {
  sealed interface Message {}

  /**
   * Run {@code query}, an actor that stops when it has answered, and then tell {@code asker} {@link
   * Connection.QueryEnded}.
   */
  record Run(Behavior<?> query, ActorRef<Connection.Message> asker) implements Message {}

  /** Memory, in bytes and in abundance, for what is made of ten thousand services for an answer. */
  private static final long ROOM = 24L * 1024 * 1024;

  private static final int AT_A_TIME =
      (int) Math.max(1, Math.min(4, Runtime.getRuntime().maxMemory() / ROOM));

  private final Deque<Run> waiting = new ArrayDeque<>();

  /** Who asked what is running. */
  private final Map<ActorRef<Void>, ActorRef<Connection.Message>> running = new HashMap<>();

  /** Who has something waiting, and is watched therefore. */
  private final Set<ActorRef<Connection.Message>> askers = new HashSet<>();

  static Behavior<Message> create() {
    return Actor.create(Queries::new);
  }

  private Queries(ActorContext<Message> context) {
    super(context);
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Run run) {
      if (running.size() < AT_A_TIME) {
        begin(run);
      } else {
        waiting.add(run);
        if (askers.add(run.asker())) {
          getContext().watch(run.asker());
        }
      }
      return this;
    }
    return Behaviors.unhandled();
  }

  @Override
  protected boolean giveUp(Message message, Throwable failure) {
    ((Run) message).asker().tell(new Connection.QueryEnded(true));
    return true;
  }

  private void begin(Run run) {
    ActorRef<?> query = getContext().spawnAnonymous(run.query(), DispatcherSelector.sameAsParent());
    getContext().watch(query);
    running.put(query.unsafeUpcast(), run.asker());
  }

  /** A query has been answered, or one who asked has gone and needs no answers. */
  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> actor) {
    return ended(actor, false);
  }

  @Override
  protected Behavior<Message> onChildFailed(ActorRef<Void> query, Throwable failure) {
    return ended(query, true);
  }

  private Behavior<Message> ended(ActorRef<Void> actor, boolean failed) {
    ActorRef<Connection.Message> asker = running.remove(actor);
    if (asker != null) {
      asker.tell(new Connection.QueryEnded(failed));
    } else if (askers.removeIf(actor::equals)) {
      waiting.removeIf(run -> run.asker().equals(actor));
    }
    while (running.size() < AT_A_TIME && !waiting.isEmpty()) {
      begin(waiting.remove());
    }
    if (waiting.isEmpty()) {
      askers.forEach(getContext()::unwatch);
      askers.clear();
    }
    return this;
  }
}
