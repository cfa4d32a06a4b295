package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.DependencyKind;

/**
 * Who needs whom: a directed graph that never holds a cycle.
 *
 * <p>A topological order is kept while edges come and go, so that most edges are checked without a
 * search. The algorithm is that of D. J. Pearce and P. H. J. Kelly, "A dynamic topological sort
 * algorithm for directed acyclic graphs" (2006): only the nodes between the two ends of a new edge,
 * in the order so far, are looked at.
 */
public final class DependencyGraph {
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Map<Integer, DependencyKind>> needs = new ArrayList<>();
  private final List<Set<Integer>> neededBy = new ArrayList<>();

  /** Place of each node in the order; a node comes before everything that it needs. */
  private final List<Integer> place = new ArrayList<>();

  /**
   * Enters that {@code from} needs {@code to}.
   *
   * @return an empty list, or the cycle that the edge would close, from {@code to} by way of {@code
   *     from} back to {@code to}; then nothing was entered
   */
  public List<String> link(String from, String to, DependencyKind kind) {
    int x = id(from);
    int y = id(to);
    if (x == y) {
      return List.of(from, to);
    }
    if (!needs.get(x).containsKey(y) && place.get(x) > place.get(y)) {
      Map<Integer, Integer> reached = search(y, x);
      if (reached.containsKey(x)) {
        return cycle(x, y, reached);
      }
      reorder(x, y, reached.keySet());
    }
    needs.get(x).merge(y, kind, DependencyKind::stronger);
    neededBy.get(y).add(x);
    return List.of();
  }

  /** Everything that {@code from} reaches before {@code until}'s place, with where it came from. */
  private Map<Integer, Integer> search(int from, int until) {
    Map<Integer, Integer> reached = new HashMap<>();
    Deque<Integer> todo = new ArrayDeque<>();
    reached.put(from, from);
    todo.push(from);
    while (!todo.isEmpty()) {
      int node = todo.pop();
      for (int next : needs.get(node).keySet()) {
        if (place.get(next) <= place.get(until) && reached.putIfAbsent(next, node) == null) {
          if (next == until) {
            return reached;
          }
          todo.push(next);
        }
      }
    }
    return reached;
  }

  private List<String> cycle(int x, int y, Map<Integer, Integer> reached) {
    Deque<String> path = new ArrayDeque<>();
    path.push(names.get(y));
    for (int node = x; node != y; node = reached.get(node)) {
      path.push(names.get(node));
    }
    path.push(names.get(y));
    return List.copyOf(path);
  }

  /** Moves what needs {@code x}, and {@code x}, in front of what {@code y} reaches. */
  private void reorder(int x, int y, Set<Integer> forward) {
    BitSet seen = new BitSet();
    List<Integer> moved = new ArrayList<>();
    Deque<Integer> todo = new ArrayDeque<>();
    seen.set(x);
    todo.push(x);
    while (!todo.isEmpty()) {
      int node = todo.pop();
      moved.add(node);
      for (int user : neededBy.get(node)) {
        if (place.get(user) >= place.get(y) && !seen.get(user)) {
          seen.set(user);
          todo.push(user);
        }
      }
    }
    Comparator<Integer> byPlace = Comparator.comparing(place::get);
    moved.sort(byPlace);
    forward.stream().sorted(byPlace).forEach(moved::add);
    int[] places = moved.stream().mapToInt(place::get).toArray();
    Arrays.sort(places);
    for (int i = 0; i < places.length; i++) {
      place.set(moved.get(i), places[i]);
    }
  }

  /** Forgets what {@code from} needs, and gives the names. */
  public List<String> clear(String from) {
    Integer x = ids.get(from);
    if (x == null || needs.get(x).isEmpty()) {
      return List.of();
    }
    List<String> gone = needs.get(x).keySet().stream().map(names::get).toList();
    needs.get(x).keySet().forEach(y -> neededBy.get(y).remove(x));
    needs.get(x).clear();
    return gone;
  }

  /** Forgets that {@code from} needs {@code to}. */
  public void unlink(String from, String to) {
    Integer x = ids.get(from);
    Integer y = ids.get(to);
    if (x != null && y != null && needs.get(x).remove(y) != null) {
      neededBy.get(y).remove(x);
    }
  }

  /** How {@code from} depends on {@code to}, or empty where it does not. */
  public Optional<DependencyKind> kind(String from, String to) {
    Integer x = ids.get(from);
    return x == null ? Optional.empty() : Optional.ofNullable(needs.get(x).get(ids.get(to)));
  }

  /** {@code chosen} so that each comes before everything that it needs: the order of a stop. */
  public List<String> inOrder(Collection<String> chosen) {
    return chosen.stream().sorted(Comparator.comparing(name -> place.get(id(name)))).toList();
  }

  /** What {@code name} needs, in the order in which it asked. */
  public Map<String, DependencyKind> needs(String name) {
    Integer id = ids.get(name);
    Map<String, DependencyKind> result = new LinkedHashMap<>();
    if (id != null) {
      needs.get(id).forEach((other, kind) -> result.put(names.get(other), kind));
    }
    return result;
  }

  /** Who needs {@code name}. */
  public List<String> neededBy(String name) {
    Integer id = ids.get(name);
    return id == null ? List.of() : neededBy.get(id).stream().map(names::get).toList();
  }

  /**
   * {@code roots} and everyone who needs one of them, directly or not; who only wants one, or only
   * comes after it, can go on without it.
   */
  public Set<String> withDependents(Collection<String> roots) {
    Set<String> result = new LinkedHashSet<>(roots);
    Deque<String> todo = new ArrayDeque<>(roots);
    while (!todo.isEmpty()) {
      Integer node = ids.get(todo.pop());
      if (node == null) {
        continue;
      }
      for (int user : neededBy.get(node)) {
        if (needs.get(user).get(node) == DependencyKind.DEP && result.add(names.get(user))) {
          todo.push(names.get(user));
        }
      }
    }
    return result;
  }

  private int id(String name) {
    Integer known = ids.get(name);
    if (known != null) {
      return known;
    }
    int id = names.size();
    ids.put(name, id);
    names.add(name);
    needs.add(new LinkedHashMap<>());
    neededBy.add(new LinkedHashSet<>());
    place.add(id);
    return id;
  }
}
