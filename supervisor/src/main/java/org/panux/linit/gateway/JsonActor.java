package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.actor.Actor;
import org.panux.linit.protocol.ExitCode;

/**
 * An actor that answers one JSON request. Where linitd fails on it, that is the answer: whoever
 * asked does not wait for ever.
 */
abstract class JsonActor<M> extends Actor<M> {
  /** What was asked, and the way back. */
  protected final JsonAnswer answer;

  protected JsonActor(ActorContext<M> context, JsonAnswer answer) {
    super(context);
    this.answer = answer;
  }

  @Override
  protected Behavior<M> onFailure(Optional<M> message, Throwable failure) {
    getContext().getLog().error("an error of linitd itself in an answer", failure);
    answer.failed(ExitCode.FAILED, "linitd itself failed on it: " + failure, Map.of());
    return Behaviors.stopped();
  }

  /** It has failed in another actor, which answers nothing any more. */
  @Override
  protected Behavior<M> onChildFailed(ActorRef<Void> child, Throwable failure) {
    return onFailure(Optional.empty(), failure);
  }
}
