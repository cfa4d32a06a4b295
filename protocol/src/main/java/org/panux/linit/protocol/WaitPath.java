package org.panux.linit.protocol;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds whether somebody waits for somebody, directly or by way of others. */
public final class WaitPath {
  private WaitPath() {}

  /** From {@code from} to {@code to} along {@code waits}, both included; empty where none leads. */
  public static List<String> find(
      String from, String to, Function<String, ? extends Collection<String>> waits) {
    Map<String, String> cameFrom = new HashMap<>();
    Deque<String> todo = new ArrayDeque<>();
    cameFrom.put(from, from);
    todo.add(from);
    while (!todo.isEmpty() && !cameFrom.containsKey(to)) {
      String name = todo.remove();
      for (String next : waits.apply(name)) {
        if (cameFrom.putIfAbsent(next, name) == null) {
          todo.add(next);
        }
      }
    }
    if (!cameFrom.containsKey(to)) {
      return List.of();
    }
    LinkedList<String> path = new LinkedList<>(List.of(to));
    while (!path.getFirst().equals(from)) {
      path.addFirst(cameFrom.get(path.getFirst()));
    }
    return path;
  }
}
