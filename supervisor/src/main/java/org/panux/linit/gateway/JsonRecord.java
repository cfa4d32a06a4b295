package org.panux.linit.gateway;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import org.panux.linit.actor.Actor;
import org.panux.linit.service.Registry;

/** The JSON request {@code record}: what linitd has recorded of the starts of services. */
final class JsonRecord extends JsonActor<Registry.Recalled> {

  static Behavior<Registry.Recalled> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonRecord(context, setup, answer));
  }

  private JsonRecord(
      ActorContext<Registry.Recalled> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context, answer);
    setup.registry().tell(new Registry.Recall(answer.request().names(), context.getSelf()));
  }

  @Override
  protected Behavior<Registry.Recalled> onMessage(Registry.Recalled message) {
    answer.done(message.recording().toJson());
    return Behaviors.stopped();
  }
}
