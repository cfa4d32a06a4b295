package org.panux.linit.gateway;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.panux.linit.actor.Actor;
import org.panux.linit.service.Registry;

/** The JSON request {@code published}. */
final class JsonPublished extends JsonActor<Registry.Values> {

  static Behavior<Registry.Values> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonPublished(context, setup, answer));
  }

  private JsonPublished(
      ActorContext<Registry.Values> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context, answer);
    setup.registry().tell(new Registry.AskValues(context.getSelf()));
  }

  @Override
  protected Behavior<Registry.Values> onMessage(Registry.Values message) {
    Map<String, Object> published = new LinkedHashMap<>();
    message
        .values()
        .forEach(
            (name, value) -> published.put(name, Map.of("value", value.text(), "by", value.by())));
    answer.done(Map.of("published", published));
    return Behaviors.stopped();
  }
}
