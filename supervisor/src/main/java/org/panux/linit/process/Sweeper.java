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

  /** Look again for {@code request}. */
  private record Again(Request request) implements Message {}

  private record Looked(Map<ProcessHandle, String> tokens) implements Message {}

  /** Nothing is left. */
  public record Swept() {}

  /** A look too late costs a stop its time, one too early a reading of all of {@code /proc}. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** A sweep under way: whom it has signalled, and until when it is patient. */
  private static final class Request {
    private final Sweep sweep;
    private final Set<ProcessHandle> asked = new HashSet<>();
    private final long begun = System.nanoTime();
    private Duration pause = FIRST_PAUSE;

    Request(Sweep sweep) {
      this.sweep = sweep;
    }

    boolean late(Duration grace) {
      return sweep.now() || System.nanoTime() - begun >= grace.toNanos();
    }
  }

  private final Executor blocking;
  private final Duration killGrace;
  private List<Request> waiting = new ArrayList<>();

  /** The requests that the look under way will answer. */
  private List<Request> looking = List.of();

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
        .onMessage(Sweep.class, sweep -> look(new Request(sweep)))
        .onMessage(Again.class, again -> look(again.request()))
        .onMessage(Looked.class, this::onLooked)
        .build();
  }

  private Behavior<Message> look(Request request) {
    waiting.add(request);
    lookIfIdle();
    return this;
  }

  private void lookIfIdle() {
    if (!looking.isEmpty() || waiting.isEmpty()) {
      return;
    }
    looking = waiting;
    waiting = new ArrayList<>();
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(ProcessTable::tokens, blocking),
            (tokens, failure) -> new Looked(failure == null ? tokens : Map.of()));
  }

  private Behavior<Message> onLooked(Looked look) {
    List<Request> requests = looking;
    looking = List.of();
    for (Request request : requests) {
      List<ProcessHandle> left = new ArrayList<>();
      look.tokens()
          .forEach(
              (process, token) -> {
                if (token.startsWith(request.sweep.prefix())) {
                  left.add(process);
                }
              });
      if (left.isEmpty()) {
        request.sweep.replyTo().tell(new Swept());
      } else {
        end(request, left);
      }
    }
    lookIfIdle();
    return this;
  }

  /**
   * Signals, and looks again in a while. Their ends cannot be waited for: they are no children of
   * ours, and where nobody reaps them they stay in the table for ever, though nothing runs.
   */
  private void end(Request request, List<ProcessHandle> left) {
    boolean late = request.late(killGrace);
    for (ProcessHandle process : left) {
      if (late) {
        process.destroyForcibly();
      } else if (request.asked.add(process)) {
        process.destroy();
      }
    }
    getContext().scheduleOnce(request.pause, getContext().getSelf(), new Again(request));
    Duration longer = request.pause.multipliedBy(2);
    request.pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }
}
