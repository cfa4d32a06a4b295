package org.panux.linit.ctl;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.Text;

/** The verb {@code graph}: dependencies as they were discovered, in several formats. */
final class Graph {
  private static final List<String> FORMATS = List.of("text", "dot", "mermaid", "json");

  private Graph() {}

  static int run(Linitctl ctl) throws IOException {
    String format = ctl.line().pictures().format();
    if (!format.isEmpty() && !FORMATS.contains(format)) {
      return ctl.fail(
          ExitCode.USAGE,
          "unknown format '"
              + Text.clip(format, 64)
              + "': it is text, dot, mermaid or json"
              + Text.didYouMean(format, FORMATS));
    }
    return ctl.talk(Verb.GRAPH, client -> show(ctl, client, format));
  }

  private static int show(Linitctl ctl, LinitClient client, String format) throws IOException {
    boolean json = format.equals("json") || format.isEmpty() && ctl.line().json();
    Reply reply = client.request(Op.GRAPH, ctl.line().names());
    if (!reply.ok()) {
      int code = reply.code() == ExitCode.NO_STATUS ? ExitCode.NO_SUCH_SERVICE : reply.code();
      if (json) {
        ctl.out().println(Json.write(reply.fields()));
        return code;
      }
      return ctl.fail(code, reply.error());
    }
    // A name may stand for another service.
    List<String> names =
        reply.fields().get("names") instanceof List<?> meant
            ? meant.stream().map(String.class::cast).toList()
            : List.of();
    boolean reverse = ctl.line().pictures().reverse();
    if (json && !reverse) {
      ctl.out().println(Json.write(reply.fields()));
      return ExitCode.DONE;
    }
    GraphView graph = GraphView.of(reply.fields());
    if (reverse && !names.isEmpty()) {
      graph = above(client.ask(Operation.graph()), names);
    }
    switch (json ? "json" : format) {
      case "json" -> {
        Map<String, Object> fields = new LinkedHashMap<>(reply.fields());
        fields.putAll(graph.toJson());
        ctl.out().println(Json.write(fields));
      }
      case "dot" -> GraphMarkup.dot(ctl.out(), graph);
      case "mermaid" -> GraphMarkup.mermaid(ctl.out(), graph);
      default -> GraphText.print(ctl.out(), reverse ? turned(graph) : graph, names);
    }
    return ExitCode.DONE;
  }

  /** {@code names} and whatever needs them, directly or not. */
  static GraphView above(GraphView graph, List<String> names) {
    Map<String, List<String>> needing = new HashMap<>();
    graph
        .edges()
        .forEach(it -> needing.computeIfAbsent(it.to(), key -> new ArrayList<>()).add(it.from()));
    Set<String> found = new HashSet<>();
    Deque<String> todo = new ArrayDeque<>(names);
    while (!todo.isEmpty()) {
      String name = todo.pop();
      if (found.add(name)) {
        todo.addAll(needing.getOrDefault(name, List.of()));
      }
    }
    return new GraphView(
        graph.services().stream().filter(it -> found.contains(it.name())).toList(),
        graph.edges().stream().filter(it -> found.contains(it.to())).toList());
  }

  /** In the order of names: who asked first is chance. */
  private static GraphView turned(GraphView graph) {
    return new GraphView(
        graph.services(),
        graph.edges().stream()
            .sorted(Comparator.comparing(GraphView.Edge::from))
            .map(it -> new GraphView.Edge(it.to(), it.from(), it.kind()))
            .toList());
  }
}
