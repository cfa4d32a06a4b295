package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.panux.linit.actor.Actor;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;
import org.panux.linit.service.Feed;
import org.panux.linit.service.Registry;

/**
 * The JSON request {@code events}: a snapshot, or what came after a known event, then every change;
 * until the client sends no more.
 */
final class JsonEvents extends Actor<JsonEvents.Message> {
  sealed interface Message {}

  record EndOfInput() implements Message {}

  private record Told(Feed.Sent sent) implements Message {}

  private final JsonAnswer answer;
  private final ActorRef<Feed.Sent> ears;
  private boolean answered;

  /** The client sends no more: what has happened until it asked is owed to it, and no more. */
  private boolean last;

  /** The number of the last event that had happened when it asked. */
  private long owed;

  /** The number of the last event that it was sent. */
  private long sent;

  static Behavior<Message> create(ActorRef<Registry.Message> registry, JsonAnswer answer) {
    return Actor.create(context -> new JsonEvents(context, registry, answer));
  }

  private JsonEvents(
      ActorContext<Message> context, ActorRef<Registry.Message> registry, JsonAnswer answer) {
    super(context);
    this.answer = answer;
    this.ears = adapter(Feed.Sent.class, Told::new);
    OptionalLong since = answer.request().details().since();
    sent = since.orElse(0);
    registry.tell(
        new Registry.Follow(
            new Feed.Follow(
                ears, Json.writeValue(answer.request().id()), answer.terminator(), since)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Told told) {
      return onTold(told.sent());
    } else if (message instanceof EndOfInput) {
      last = true;
      return next();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onTold(Feed.Sent message) {
    if (message instanceof Feed.Events events) {
      sent = events.last();
      stream(events::lines, true, events.feed());
    } else if (message instanceof Feed.Snapshot snapshot) {
      onSnapshot(snapshot);
    } else if (message instanceof Feed.Resumed resumed) {
      owed = resumed.sequence();
      byte[] line = bytes(text(event("since", resumed.sequence())));
      stream(() -> line, false, resumed.feed());
    } else if (message instanceof Feed.Unknown unknown) {
      String error =
          "there was no event "
              + answer.request().details().since().orElseThrow()
              + " yet, the last one is "
              + unknown.newest()
              + "; each linitd counts from 1";
      answer.failed(ExitCode.FAILED, error, Map.of());
      return Behaviors.stopped();
    }
    return next();
  }

  private void onSnapshot(Feed.Snapshot snapshot) {
    String lost = "";
    if (snapshot.known().isPresent()) {
      long from = snapshot.known().getAsLong() + 1;
      Map<String, Object> fields = event("lost", snapshot.sequence());
      fields.put("from", from);
      fields.put("to", snapshot.sequence());
      fields.put("count", snapshot.sequence() - from + 1);
      lost = text(fields);
    }
    Map<String, Object> fields = event("snapshot", snapshot.sequence());
    owed = snapshot.sequence();
    sent = snapshot.sequence();
    String before = lost;
    stream(
        () -> {
          fields.putAll(snapshot.graph().toJson());
          return bytes(before + text(fields));
        },
        false,
        snapshot.feed());
  }

  /** The first one is the answer. */
  private Map<String, Object> event(String kind, long sequence) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", answer.request().id());
    if (!answered) {
      fields.put("ok", true);
      answered = true;
    }
    fields.put("event", kind);
    fields.put("seq", sequence);
    return fields;
  }

  private String text(Map<String, Object> fields) {
    return Json.write(fields) + (char) answer.terminator();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void stream(Supplier<byte[]> lines, boolean shared, ActorRef<Feed.Message> feed) {
    answer
        .connection()
        .tell(new Connection.Stream(lines, shared, () -> feed.tell(new Feed.Taken(ears))));
  }

  private Behavior<Message> next() {
    return last && answered && sent >= owed ? Behaviors.stopped() : this;
  }
}
