package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.DependencyKind;

/** Who needs whom, with maps and a plain search: what the real graph is compared with. */
final class NaiveGraph {
  record Edge(String from, String to) {
    @Override
    public String toString() {
      return from + "→" + to;
    }
  }

  private final Map<String, Map<String, DependencyKind>> needs = new LinkedHashMap<>();

  /**
   * Whether {@code from} is reached from {@code to}, so that an edge between them closes a circle.
   *
   * @param orders whether mere orders count
   */
  boolean closes(String from, String to, boolean orders) {
    Set<String> seen = new HashSet<>(Set.of(to));
    Deque<String> todo = new ArrayDeque<>(seen);
    while (!todo.isEmpty()) {
      String name = todo.pop();
      if (name.equals(from)) {
        return true;
      }
      needs
          .getOrDefault(name, Map.of())
          .forEach(
              (other, kind) -> {
                if ((orders || kind != DependencyKind.AFTER) && seen.add(other)) {
                  todo.push(other);
                }
              });
    }
    return false;
  }

  void enter(String from, String to, DependencyKind kind) {
    needs
        .computeIfAbsent(from, key -> new LinkedHashMap<>())
        .merge(to, kind, (old, now) -> old.ordinal() < now.ordinal() ? old : now);
  }

  void remove(Edge edge) {
    needs.getOrDefault(edge.from(), new LinkedHashMap<>()).remove(edge.to());
  }

  void forget(String from) {
    needs.remove(from);
  }

  boolean has(String from, String to) {
    return needs.getOrDefault(from, Map.of()).containsKey(to);
  }

  boolean isOrder(Edge edge) {
    return needs.getOrDefault(edge.from(), Map.of()).get(edge.to()) == DependencyKind.AFTER;
  }

  Set<Edge> edges() {
    return kinds().keySet();
  }

  Map<Edge, DependencyKind> kinds() {
    Map<Edge, DependencyKind> all = new LinkedHashMap<>();
    needs.forEach(
        (from, others) -> others.forEach((to, kind) -> all.put(new Edge(from, to), kind)));
    return all;
  }

  /** Whether a circle of {@code edges} passes through one of them. */
  boolean hasCircle() {
    for (String name : needs.keySet()) {
      for (String other : List.copyOf(needs.get(name).keySet())) {
        if (closes(name, other, true)) {
          return true;
        }
      }
    }
    return false;
  }
}
