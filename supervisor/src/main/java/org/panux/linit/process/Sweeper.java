package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

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

  private record Looked(Map<ProcessHandle, String> tokens) implements Message {}

  /** Nothing is left. */
  public record Swept() {}

  private final Executor blocking;
  private final Duration killGrace;
  private List<Sweep> waiting = new ArrayList<>();

  /** The requests that the look under way will answer. */
  private List<Sweep> looking = List.of();

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
        .onMessage(Looked.class, this::onLooked)
        .build();
  }

  private Behavior<Message> onSweep(Sweep request) {
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
    List<Sweep> requests = looking;
    looking = List.of();
    for (Sweep request : requests) {
      List<ProcessHandle> left = new ArrayList<>();
      look.tokens()
          .forEach(
              (process, token) -> {
                if (token.startsWith(request.prefix())) {
                  left.add(process);
                }
              });
      if (left.isEmpty()) {
        request.replyTo().tell(new Swept());
      } else {
        end(request, left);
      }
    }
    lookIfIdle();
    return this;
  }

  /** Signals, waits until they are gone or the grace is over, and looks again. */
  private void end(Sweep request, List<ProcessHandle> left) {
    CompletableFuture<?>[] gone =
        left.stream()
            .peek(process -> signal(process, request.now()))
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture[]::new);
    getContext()
        .pipeToSelf(
            CompletableFuture.allOf(gone).orTimeout(killGrace.toMillis(), TimeUnit.MILLISECONDS),
            (done, late) ->
                new Sweep(request.prefix(), request.now() || late != null, request.replyTo()));
  }

  private static void signal(ProcessHandle process, boolean now) {
    if (now) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }
}
