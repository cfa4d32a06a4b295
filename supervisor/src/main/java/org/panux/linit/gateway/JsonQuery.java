package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.panux.linit.actor.Actor;
import org.panux.linit.process.InitScripts;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.service.Registry;

/** The JSON requests {@code status}, {@code list} and {@code graph}: they change nothing. */
final class JsonQuery extends JsonActor<JsonQuery.Message> {
  sealed interface Message {}

  private record Looked(Registry.Looked looked) implements Message {}

  /**
   * What the folder adds to what the registry knows.
   *
   * @param details more fields of services, by their names
   */
  private record Completed(
      GraphView graph, String unknown, Map<String, Map<String, Object>> details)
      implements Message {
    Completed with(Map<String, Map<String, Object>> more) {
      return new Completed(graph, unknown, more);
    }
  }

  private record Inspected(Inspection.Done done) implements Message {}

  private final Gateway.Setup setup;

  /** What is known before the details are. */
  private Completed completed;

  static Behavior<Message> create(Gateway.Setup setup, JsonAnswer answer) {
    return Actor.create(context -> new JsonQuery(context, setup, answer));
  }

  private JsonQuery(ActorContext<Message> context, Gateway.Setup setup, JsonAnswer answer) {
    super(context, answer);
    this.setup = setup;
    setup.registry().tell(new Registry.Look(adapter(Registry.Looked.class, Looked::new)));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Looked looked) {
      return onLooked(looked);
    } else if (message instanceof Completed completed) {
      return onCompleted(completed);
    } else if (message instanceof Inspected inspected) {
      inspected
          .done()
          .fields()
          .forEach(
              (name, fields) ->
                  completed.details().computeIfAbsent(name, key -> new HashMap<>()).putAll(fields));
      return answer(completed);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onLooked(Looked message) {
    GraphView graph = message.looked().graph();
    List<String> names = answer.request().names();
    StatusDetails details = new StatusDetails(setup.scripts(), setup.status(), setup.blocking());
    InitScripts scripts = setup.scripts();
    Op op = answer.request().op();
    boolean all = op == Op.LIST;
    pipeToSelf(
        CompletableFuture.supplyAsync(() -> complete(graph, names, scripts, all), setup.blocking())
            .thenCompose(
                completed ->
                    op == Op.STATUS && !names.isEmpty()
                        ? details.of(chosen(completed.graph(), names)).thenApply(completed::with)
                        : CompletableFuture.completedFuture(completed)),
        (result, failure) -> failure == null ? result : new Completed(graph, "", Map.of()));
    return this;
  }

  /** It has told what it has found; that may have been overtaken by its end. */
  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> inspection) {
    return this;
  }

  private static Completed complete(
      GraphView graph, List<String> names, InitScripts scripts, boolean all) {
    Map<String, ServiceView> views = new LinkedHashMap<>();
    graph.services().forEach(view -> views.put(view.name(), view));
    if (all) {
      scripts.names().forEach(name -> views.computeIfAbsent(name, ServiceView::neverStarted));
    }
    String unknown = "";
    for (String name : names) {
      boolean known = views.containsKey(name) && !views.get(name).unknown();
      if (known) {
        continue;
      }
      if (scripts.exists(name)) {
        views.putIfAbsent(name, ServiceView.neverStarted(name));
      } else {
        // It may still stand in the graph, because somebody needs it.
        views.remove(name);
        unknown = unknown.isEmpty() ? "'" + name + "': " + scripts.unknown(name).text() : unknown;
      }
    }
    return new Completed(
        new GraphView(List.copyOf(views.values()), graph.edges()), unknown, Map.of());
  }

  private Behavior<Message> onCompleted(Completed message) {
    List<String> names = answer.request().names();
    if (!answer.request().details().details() || names.isEmpty()) {
      return answer(message);
    }
    completed = message.with(new HashMap<>(message.details()));
    getContext()
        .watch(
            getContext()
                .spawnAnonymous(
                    Inspection.create(
                        setup,
                        chosen(message.graph(), names),
                        adapter(Inspection.Done.class, Inspected::new))));
    return this;
  }

  private Behavior<Message> answer(Completed message) {
    List<String> names = answer.request().names();
    Map<String, Object> fields =
        switch (answer.request().op()) {
          case GRAPH -> graph(message.graph(), names);
          case STATUS -> status(message);
          default -> services(sorted(message.graph().services()));
        };
    if (message.unknown().isEmpty()) {
      answer.done(fields);
    } else {
      answer.failed(ExitCode.NO_STATUS, message.unknown(), fields);
    }
    return Behaviors.stopped();
  }

  /** The graph below {@code names}, and what these are where one has been resolved. */
  private static Map<String, Object> graph(GraphView graph, List<String> names) {
    Map<String, Object> json = new LinkedHashMap<>(below(graph, names).toJson());
    if (!names.isEmpty()) {
      json.put("names", names);
    }
    return json;
  }

  /** Each service with what it needs and who needs it, and its details. */
  private Map<String, Object> status(Completed message) {
    List<String> names = answer.request().names();
    boolean brief = answer.request().details().brief();
    GraphView graph = message.graph();
    Function<ServiceView, Map<String, Object>> toJson =
        view -> {
          Map<String, Object> json = view.toJson();
          if (!brief) {
            json.put("needs", ends(graph, GraphView.Edge::from, GraphView.Edge::to, view.name()));
            json.put(
                "needed_by", ends(graph, GraphView.Edge::to, GraphView.Edge::from, view.name()));
          }
          json.putAll(message.details().getOrDefault(view.name(), Map.of()));
          return json;
        };
    return Map.of("services", Json.each(chosen(graph, names), toJson));
  }

  private static List<String> ends(
      GraphView graph,
      Function<GraphView.Edge, String> here,
      Function<GraphView.Edge, String> there,
      String name) {
    return graph.edges().stream()
        .filter(edge -> !edge.kind().equals(DependencyKind.AFTER.word()))
        .filter(edge -> here.apply(edge).equals(name))
        .map(there)
        .toList();
  }

  private static List<ServiceView> chosen(GraphView graph, List<String> names) {
    if (names.isEmpty()) {
      return sorted(graph.services());
    }
    Map<String, ServiceView> views =
        graph.services().stream().collect(Collectors.toMap(ServiceView::name, view -> view));
    return names.stream().filter(views::containsKey).map(views::get).toList();
  }

  /** The part of {@code graph} that {@code names} reach; all of it where there are none. */
  private static GraphView below(GraphView graph, List<String> names) {
    if (names.isEmpty()) {
      return graph;
    }
    Map<String, List<GraphView.Edge>> from =
        graph.edges().stream().collect(Collectors.groupingBy(GraphView.Edge::from));
    Set<String> reached = new LinkedHashSet<>(names);
    List<GraphView.Edge> edges = new ArrayList<>();
    Deque<String> todo = new ArrayDeque<>(names);
    while (!todo.isEmpty()) {
      for (GraphView.Edge edge : from.getOrDefault(todo.pop(), List.of())) {
        edges.add(edge);
        if (reached.add(edge.to())) {
          todo.push(edge.to());
        }
      }
    }
    return new GraphView(
        graph.services().stream().filter(view -> reached.contains(view.name())).toList(), edges);
  }

  private static List<ServiceView> sorted(List<ServiceView> views) {
    return views.stream().sorted(Comparator.comparing(ServiceView::name)).toList();
  }

  private static Map<String, Object> services(List<ServiceView> views) {
    return Map.of("services", Json.each(views, ServiceView::toJson));
  }
}
