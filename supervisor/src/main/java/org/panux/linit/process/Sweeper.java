package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Ends what a service has left: every process that carries a token of it, wherever its parent is.
 *
 * <p>A look at all processes answers every request that came before it, so three hundred services
 * that stop at once cost a few looks, not three hundred.
 */
public final class Sweeper extends AbstractBehavior<Sweeper.Message> {
  public sealed interface Message {}

  /**
   * End every process whose token begins with {@code prefix}, then tell {@code replyTo}.
   *
   * @param now with SIGKILL, otherwise with SIGTERM and after a grace SIGKILL
   */
  public record Sweep(String prefix, boolean now, ActorRef<Swept> replyTo) implements Message {}

  /**
   * A request under way.
   *
   * @param known who has been found so far, and has been sent a signal; one that carries no token
   *     itself cannot be found again once its parent is gone
   * @param deadline when the grace of the first of them is over
   * @param pause how long to wait before the next look
   */
  private record Chase(Sweep request, Set<ProcessHandle> known, long deadline, Duration pause)
      implements Message {}

  /**
   * @param known who of those that were known before is there yet
   */
  private record Looked(Map<ProcessHandle, String> tokens, Set<ProcessHandle> known)
      implements Message {}

  /** Nothing is left. */
  public record Swept() {}

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private final Executor blocking;
  private final Duration killGrace;
  private List<Chase> waiting = new ArrayList<>();

  /** The requests that the look under way will answer. */
  private List<Chase> looking = List.of();

  public static Behavior<Message> create(Executor blocking, Duration killGrace) {
    return Behaviors.setup(context -> new Sweeper(context, blocking, killGrace));
  }

  private Sweeper(ActorContext<Message> context, Executor blocking, Duration killGrace) {
    super(context);
    this.blocking = blocking;
    this.killGrace = killGrace;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Sweep.class, this::onSweep)
        .onMessage(Chase.class, this::onChase)
        .onMessage(Looked.class, this::onLooked)
        .build();
  }

  private Behavior<Message> onSweep(Sweep request) {
    return onChase(new Chase(request, Set.of(), 0, SHORTEST_PAUSE));
  }

  private Behavior<Message> onChase(Chase chase) {
    waiting.add(chase);
    lookIfIdle();
    return this;
  }

  private void lookIfIdle() {
    if (!looking.isEmpty() || waiting.isEmpty()) {
      return;
    }
    looking = waiting;
    waiting = new ArrayList<>();
    Set<ProcessHandle> known = new HashSet<>();
    looking.forEach(chase -> known.addAll(chase.known()));
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> new Looked(ProcessTable.tokens(), ProcessTable.alive(known)), blocking),
            (looked, failure) -> failure == null ? looked : new Looked(Map.of(), known));
  }

  private Behavior<Message> onLooked(Looked look) {
    List<Chase> chases = looking;
    looking = List.of();
    for (Chase chase : chases) {
      Set<ProcessHandle> left = new HashSet<>(chase.known());
      left.retainAll(look.known());
      look.tokens()
          .forEach(
              (process, token) -> {
                if (token.startsWith(chase.request().prefix())) {
                  left.add(process);
                }
              });
      if (left.isEmpty()) {
        chase.request().replyTo().tell(new Swept());
      } else {
        end(chase, left);
      }
    }
    lookIfIdle();
    return this;
  }

  /**
   * Signals, and looks again after a pause. The JDK's {@code onExit} is no help: these are mostly
   * no children of linitd, so it asks too, with pauses of up to seconds, and it takes a process
   * that has ended for alive until its parent reaps it.
   */
  private void end(Chase chase, Set<ProcessHandle> left) {
    boolean first = chase.known().isEmpty();
    long deadline = first ? System.nanoTime() + killGrace.toNanos() : chase.deadline();
    boolean now = chase.request().now() || System.nanoTime() - deadline >= 0;
    for (ProcessHandle process : left) {
      if (now || !chase.known().contains(process)) {
        signal(process, now);
      }
    }
    Sweep request = new Sweep(chase.request().prefix(), now, chase.request().replyTo());
    Duration twice = chase.pause().multipliedBy(2);
    Duration next = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    getContext()
        .scheduleOnce(
            chase.pause(), getContext().getSelf(), new Chase(request, left, deadline, next));
  }

  private static void signal(ProcessHandle process, boolean now) {
    if (now) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }
}
