package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.panux.linit.actor.Actor;
import org.panux.linit.log.LogFollower;
import org.panux.linit.log.LogTail;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Json;

/**
 * The JSON request {@code logs} with {@code follow}: the newest lines, then every line that comes,
 * until the client sends no more. The files themselves are the store for a client that reads
 * slowly: no more is read of them than it has taken.
 */
final class JsonFollow extends Actor<JsonFollow.Message> {
  sealed interface Message {}

  record EndOfInput() implements Message {}

  private record Touched(LogWatch.Touched touched) implements Message {}

  private record Opened(LogFollower follower, LogTail.Newest newest, String unknown)
      implements Message {}

  private record Read(LogFollower.Next next) implements Message {}

  private record NotRead(String why) implements Message {}

  private record Taken() implements Message {}

  private final Gateway.Setup setup;
  private final JsonAnswer answer;
  private Optional<LogFollower> follower = Optional.empty();

  /** The read that is under way, or was the last one. */
  private CompletableFuture<?> reading = CompletableFuture.completedFuture(null);

  /** The client has not taken what was read, or it is still being read. */
  private boolean busy = true;

  /** There may be something to read. */
  private boolean due = true;

  private boolean begun;
  private boolean last;

  static Behavior<Message> create(
      Gateway.Setup setup, ActorRef<LogWatch.Message> watch, JsonAnswer answer) {
    return Actor.create(context -> new JsonFollow(context, setup, watch, answer));
  }

  private JsonFollow(
      ActorContext<Message> context,
      Gateway.Setup setup,
      ActorRef<LogWatch.Message> watch,
      JsonAnswer answer) {
    super(context);
    this.setup = setup;
    this.answer = answer;
    watch.tell(new LogWatch.Watch(adapter(LogWatch.Touched.class, Touched::new)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Touched touched) {
      return onTouched(touched.touched());
    } else if (message instanceof Opened opened) {
      return onOpened(opened);
    } else if (message instanceof Read read) {
      return onRead(read.next());
    } else if (message instanceof NotRead notRead) {
      answer.failed(ExitCode.FAILED, "cannot read the logs: " + notRead.why(), Map.of());
      return Behaviors.stopped();
    } else if (message instanceof Taken) {
      busy = false;
      return next();
    } else if (message instanceof EndOfInput) {
      last = true;
      return follower.isPresent() ? Behaviors.stopped() : this;
    }
    return Behaviors.unhandled();
  }

  private List<String> names() {
    return answer.request().names();
  }

  /**
   * The first one comes when changes are watched: nothing that is written from then on is missed.
   */
  private Behavior<Message> onTouched(LogWatch.Touched message) {
    if (!begun) {
      begun = true;
      CompletableFuture<?>[] written =
          names().stream()
              .map(name -> setup.logs().sync(name).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new);
      read(CompletableFuture.allOf(written).thenApplyAsync(done -> open(), setup.blocking()));
      return this;
    }
    due |=
        message.files().isEmpty()
            || names().stream().anyMatch(name -> message.files().contains(name + ".log"));
    return next();
  }

  private void read(CompletableFuture<? extends Message> result) {
    reading = result;
    pipeToSelf(
        result,
        (read, failure) -> failure == null ? read : new NotRead(failure.getCause().toString()));
  }

  private Opened open() {
    try {
      LogFollower opened = new LogFollower(setup.server().rig().log(), names());
      LogTail.Newest newest =
          opened.before(JsonLogs.count(answer.request()), JsonLogs.since(answer.request()));
      return new Opened(
          opened,
          newest,
          JsonLogs.unknown(new LogTail(setup.server().rig().log()), setup.scripts(), names()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Message> onOpened(Opened message) {
    follower = Optional.of(message.follower());
    Map<String, Object> fields = JsonLogs.fields(message.newest());
    if (!message.unknown().isEmpty()) {
      answer.failed(ExitCode.NO_SUCH_SERVICE, message.unknown(), fields);
      return Behaviors.stopped();
    }
    answer.done(fields);
    busy = false;
    return last ? Behaviors.stopped() : next();
  }

  private Behavior<Message> next() {
    if (!busy && due && follower.isPresent()) {
      busy = true;
      due = false;
      LogFollower logs = follower.get();
      read(CompletableFuture.supplyAsync(() -> next(logs), setup.blocking()));
    }
    return this;
  }

  private static Read next(LogFollower logs) {
    try {
      return new Read(logs.next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Message> onRead(LogFollower.Next next) {
    due |= next.more();
    if (next.lines().isEmpty()) {
      busy = false;
      return next();
    }
    StringBuilder text = new StringBuilder();
    for (LogTail.Line line : next.lines()) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("id", answer.request().id());
      event.put("event", "log");
      event.putAll(JsonLogs.json(line));
      text.append(Json.write(event)).append((char) answer.terminator());
    }
    ActorRef<Message> self = getContext().getSelf();
    answer
        .connection()
        .tell(
            new Connection.Stream(
                () -> text.toString().getBytes(StandardCharsets.UTF_8),
                false,
                () -> self.tell(new Taken())));
    return this;
  }

  @Override
  protected void onStopped() {
    follower.ifPresent(
        logs ->
            reading.whenComplete(
                (read, failure) -> {
                  try {
                    logs.close();
                  } catch (IOException e) {
                    // Nothing was written.
                  }
                }));
  }
}
