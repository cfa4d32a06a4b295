package org.panux.linit.gateway;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Explanation;
import org.panux.linit.model.Reason;
import org.panux.linit.model.Report;
import org.panux.linit.process.InitScripts;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.service.Registry;

/**
 * The JSON request {@code wait}: answered when all names run, or one of them; or at the moment when
 * that can no longer be.
 */
final class JsonWait extends JsonActor<JsonWait.Message> {
  sealed interface Message {}

  private record Checked(Optional<Reason> unknown) implements Message {}

  private record Over(Registry.Awaited awaited) implements Message {}

  private record Read(List<Explanation> lost, Map<String, List<String>> logs) implements Message {}

  private final Gateway.Setup setup;

  static Behavior<Message> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonWait(context, setup, answer));
  }

  private JsonWait(ActorContext<Message> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context, answer);
    this.setup = setup;
    InitScripts scripts = setup.scripts();
    List<String> names = answer.request().names();
    pipeToSelf(
        CompletableFuture.supplyAsync(
            () ->
                names.stream()
                    .filter(name -> !scripts.exists(name))
                    .findFirst()
                    .map(name -> scripts.unknown(name)),
            setup.blocking()),
        (unknown, failure) -> new Checked(failure == null ? unknown : Optional.empty()));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Checked checked) {
      return onChecked(checked.unknown());
    } else if (message instanceof Over over) {
      return onOver(over.awaited());
    } else if (message instanceof Read read) {
      return onRead(read);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onChecked(Optional<Reason> unknown) {
    if (unknown.isPresent()) {
      answer.failed(unknown.get().code(), "cannot wait: " + unknown.get().text(), Map.of());
      return Behaviors.stopped();
    }
    setup
        .registry()
        .tell(
            new Registry.Await(
                answer.request().names(),
                answer.request().details().any(),
                adapter(Registry.Awaited.class, Over::new)));
    return this;
  }

  private Behavior<Message> onOver(Registry.Awaited awaited) {
    if (awaited.lost().isEmpty()) {
      answer.done(Map.of("running", awaited.running()));
      return Behaviors.stopped();
    }
    pipeToSelf(
        LastWords.of(setup, awaited.lost()),
        (logs, failure) -> new Read(awaited.lost(), failure == null ? logs : Map.of()));
    return this;
  }

  private Behavior<Message> onRead(Read read) {
    List<Map<String, Object>> failures = new ArrayList<>();
    List<Map<String, Object>> services = new ArrayList<>();
    for (Explanation lost : read.lost()) {
      Map<String, Object> failure = new LinkedHashMap<>();
      failure.put("name", lost.service().name());
      failure.put("code", ExitCode.FAILED);
      failure.put("error", problem(lost.service()));
      failures.add(failure);
      services.add(WhyJson.of(lost, read.logs()));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("failures", failures);
    fields.put("services", services);
    answer.failed(ExitCode.FAILED, (String) failures.get(0).get("error"), fields);
    return Behaviors.stopped();
  }

  private static String problem(Report service) {
    String name = "'" + service.name() + "' ";
    if (service.state() == ServiceState.NULL) {
      return name + "is not being started";
    }
    String why = service.reason().text().isEmpty() ? "" : ": " + service.reason().text();
    return switch (service.state()) {
      case FAILED -> name + "has failed" + why;
      case STOPPED -> name + "is stopped" + why;
      default -> name + "is being stopped" + why;
    };
  }
}
