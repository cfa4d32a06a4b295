package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Notice;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.state.Journal;

/** The JSON request {@code start}: answered when every name runs, or cannot come to run. */
final class JsonStart extends JsonActor<JsonStart.Message> {
  sealed interface Message {}

  private record Heard(Notice notice) implements Message {}

  private record Judged(Service.Verdict verdict) implements Message {}

  private record WrittenDown() implements Message {}

  private final ActorRef<Registry.Message> registry;
  private final ActorRef<Journal.Message> journal;
  private final Optional<Moment> wave;
  private final List<String> names;
  private final Set<String> open;
  private final Map<String, Map<String, Object>> failures = new HashMap<>();

  /**
   * @param speaker the service whose script asks: then its wait is an edge of the graph
   * @param wave of starts that this belongs to; a new one where it is empty
   */
  static Behavior<Message> create(
      Gateway.Setup setup,
      Optional<Service.Identity> speaker,
      List<String> names,
      Optional<Moment> wave,
      JsonAnswer answer) {
    return Actor.create(context -> new JsonStart(context, setup, speaker, names, wave, answer));
  }

  private JsonStart(
      ActorContext<Message> context,
      Gateway.Setup setup,
      Optional<Service.Identity> speaker,
      List<String> names,
      Optional<Moment> wave,
      JsonAnswer answer) {
    super(context, answer);
    this.registry = setup.registry();
    this.journal = setup.journal();
    this.wave = wave;
    this.names = names;
    this.open = new LinkedHashSet<>(names);
    if (speaker.isPresent()) {
      ActorRef<Service.Verdict> judge = adapter(Service.Verdict.class, Judged::new);
      Service.Identity script = speaker.get();
      script.service().tell(new Service.Depend(script.run(), DependencyKind.DEP, names, judge));
    } else {
      start();
    }
  }

  private void start() {
    registry.tell(new Registry.Start(Asker.CLIENT, names, adapter(Notice.class, Heard::new), wave));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Heard heard) {
      return onHeard(heard);
    } else if (message instanceof Judged judged) {
      return onJudged(judged);
    } else if (message instanceof WrittenDown) {
      return end();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onHeard(Heard message) {
    Notice notice = message.notice();
    if (!open.contains(notice.name())) {
      return this;
    }
    switch (notice.state()) {
      case STARTING, STOPPING -> {}
      case RUNNING -> open.remove(notice.name());
      case FAILED, STOPPED, NULL -> {
        open.remove(notice.name());
        failures.put(notice.name(), failure(notice));
      }
    }
    if (open.isEmpty()) {
      // Whoever is told that it is done may rely on it, whatever becomes of linitd.
      journal.tell(new Journal.Forward<>(getContext().getSelf(), new WrittenDown()));
    }
    return this;
  }

  private static Map<String, Object> failure(Notice notice) {
    Reason reason = notice.reason();
    String why = notice.state() == ServiceState.FAILED ? "" : "it was stopped: ";
    Map<String, Object> failure = new LinkedHashMap<>();
    failure.put("name", notice.name());
    failure.put("code", reason.ok() ? ExitCode.FAILED : reason.code());
    failure.put("error", "cannot start '" + notice.name() + "': " + why + reason.text());
    return failure;
  }

  private Behavior<Message> end() {
    // As they were asked for, not as it happened to turn out.
    List<Map<String, Object>> ordered = new ArrayList<>();
    for (String name : new LinkedHashSet<>(names)) {
      Map<String, Object> failure = failures.get(name);
      if (failure != null) {
        ordered.add(failure);
      }
    }
    answer.ended(Map.of("started", names), ordered);
    return Behaviors.stopped();
  }

  private Behavior<Message> onJudged(Judged message) {
    if (message.verdict().reason().isEmpty()) {
      start();
      return this;
    }
    Reason reason = message.verdict().reason().get();
    if (reason.ok()) {
      answer.done(Map.of("started", names));
    } else {
      answer.failed(reason.code(), reason.text(), Map.of());
    }
    return Behaviors.stopped();
  }
}
