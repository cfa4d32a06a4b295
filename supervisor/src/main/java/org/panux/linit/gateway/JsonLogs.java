package org.panux.linit.gateway;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.panux.linit.actor.Actor;
import org.panux.linit.log.LogTail;
import org.panux.linit.process.InitScripts;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.JsonRequest;

/** The JSON request {@code logs}: the newest lines that services have printed until it came. */
final class JsonLogs extends JsonActor<JsonLogs.Message> {
  sealed interface Message {}

  private record Read(Map<String, Object> fields, String unknown) implements Message {}

  private record NotRead(String why) implements Message {}

  static Behavior<Message> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonLogs(context, setup, answer));
  }

  private JsonLogs(ActorContext<Message> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context, answer);
    List<String> names = answer.request().names();
    int lines = count(answer.request());
    long since = since(answer.request());
    CompletableFuture<?>[] written =
        names.stream()
            .map(name -> setup.logs().sync(name).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    LogTail tail = new LogTail(setup.server().rig().log());
    pipeToSelf(
        CompletableFuture.allOf(written)
            .thenApplyAsync(
                done -> read(tail, setup.scripts(), names, lines, since), setup.blocking()),
        (read, failure) -> failure == null ? read : new NotRead(failure.getCause().toString()));
  }

  /** How many lines are asked for; whoever names a time wants all since then. */
  static int count(JsonRequest request) {
    return request
        .details()
        .lines()
        .orElse(
            request.details().sinceMs().isPresent()
                ? JsonRequest.MOST_LINES
                : JsonRequest.DEFAULT_LINES);
  }

  /** The time before which no line is asked for. */
  static long since(JsonRequest request) {
    return request.details().sinceMs().orElse(LogTail.EVER);
  }

  private static Read read(
      LogTail tail, InitScripts scripts, List<String> names, int count, long since) {
    try {
      LogTail.Newest newest = tail.newest(names, count, since, Map.of());
      return new Read(fields(newest), unknown(tail, scripts, names));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> fields(LogTail.Newest newest) {
    List<Map<String, Object>> lines = new ArrayList<>(newest.lines().size());
    newest.lines().forEach(line -> lines.add(json(line)));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lines", lines);
    fields.put("cut", newest.cut());
    return fields;
  }

  static Map<String, Object> json(LogTail.Line line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time_ms", line.time());
    json.put("name", line.service());
    json.put("text", line.text());
    return json;
  }

  /** What is wrong with the first name that is none of a service, now or earlier. */
  static String unknown(LogTail tail, InitScripts scripts, List<String> names) {
    for (String name : names) {
      if (!scripts.exists(name) && !Files.exists(tail.file(name))) {
        return "'" + name + "': " + scripts.unknown(name).text();
      }
    }
    return "";
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Read read) {
      return onRead(read);
    } else if (message instanceof NotRead notRead) {
      return onNotRead(notRead);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onRead(Read message) {
    if (message.unknown().isEmpty()) {
      answer.done(message.fields());
    } else {
      answer.failed(ExitCode.NO_SUCH_SERVICE, message.unknown(), message.fields());
    }
    return Behaviors.stopped();
  }

  private Behavior<Message> onNotRead(NotRead message) {
    answer.failed(ExitCode.FAILED, "cannot read the logs: " + message.why(), Map.of());
    return Behaviors.stopped();
  }
}
