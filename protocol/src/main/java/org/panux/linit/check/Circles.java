package org.panux.linit.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.panux.linit.protocol.WaitPath;

/** Finds services that need each other, in what scripts say that they need; pure. */
final class Circles {
  /**
   * One service needs another one.
   *
   * @param line where its script says so; 0 where linitd itself does it
   * @param hard whether a circle that it closes is sure to fail a start
   */
  record Edge(String from, String to, int line, boolean hard) {}

  /**
   * A circle.
   *
   * @param at the place to say it
   * @param names all of them, the first one twice
   */
  record Circle(Edge at, List<String> names, boolean hard) {}

  /** Whoever has more has seen enough. */
  private static final int MOST = 100;

  private Circles() {}

  /** Circles such that none is left where each lost one edge; sure ones first. */
  static List<Circle> find(List<Edge> edges) {
    List<Circle> found = new ArrayList<>();
    Set<Edge> open = new LinkedHashSet<>(edges);
    find(open, edges.stream().filter(Edge::hard).toList(), true, found);
    find(open, List.copyOf(open), false, found);
    return found;
  }

  /** Finds circles of {@code edges}, and takes the edge that closes each out of {@code open}. */
  private static void find(Set<Edge> open, List<Edge> edges, boolean hard, List<Circle> found) {
    Set<Edge> left = new LinkedHashSet<>(edges);
    Set<Edge> closing = new HashSet<>(edges);
    Optional<Circle> next = first(left, closing, hard);
    while (next.isPresent() && found.size() < MOST) {
      found.add(next.get());
      left.remove(next.get().at());
      open.remove(next.get().at());
      next = first(left, closing, hard);
    }
  }

  /** Any circle of {@code left}, and takes out of {@code closing} what closes none. */
  private static Optional<Circle> first(Set<Edge> left, Set<Edge> closing, boolean hard) {
    left.retainAll(trim(trim(left, Edge::from, Edge::to), Edge::to, Edge::from));
    Map<String, List<Edge>> from = new TreeMap<>();
    left.forEach(edge -> from.computeIfAbsent(edge.from(), name -> new ArrayList<>()).add(edge));
    for (List<Edge> all : from.values()) {
      for (Edge edge : all) {
        if (edge.line() > 0 && closing.contains(edge)) {
          List<String> back = WaitPath.find(edge.to(), edge.from(), name -> next(from, name));
          if (!back.isEmpty()) {
            List<String> names = new ArrayList<>(List.of(edge.from()));
            names.addAll(back);
            return Optional.of(new Circle(edge, names, hard));
          }
          closing.remove(edge);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> next(Map<String, List<Edge>> from, String name) {
    List<String> names = new ArrayList<>();
    from.getOrDefault(name, List.of()).forEach(edge -> names.add(edge.to()));
    return names;
  }

  /** The edges that do not end, by however many steps, where none begins. */
  private static Set<Edge> trim(
      Set<Edge> edges, Function<Edge, String> begin, Function<Edge, String> end) {
    Map<String, Integer> leaving = new HashMap<>();
    Map<String, List<Edge>> arriving = new HashMap<>();
    for (Edge edge : edges) {
      leaving.merge(begin.apply(edge), 1, Integer::sum);
      arriving.computeIfAbsent(end.apply(edge), name -> new ArrayList<>()).add(edge);
    }
    Set<Edge> left = new LinkedHashSet<>(edges);
    Deque<String> ends = new ArrayDeque<>(arriving.keySet());
    ends.removeIf(leaving::containsKey);
    while (!ends.isEmpty()) {
      for (Edge edge : arriving.getOrDefault(ends.remove(), List.of())) {
        left.remove(edge);
        if (leaving.merge(begin.apply(edge), -1, Integer::sum) == 0) {
          ends.add(begin.apply(edge));
        }
      }
    }
    return left;
  }
}
