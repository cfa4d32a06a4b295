package org.panux.linit.ctl;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * A graph as a tree: each service below whoever needs it. What has been shown with all that is
 * below it already is marked with {@code ↑} and not unfolded again.
 */
final class GraphText {
  private record Row(String name, String lead, String indent, String kind) {}

  private GraphText() {}

  /** Prints the tree below {@code roots}, or below everything that nobody needs. */
  static void print(PrintStream out, GraphView graph, List<String> roots) {
    Map<String, ServiceState> states = new LinkedHashMap<>();
    for (ServiceView view : graph.services()) {
      states.put(view.name(), view.state());
    }
    Map<String, List<GraphView.Edge>> from =
        graph.edges().stream().collect(Collectors.groupingBy(GraphView.Edge::from));
    Set<String> needed = graph.edges().stream().map(GraphView.Edge::to).collect(Collectors.toSet());
    List<String> tops =
        roots.isEmpty()
            ? states.keySet().stream().filter(name -> !needed.contains(name)).sorted().toList()
            : roots;
    Set<String> shown = new HashSet<>();
    tops.forEach(top -> print(out, top, states, from, shown));
    if (roots.isEmpty()) {
      // Edges of runs that are over can close a circle, with nothing above it.
      states.keySet().stream()
          .sorted()
          .filter(name -> !shown.contains(name))
          .forEach(name -> print(out, name, states, from, shown));
    }
  }

  private static void print(
      PrintStream out,
      String top,
      Map<String, ServiceState> states,
      Map<String, List<GraphView.Edge>> from,
      Set<String> shown) {
    // A stack and not a recursion: a chain can be longer than a thread's stack.
    Deque<Row> todo = new ArrayDeque<>();
    todo.push(new Row(top, "", "", ""));
    while (!todo.isEmpty()) {
      Row row = todo.pop();
      List<GraphView.Edge> below = from.getOrDefault(row.name(), List.of());
      boolean again = !shown.add(row.name()) && !below.isEmpty();
      ServiceState state = states.getOrDefault(row.name(), ServiceState.NULL);
      int rest = 2 + state.word().length() + (row.kind().isEmpty() ? 0 : 10) + (again ? 3 : 0);
      out.println(
          row.lead()
              + Terminal.cut(row.name(), row.lead().length() + rest)
              + "  "
              + Terminal.state(state, 0)
              + mark(row.kind())
              + (again ? Terminal.dim("  ↑") : ""));
      if (!again) {
        push(todo, row.indent(), below);
      }
    }
  }

  private static String mark(String kind) {
    return switch (kind) {
      case "want" -> Terminal.dim("  (wanted)");
      case "after" -> Terminal.dim("  (after)");
      default -> "";
    };
  }

  private static void push(Deque<Row> todo, String indent, List<GraphView.Edge> below) {
    for (int i = below.size() - 1; i >= 0; i--) {
      boolean last = i == below.size() - 1;
      GraphView.Edge edge = below.get(i);
      todo.push(
          new Row(
              edge.to(),
              indent + (last ? "└─ " : "├─ "),
              indent + (last ? "   " : "│  "),
              edge.kind()));
    }
  }
}
