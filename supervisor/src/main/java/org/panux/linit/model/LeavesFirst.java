package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The order in which services that are wanted at once are best launched: each after what it seems
 * to need, so that few of them have to wait. It rests on a hint. One that is wrong or missing, or
 * that goes round in a circle, makes more of them wait, and changes nothing else.
 */
public final class LeavesFirst {
  private record Visit(String name, Collection<String> needs, Iterator<String> next) {}

  private static final int UNDER_WAY = -1;

  private final Function<String, Collection<String>> hint;

  /** How long the longest way is from each to one that needs nothing. */
  private final Map<String, Integer> heights = new HashMap<>();

  private LeavesFirst(Function<String, Collection<String>> hint) {
    this.hint = hint;
  }

  /**
   * {@code names} in that order; those that are alike stay as they were.
   *
   * @param hint what each service seems to need
   */
  public static List<String> order(
      Collection<String> names, Function<String, Collection<String>> hint) {
    LeavesFirst order = new LeavesFirst(hint);
    List<List<String>> levels = new ArrayList<>();
    for (String name : names) {
      int height = order.height(name);
      while (levels.size() <= height) {
        levels.add(new ArrayList<>());
      }
      levels.get(height).add(name);
    }
    List<String> all = new ArrayList<>(names.size());
    levels.forEach(all::addAll);
    return all;
  }

  /** Without recursion: a chain may be as long as there are services. */
  private int height(String name) {
    Deque<Visit> way = new ArrayDeque<>();
    visit(name, way);
    while (!way.isEmpty()) {
      Visit visit = way.peek();
      if (visit.next().hasNext()) {
        visit(visit.next().next(), way);
      } else {
        way.pop();
        int height = 0;
        for (String need : visit.needs()) {
          // What is under way closes a circle.
          height = Math.max(height, heights.get(need) + 1);
        }
        heights.put(visit.name(), height);
      }
    }
    return heights.get(name);
  }

  private void visit(String name, Deque<Visit> way) {
    if (heights.putIfAbsent(name, UNDER_WAY) == null) {
      Collection<String> needs = hint.apply(name);
      way.push(new Visit(name, needs, needs.iterator()));
    }
  }
}
