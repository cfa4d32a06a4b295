package org.panux.linit.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.ExtensibleBehavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An actor whose messages come to one method, which tells them apart.
 *
 * <p>Akka's own {@code AbstractBehavior} takes a function for each kind of message. Its functions
 * are serializable, and lambdas of such types come from no class-data archive: each would cost a
 * start some 0.15 ms. For the same reason the functions that Akka takes elsewhere are wrapped here.
 */
public abstract class Actor<M> extends ExtensibleBehavior<M> {
  /** Makes an actor where it is to run. */
  @FunctionalInterface
  public interface Maker<M> {
    Behavior<M> make(ActorContext<M> context) throws Exception;
  }

  /** Likewise, with timers, which end with the actor. */
  @FunctionalInterface
  public interface TimedMaker<M> {
    Behavior<M> make(ActorContext<M> context, TimerScheduler<M> timers);
  }

  private final ActorContext<M> context;

  protected Actor(ActorContext<M> context) {
    this.context = context;
  }

  public static <M> Behavior<M> create(Maker<M> maker) {
    return Behaviors.setup(new Setup<>(maker));
  }

  public static <M> Behavior<M> createWithTimers(TimedMaker<M> maker) {
    return create(context -> Behaviors.withTimers(new TimedSetup<>(context, maker)));
  }

  /** Handles a message, and says what the actor is from then on; mostly {@code this}. */
  protected abstract Behavior<M> onMessage(M message);

  /** An actor has ended that this one watches; one that does not expect it ends too. */
  protected Behavior<M> onTerminated(ActorRef<Void> actor) {
    return Behaviors.unhandled();
  }

  /**
   * An actor has failed that this one has made and watches.
   *
   * @param failure why
   */
  protected Behavior<M> onChildFailed(ActorRef<Void> child, Throwable failure) {
    return onTerminated(child);
  }

  /**
   * What becomes of it when it fails on a message, be it for want of memory or of stack: mostly it
   * ends. An error that got through to Akka would end all of linitd.
   *
   * @param message what it has failed on; empty where that was the end of another actor
   */
  protected Behavior<M> onFailure(Optional<M> message, Throwable failure) {
    throw new Failed(failure);
  }

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(Throwable cause) {
      super(cause.toString(), cause);
    }
  }

  /** The last that is called. */
  protected void onStopped() {}

  protected final ActorContext<M> getContext() {
    return context;
  }

  /** A reference for messages of another type, which {@code translate} turns into some of ours. */
  protected final <T> ActorRef<T> adapter(Class<T> type, Function<T, ? extends M> translate) {
    return context.messageAdapter(type, new Translation<>(translate));
  }

  /** Sends itself what {@code translate} makes of the result, or of the failure. */
  protected final <T> void pipeToSelf(
      CompletionStage<T> result, BiFunction<T, Throwable, ? extends M> translate) {
    context.pipeToSelf(result, new Outcome<>(translate));
  }

  /**
   * Has {@code task} done by {@code executor}, and sends itself what {@code translate} makes of
   * that, also where it cannot even be begun, as for want of a thread: whoever counts on the
   * outcome would wait for ever.
   */
  protected final <T> void pipeToSelf(
      Supplier<T> task, Executor executor, BiFunction<T, Throwable, ? extends M> translate) {
    CompletionStage<T> result;
    try {
      result = CompletableFuture.supplyAsync(task, executor);
    } catch (RuntimeException | Error e) {
      result = CompletableFuture.failedFuture(e);
    }
    pipeToSelf(result, translate);
  }

  @Override
  public final Behavior<M> receive(TypedActorContext<M> same, M message) {
    try {
      return onMessage(message);
    } catch (RuntimeException | Error e) {
      return onFailure(Optional.of(message), e);
    }
  }

  @Override
  public final Behavior<M> receiveSignal(TypedActorContext<M> same, Signal signal) {
    try {
      if (signal instanceof ChildFailed failed) {
        return onChildFailed(failed.getRef(), failed.getCause());
      } else if (signal instanceof Terminated terminated) {
        return onTerminated(terminated.getRef());
      } else if (signal instanceof PostStop) {
        onStopped();
      }
      return Behaviors.unhandled();
    } catch (RuntimeException | Error e) {
      return onFailure(Optional.empty(), e);
    }
  }

  /**
   * Whoever has sent a message to the new actor would wait for ever, were there none. Most of what
   * goes wrong goes wrong once, so it is made once more.
   */
  private static <M> Behavior<M> make(ActorContext<M> context, Maker<M> maker) {
    try {
      return maker.make(context);
    } catch (Exception | Error e) {
      return again(context, maker, e);
    }
  }

  private static <M> Behavior<M> again(ActorContext<M> context, Maker<M> maker, Throwable failure) {
    try {
      Behavior<M> made = maker.make(context);
      context.getLog().error("an error of linitd itself in a new actor", failure);
      return made;
    } catch (Exception | Error e) {
      throw new Failed(failure);
    }
  }

  private record Setup<M>(Maker<M> maker)
      implements akka.japi.function.Function<ActorContext<M>, Behavior<M>> {
    @Override
    public Behavior<M> apply(ActorContext<M> context) {
      return make(context, maker);
    }
  }

  private record TimedSetup<M>(ActorContext<M> context, TimedMaker<M> maker)
      implements akka.japi.function.Function<TimerScheduler<M>, Behavior<M>> {
    @Override
    public Behavior<M> apply(TimerScheduler<M> timers) {
      return make(context, it -> maker.make(it, timers));
    }
  }

  private record Translation<T, M>(Function<T, ? extends M> translate)
      implements akka.japi.function.Function<T, M> {
    @Override
    public M apply(T message) {
      return translate.apply(message);
    }
  }

  private record Outcome<T, M>(BiFunction<T, Throwable, ? extends M> translate)
      implements akka.japi.function.Function2<T, Throwable, M> {
    @Override
    public M apply(T result, Throwable failure) {
      return translate.apply(result, failure);
    }
  }
}
