package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.service.StopReply;

/**
 * The JSON requests {@code stop}, {@code restart} and {@code try-restart}: answered when all have
 * stopped, and for a restart when all that was asked for runs again.
 */
final class JsonStop extends JsonActor<JsonStop.Message> {
  sealed interface Message {}

  private record Looked(Registry.Looked looked) implements Message {}

  private record Checked(Optional<Reason> unknown) implements Message {}

  private record Stopping(StopReply reply) implements Message {}

  private final Gateway.Setup setup;
  private final Optional<Service.Identity> speaker;

  /**
   * @param speaker the service whose script asks, and waits for the answer
   */
  static Behavior<Message> create(
      Gateway.Setup setup, Optional<Service.Identity> speaker, JsonAnswer answer) {
    return Actor.create(context -> new JsonStop(context, setup, speaker, answer));
  }

  private JsonStop(
      ActorContext<Message> context,
      Gateway.Setup setup,
      Optional<Service.Identity> speaker,
      JsonAnswer answer) {
    super(context, answer);
    this.setup = setup;
    this.speaker = speaker;
    setup.registry().tell(new Registry.Look(adapter(Registry.Looked.class, Looked::new)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Looked looked) {
      return onLooked(looked);
    } else if (message instanceof Checked checked) {
      return onChecked(checked);
    } else if (message instanceof Stopping stopping) {
      return onReply(stopping.reply());
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onLooked(Looked message) {
    pipeToSelf(
        Known.check(setup, message.looked().graph(), answer.request().names()),
        (unknown, failure) -> new Checked(failure == null ? unknown : Optional.empty()));
    return this;
  }

  private Behavior<Message> onChecked(Checked message) {
    if (message.unknown().isPresent()) {
      return fail(message.unknown().get());
    }
    ActorRef<StopReply> replies = adapter(StopReply.class, Stopping::new);
    setup
        .registry()
        .tell(
            new Registry.Stop(
                speaker.map(Service.Identity::name),
                answer.request().names(),
                kind(),
                answer.request().details().dryRun(),
                replies));
    return this;
  }

  private Registry.StopKind kind() {
    return switch (answer.request().op()) {
      case RESTART -> Registry.StopKind.RESTART;
      case TRY_RESTART -> Registry.StopKind.TRY_RESTART;
      default -> Registry.StopKind.STOP;
    };
  }

  private Behavior<Message> onReply(StopReply reply) {
    if (reply instanceof StopReply.Refused refused) {
      return fail(refused.reason());
    }
    if (reply instanceof StopReply.Planned planned) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("would_stop", planned.stops());
      if (kind() != Registry.StopKind.STOP) {
        fields.put("would_start", planned.starts());
      }
      answer.done(fields);
      return Behaviors.stopped();
    }
    if (reply instanceof StopReply.Begun begun && answer.request().details().noWait()) {
      answer.done(Map.of("stopping", List.copyOf(begun.names())));
      return Behaviors.stopped();
    }
    if (reply instanceof StopReply.Done done) {
      return done.restart().isPresent() ? started(done) : stopped(done.services());
    }
    return this;
  }

  private Behavior<Message> started(StopReply.Done done) {
    List<String> all = done.services().stream().map(ServiceView::name).toList();
    List<String> names = answer.request().names().stream().filter(all::contains).toList();
    if (names.isEmpty()) {
      answer.done(Map.of("started", names));
      return Behaviors.stopped();
    }
    // The restart's starts are under way already; the child waits for them and answers.
    getContext()
        .watch(
            getContext()
                .spawnAnonymous(JsonStart.create(setup, speaker, names, done.restart(), answer)));
    return this;
  }

  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> starting) {
    return Behaviors.stopped();
  }

  private Behavior<Message> stopped(List<ServiceView> services) {
    List<String> names = services.stream().map(ServiceView::name).toList();
    Optional<ServiceView> bad = services.stream().filter(view -> view.code() != 0).findFirst();
    if (bad.isPresent()) {
      String error = "'" + bad.get().name() + "' was stopped, but " + bad.get().reason();
      answer.failed(ExitCode.FAILED, error, Map.of("stopped", names));
    } else {
      answer.done(Map.of("stopped", names));
    }
    return Behaviors.stopped();
  }

  private Behavior<Message> fail(Reason reason) {
    String verb = answer.request().op().word();
    answer.failed(reason.code(), "cannot " + verb + ": " + reason.text(), Map.of());
    return Behaviors.stopped();
  }
}
