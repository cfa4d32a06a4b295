package org.panux.linit.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.Optional;

/**
 * An actor that outlives its failures: what it fails on is lost and logged, and it goes on with the
 * next message. There is one of each, and without it linitd would be of no use.
 */
public abstract class LastingActor<M> extends Actor<M> {
  protected LastingActor(ActorContext<M> context) {
    super(context);
  }

  @Override
  protected Behavior<M> onFailure(Optional<M> message, Throwable failure) {
    try {
      getContext().getLog().error("an error of linitd itself, which goes on", failure);
    } catch (RuntimeException | Error e) {
      // There may be no memory even for that.
    }
    return this;
  }
}
