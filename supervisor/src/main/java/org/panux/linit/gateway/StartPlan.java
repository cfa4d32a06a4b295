package org.panux.linit.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * What a start would start, as far as it is known: a script's needs are what it asked for in its
 * newest run, and of one that has never run they are not known.
 *
 * @param starts in an order in which they could be started, what is needed first
 * @param unknown those of them that have never run
 */
record StartPlan(List<String> starts, List<String> unknown) {
  static StartPlan of(GraphView graph, List<String> names) {
    Map<String, ServiceView> views = new HashMap<>();
    graph.services().forEach(view -> views.put(view.name(), view));
    Map<String, List<String>> needs = new HashMap<>();
    for (GraphView.Edge edge : graph.edges()) {
      if (!edge.kind().equals(DependencyKind.AFTER.word())) {
        needs.computeIfAbsent(edge.from(), key -> new ArrayList<>()).add(edge.to());
      }
    }
    List<String> starts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      // Each stands on the stack twice: once to look below it, once to be listed itself.
      Deque<String> todo = new ArrayDeque<>(List.of(name));
      Set<String> open = new HashSet<>();
      while (!todo.isEmpty()) {
        String next = todo.pop();
        if (open.remove(next)) {
          starts.add(next);
        } else if (!goesOn(views.get(next)) && seen.add(next)) {
          open.add(next);
          todo.push(next);
          List<String> below = needs.getOrDefault(next, List.of());
          for (int i = below.size() - 1; i >= 0; i--) {
            if (!seen.contains(below.get(i))) {
              todo.push(below.get(i));
            }
          }
        }
      }
    }
    return new StartPlan(
        starts,
        starts.stream()
            .filter(name -> !views.containsKey(name) || views.get(name).runs() == 0)
            .toList());
  }

  private static boolean goesOn(ServiceView view) {
    return view != null
        && (view.state() == ServiceState.RUNNING || view.state() == ServiceState.STARTING);
  }
}
