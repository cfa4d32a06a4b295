package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;

/**
 * Tells when processes have gone that are no children of linitd, of which the kernel tells it
 * nothing.
 *
 * <p>All are looked at together, and only while there is something to watch. Where single processes
 * alone are watched, only these are read.
 */
public final class ProcessWatcher extends LastingActor<ProcessWatcher.Message> {
  public sealed interface Message {}

  /** What can be watched. */
  public sealed interface Subject {}

  public record One(ProcessIdentity process) implements Subject {}

  /**
   * Every process of a service.
   *
   * @param prefix what their owners begin with
   */
  public record AllOf(String prefix) implements Subject {}

  /** Tell {@code replyTo}, once, when {@code subject} has gone; at once where it has already. */
  public record Watch(Subject subject, ActorRef<Gone> replyTo) implements Message {}

  /** Do not tell {@code replyTo} any more. */
  public record Unwatch(Subject subject, ActorRef<Gone> replyTo) implements Message {}

  public record Gone(Subject subject) {}

  private record LookNow() implements Message {}

  private record Looked(Set<Subject> gone) implements Message {}

  private final ProcessTable processes;
  private final Executor blocking;
  private final Duration pause;
  private final Set<Watch> watches = new LinkedHashSet<>();

  /** From the first watch on until none is left, a look or the pause before it is under way. */
  private boolean watching;

  /**
   * @param pause from one look to the next
   */
  public static Behavior<Message> create(
      ProcessTable processes, Executor blocking, Duration pause) {
    return Actor.create(context -> new ProcessWatcher(context, processes, blocking, pause));
  }

  private ProcessWatcher(
      ActorContext<Message> context, ProcessTable processes, Executor blocking, Duration pause) {
    super(context);
    this.processes = processes;
    this.blocking = blocking;
    this.pause = pause;
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Watch watch) {
      return onWatch(watch);
    } else if (message instanceof Unwatch unwatch) {
      return onUnwatch(unwatch);
    } else if (message instanceof LookNow) {
      return look();
    } else if (message instanceof Looked looked) {
      return onLooked(looked);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onWatch(Watch watch) {
    watches.add(watch);
    return watching ? this : look();
  }

  private Behavior<Message> onUnwatch(Unwatch message) {
    watches.remove(new Watch(message.subject(), message.replyTo()));
    return this;
  }

  private Behavior<Message> look() {
    watching = !watches.isEmpty();
    if (watching) {
      Set<Subject> subjects = new HashSet<>();
      watches.forEach(watch -> subjects.add(watch.subject()));
      ProcessTable table = processes;
      pipeToSelf(
          () -> gone(table, subjects),
          blocking,
          (gone, failure) -> new Looked(failure == null ? gone : Set.of()));
    }
    return this;
  }

  private static Set<Subject> gone(ProcessTable processes, Set<Subject> subjects) {
    boolean single = subjects.stream().allMatch(One.class::isInstance);
    ProcessTable.Look look = single ? ProcessTable.Look.NONE : processes.look();
    Set<Subject> gone = new HashSet<>();
    for (Subject subject : subjects) {
      boolean there =
          subject instanceof One one
              ? one.process().alive()
              : !look.of(((AllOf) subject).prefix()).isEmpty();
      if (!there) {
        gone.add(subject);
      }
    }
    return gone;
  }

  private Behavior<Message> onLooked(Looked looked) {
    for (Watch watch : Set.copyOf(watches)) {
      if (looked.gone().contains(watch.subject())) {
        watches.remove(watch);
        watch.replyTo().tell(new Gone(watch.subject()));
      }
    }
    getContext().scheduleOnce(pause, getContext().getSelf(), new LookNow());
    return this;
  }
}
