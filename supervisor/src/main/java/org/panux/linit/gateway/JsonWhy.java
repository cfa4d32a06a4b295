package org.panux.linit.gateway;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Explanation;
import org.panux.linit.process.InitScripts;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.service.Registry;

/** The JSON request {@code why}: the chain from each service to the first cause. */
final class JsonWhy extends JsonActor<JsonWhy.Message> {
  sealed interface Message {}

  private record Explained(Registry.Explained explained) implements Message {}

  private record Completed(
      List<Explanation> explanations, Map<String, List<String>> logs, String unknown)
      implements Message {}

  private final Gateway.Setup setup;

  static Behavior<Message> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonWhy(context, setup, answer));
  }

  private JsonWhy(ActorContext<Message> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context, answer);
    this.setup = setup;
    setup
        .registry()
        .tell(
            new Registry.Explain(
                answer.request().names(), adapter(Registry.Explained.class, Explained::new)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Explained explained) {
      return onExplained(explained.explained().explanations());
    } else if (message instanceof Completed completed) {
      return onCompleted(completed);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onExplained(List<Explanation> explanations) {
    InitScripts scripts = setup.scripts();
    pipeToSelf(
        CompletableFuture.supplyAsync(() -> known(scripts, explanations), setup.blocking())
            .thenCompose(
                known ->
                    LastWords.of(setup, known.explanations())
                        .thenApply(
                            logs -> new Completed(known.explanations(), logs, known.unknown()))),
        (completed, failure) ->
            failure == null ? completed : new Completed(explanations, Map.of(), ""));
    return this;
  }

  /** Those of which there is something to say, and what is wrong with the first other name. */
  private static Completed known(InitScripts scripts, List<Explanation> explanations) {
    List<Explanation> known = new ArrayList<>();
    String unknown = "";
    for (Explanation explanation : explanations) {
      String name = explanation.service().name();
      boolean never =
          explanation.service().state() == ServiceState.NULL
              || explanation.service().reason().code() == ExitCode.NO_SUCH_SERVICE;
      if (!never || scripts.exists(name)) {
        known.add(explanation);
      } else if (unknown.isEmpty()) {
        unknown = "'" + name + "': " + scripts.unknown(name).text();
      }
    }
    return new Completed(known, Map.of(), unknown);
  }

  private Behavior<Message> onCompleted(Completed message) {
    List<Map<String, Object>> services =
        message.explanations().stream().map(it -> WhyJson.of(it, message.logs())).toList();
    Map<String, Object> fields = Map.of("services", services);
    if (message.unknown().isEmpty()) {
      answer.done(fields);
    } else {
      answer.failed(ExitCode.NO_SUCH_SERVICE, message.unknown(), fields);
    }
    return Behaviors.stopped();
  }
}
