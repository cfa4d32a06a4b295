package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.setting.InjectedFault;
import org.panux.linit.setting.SignalName;
import org.panux.linit.state.Journal;

/**
 * The JSON requests {@code reload}, {@code kill}, {@code reset} and {@code fault}: one service
 * after the other; all are tried, and those that fail are listed.
 */
final class JsonSteer extends JsonActor<JsonSteer.Message> {
  sealed interface Message {}

  private record Looked(Registry.Looked looked) implements Message {}

  private record Checked(Optional<Reason> unknown, List<String> names) implements Message {}

  private record WrittenDown() implements Message {}

  private record Judged(Service.Verdict verdict) implements Message {}

  private static final String TERM = "TERM";

  private final Gateway.Setup setup;
  private final Service.Steering what;
  private final ActorRef<Service.Verdict> judge;
  private final Deque<String> todo = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final List<Map<String, Object>> failures = new ArrayList<>();

  static Behavior<Message> create(Gateway.Setup setup, JsonAnswer answer) {
    if (answer.request().op() == Op.FAULT && !setup.faults()) {
      answer.failed(
          ExitCode.NOT_PERMITTED,
          "faults are not allowed here; 'faults = on' in linit.conf allows them",
          Map.of());
      return Behaviors.stopped();
    }
    return Actor.create(
        context -> {
          try {
            return new JsonSteer(context, setup, answer, what(answer));
          } catch (IllegalArgumentException e) {
            answer.failed(ExitCode.USAGE, e.getMessage(), Map.of());
            return Behaviors.stopped();
          }
        });
  }

  private static Service.Steering what(JsonAnswer answer) {
    return switch (answer.request().op()) {
      case KILL ->
          new Service.Signal(
              SignalName.parse(answer.request().details().signal().orElse(TERM)),
              answer.request().details().all());
      case FAULT -> new Service.Inject(fault(answer.request()));
      case RELOAD -> new Service.Reload();
      default -> new Service.Reset();
    };
  }

  private static InjectedFault fault(JsonRequest request) {
    InjectedFault fault = InjectedFault.parse(request.details().fault().orElseThrow());
    if (request.names().isEmpty() && fault.kind() != InjectedFault.Kind.CLEAR) {
      throw new IllegalArgumentException("'" + fault.text() + "' needs the name of a service");
    }
    return fault;
  }

  private JsonSteer(
      ActorContext<Message> context,
      Gateway.Setup setup,
      JsonAnswer answer,
      Service.Steering what) {
    super(context, answer);
    this.setup = setup;
    this.what = what;
    this.judge = adapter(Service.Verdict.class, Judged::new);
    setup.registry().tell(new Registry.Look(adapter(Registry.Looked.class, Looked::new)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Looked looked) {
      return onLooked(looked.looked().graph());
    } else if (message instanceof Checked checked) {
      return onChecked(checked);
    } else if (message instanceof Judged judged) {
      return onJudged(judged);
    } else if (message instanceof WrittenDown) {
      return end();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onLooked(GraphView graph) {
    List<String> asked = answer.request().names();
    List<String> names =
        !asked.isEmpty() ? asked : what instanceof Service.Inject ? broken(graph) : failed(graph);
    pipeToSelf(
        Known.check(setup, graph, names),
        (unknown, failure) -> new Checked(failure == null ? unknown : Optional.empty(), names));
    return this;
  }

  private static List<String> failed(GraphView graph) {
    return graph.services().stream()
        .filter(view -> view.state() == ServiceState.FAILED)
        .map(ServiceView::name)
        .toList();
  }

  private static List<String> broken(GraphView graph) {
    return graph.services().stream()
        .filter(view -> !view.main().faults().isEmpty())
        .map(ServiceView::name)
        .toList();
  }

  private Behavior<Message> onChecked(Checked message) {
    if (message.unknown().isPresent()) {
      Reason reason = message.unknown().get();
      answer.failed(reason.code(), "cannot " + deed() + ": " + reason.text(), Map.of());
      return Behaviors.stopped();
    }
    todo.addAll(message.names());
    return next();
  }

  private String deed() {
    return what instanceof Service.Inject inject
        ? "inject '" + inject.fault().text() + "'"
        : answer.request().op().word();
  }

  private String into() {
    return what instanceof Service.Inject ? " into " : " ";
  }

  private Behavior<Message> next() {
    if (!todo.isEmpty()) {
      setup.registry().tell(new Registry.Steer(todo.peek(), what, judge));
    } else {
      // Whoever is told that it is done may rely on it, whatever becomes of linitd.
      setup.journal().tell(new Journal.Forward<>(getContext().getSelf(), new WrittenDown()));
    }
    return this;
  }

  private Behavior<Message> end() {
    answer.ended(Map.of("done", done), failures);
    return Behaviors.stopped();
  }

  private Behavior<Message> onJudged(Judged message) {
    String name = todo.remove();
    Reason reason = message.verdict().reason().orElse(Reason.NONE);
    if (reason.ok()) {
      done.add(name);
    } else {
      Map<String, Object> failure = new LinkedHashMap<>();
      failure.put("name", name);
      failure.put("code", reason.code());
      failure.put("error", "cannot " + deed() + into() + "'" + name + "': " + reason.text());
      failures.add(failure);
    }
    return next();
  }
}
