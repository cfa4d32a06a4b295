package org.panux.linit.gateway;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.panux.linit.actor.Actor;
import org.panux.linit.record.Recording;
import org.panux.linit.service.Registry;

/** The JSON request {@code record}: what linitd has recorded of the starts of services. */
final class JsonRecord extends Actor<Recording> {
  private final JsonAnswer answer;

  static Behavior<Recording> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonRecord(context, setup, answer));
  }

  private JsonRecord(ActorContext<Recording> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context);
    this.answer = answer;
    setup.registry().tell(new Registry.Recall(answer.request().names(), context.getSelf()));
  }

  @Override
  protected Behavior<Recording> onMessage(Recording recording) {
    answer.done(recording.toJson());
    return Behaviors.stopped();
  }
}
