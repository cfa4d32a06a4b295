package org.panux.linit.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.Optional;

/**
 * An actor that outlives its failures: what it fails on is logged, and it goes on with the next
 * message. There is one of each, and without it linitd would be of no use.
 *
 * <p>A message that somebody waits for is answered with the failure; any other is tried once more,
 * before the next one, since most of what goes wrong goes wrong once: a want of memory or of stack.
 */
public abstract class LastingActor<M> extends Actor<M> {
  protected LastingActor(ActorContext<M> context) {
    super(context);
  }

  /**
   * Tells whoever waits for {@code message} that it will not be dealt with.
   *
   * @return whether anybody waits for it; nobody does where it is not said otherwise
   */
  protected boolean giveUp(M message, Throwable failure) {
    return false;
  }

  @Override
  protected Behavior<M> onFailure(Optional<M> message, Throwable failure) {
    log(failure);
    if (message.isPresent() && !giveUp(message.get(), failure)) {
      try {
        return onMessage(message.get());
      } catch (RuntimeException | Error e) {
        log(e);
      }
    }
    return this;
  }

  private void log(Throwable failure) {
    try {
      getContext().getLog().error("an error of linitd itself, which goes on", failure);
    } catch (RuntimeException | Error e) {
      // There may be no memory even for that.
    }
  }
}
