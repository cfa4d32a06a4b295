package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.LinkedHashMap;
import java.util.Map;
import org.panux.linit.service.Event;
import org.panux.linit.service.Registry;

/**
 * The JSON request {@code events}: a snapshot, then every change, until the client sends no more.
 */
final class JsonEvents extends AbstractBehavior<JsonEvents.Message> {
  sealed interface Message {}

  record EndOfInput() implements Message {}

  private record Followed(Event event) implements Message {}

  private final JsonAnswer answer;
  private boolean answered;
  private boolean last;

  static Behavior<Message> create(ActorRef<Registry.Message> registry, JsonAnswer answer) {
    return Behaviors.setup(
        context -> {
          registry.tell(new Registry.Follow(context.messageAdapter(Event.class, Followed::new)));
          return new JsonEvents(context, answer);
        });
  }

  private JsonEvents(ActorContext<Message> context, JsonAnswer answer) {
    super(context);
    this.answer = answer;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Followed.class, this::onFollowed)
        .onMessage(EndOfInput.class, message -> onEndOfInput())
        .build();
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
