package org.panux.linit.gateway;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Notice;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.service.Registry;

/**
 * The JSON request {@code start} that waits for nothing: it has a start begun ({@code no_wait}), or
 * only says what it would start ({@code dry_run}).
 */
final class JsonBegin extends JsonActor<JsonBegin.Message> {
  sealed interface Message {}

  private record Looked(Registry.Looked looked) implements Message {}

  private record Checked(GraphView graph, Optional<Reason> unknown) implements Message {}

  private record Heard(Notice notice) implements Message {}

  private final Gateway.Setup setup;

  /** The start has been asked for. */
  private boolean asked;

  static Behavior<Message> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonBegin(context, setup, answer));
  }

  private JsonBegin(ActorContext<Message> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context, answer);
    this.setup = setup;
    look();
  }

  private void look() {
    setup.registry().tell(new Registry.Look(adapter(Registry.Looked.class, Looked::new)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Looked looked) {
      return onLooked(looked.looked().graph());
    } else if (message instanceof Checked checked) {
      return onChecked(checked);
    } else if (message instanceof Heard) {
      return this;
    }
    return Behaviors.unhandled();
  }

  private List<String> names() {
    return answer.request().names();
  }

  private Behavior<Message> onLooked(GraphView graph) {
    if (asked) {
      // The registry has dealt with the start by then.
      answer.done(Map.of("starting", names()));
      return Behaviors.stopped();
    }
    pipeToSelf(
        Known.check(setup, graph, names()),
        (unknown, failure) -> new Checked(graph, failure == null ? unknown : Optional.empty()));
    return this;
  }

  private Behavior<Message> onChecked(Checked message) {
    if (message.unknown().isPresent()) {
      Reason reason = message.unknown().get();
      answer.failed(reason.code(), "cannot start: " + reason.text(), Map.of());
      return Behaviors.stopped();
    }
    if (answer.request().details().dryRun()) {
      StartPlan plan = StartPlan.of(message.graph(), names());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("would_start", plan.starts());
      fields.put("never_ran", plan.unknown());
      answer.done(fields);
      return Behaviors.stopped();
    }
    setup
        .registry()
        .tell(
            new Registry.Start(
                Asker.CLIENT, names(), adapter(Notice.class, Heard::new), Optional.empty()));
    asked = true;
    look();
    return this;
  }
}
