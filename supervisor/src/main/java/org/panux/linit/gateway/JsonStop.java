package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.panux.linit.model.Reason;
import org.panux.linit.process.InitScripts;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.service.StopReply;

/**
 * The JSON requests {@code stop} and {@code restart}: answered when all have stopped, and for
 * {@code restart} when all that was asked for runs again.
 */
final class JsonStop extends AbstractBehavior<JsonStop.Message> {
  sealed interface Message {}

  private record Looked(Registry.Looked looked) implements Message {}

  private record Checked(Optional<Reason> unknown) implements Message {}

  private record Stopping(StopReply reply) implements Message {}

  private final Gateway.Setup setup;
  private final Optional<Service.Identity> speaker;
  private final JsonAnswer answer;

  /**
   * @param speaker the service whose script asks, and waits for the answer
   */
  static Behavior<Message> create(
      Gateway.Setup setup, Optional<Service.Identity> speaker, JsonAnswer answer) {
    return Behaviors.setup(context -> new JsonStop(context, setup, speaker, answer));
  }

  private JsonStop(
      ActorContext<Message> context,
      Gateway.Setup setup,
      Optional<Service.Identity> speaker,
      JsonAnswer answer) {
    super(context);
    this.setup = setup;
    this.speaker = speaker;
    this.answer = answer;
    setup
        .registry()
        .tell(new Registry.Look(context.messageAdapter(Registry.Looked.class, Looked::new)));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Looked.class, this::onLooked)
        .onMessage(Checked.class, this::onChecked)
        .onMessage(Stopping.class, message -> onReply(message.reply()))
        .build();
  }

  /** A name that the registry does not know may have a script all the same. */
  private Behavior<Message> onLooked(Looked message) {
    Set<String> known =
        message.looked().graph().services().stream()
            .filter(view -> !view.unknown())
            .map(ServiceView::name)
            .collect(Collectors.toSet());
    List<String> others =
        answer.request().names().stream().filter(name -> !known.contains(name)).toList();
    InitScripts scripts = setup.scripts();
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () ->
                    others.stream()
                        .filter(name -> !scripts.exists(name))
                        .findFirst()
                        .map(scripts::unknown),
                setup.blocking()),
            (unknown, failure) -> new Checked(failure == null ? unknown : Optional.empty()));
    return this;
  }

  private Behavior<Message> onChecked(Checked message) {
    if (message.unknown().isPresent()) {
      return fail(message.unknown().get());
    }
    ActorRef<StopReply> replies = getContext().messageAdapter(StopReply.class, Stopping::new);
    setup
        .registry()
        .tell(
            new Registry.Stop(
                speaker.map(Service.Identity::name),
                answer.request().names(),
                answer.request().op() == Op.RESTART,
                replies));
    return this;
  }

  private Behavior<Message> onReply(StopReply reply) {
    if (reply instanceof StopReply.Refused refused) {
      return fail(refused.reason());
    }
    if (reply instanceof StopReply.Done done) {
      if (answer.request().op() == Op.RESTART) {
        getContext().spawnAnonymous(JsonStart.create(setup, speaker, done.restart(), answer));
        return waitForRestart();
      }
      return stopped(done.services());
    }
    return this;
  }

  /** The restart's starts are under way already; the child waits for them and answers. */
  private Behavior<Message> waitForRestart() {
    getContext().getChildren().forEach(getContext()::watch);
    return Behaviors.receive(Message.class)
        .onSignal(Terminated.class, signal -> Behaviors.stopped())
        .build();
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
