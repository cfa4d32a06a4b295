package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.panux.linit.actor.Actor;
import org.panux.linit.service.Event;
import org.panux.linit.service.Registry;

/**
 * The JSON request {@code events}: a snapshot, then every change, until the client sends no more.
 */
final class JsonEvents extends Actor<JsonEvents.Message> {
  sealed interface Message {}

  record EndOfInput() implements Message {}

  private record Followed(Event event) implements Message {}

  private final JsonAnswer answer;
  private boolean answered;
  private boolean last;

  static Behavior<Message> create(ActorRef<Registry.Message> registry, JsonAnswer answer) {
    return Actor.create(context -> new JsonEvents(context, registry, answer));
  }

  private JsonEvents(
      ActorContext<Message> context, ActorRef<Registry.Message> registry, JsonAnswer answer) {
    super(context);
    this.answer = answer;
    registry.tell(new Registry.Follow(adapter(Event.class, Followed::new)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Followed followed) {
      return onFollowed(followed);
    } else if (message instanceof EndOfInput) {
      return onEndOfInput();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onFollowed(Followed message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (message.event() instanceof Event.Snapshot snapshot) {
      fields.put("event", "snapshot");
      fields.put("seq", snapshot.sequence());
      fields.putAll(snapshot.graph().toJson());
      answer.done(fields);
      answered = true;
    } else if (message.event() instanceof Event.Changed changed) {
      fields.put("id", answer.request().id());
      fields.put("event", "service");
      fields.put("seq", changed.sequence());
      fields.put("service", changed.service().toJson());
      answer.event(fields);
    }
    return last ? Behaviors.stopped() : this;
  }

  /** Nobody may be there any more to follow; the snapshot is owed to whoever only asked. */
  private Behavior<Message> onEndOfInput() {
    last = true;
    return answered ? Behaviors.stopped() : this;
  }
}
