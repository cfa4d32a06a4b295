package org.panux.linit.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who waits until services run, without asking for them; each learns at once that they do, or that
 * they will not.
 *
 * @param <L> whoever waits
 */
public final class Goals<L> {
  /** What is to be expected of a service, as things are. */
  public enum Prospect {
    RUNS,
    /** It may come to run. */
    OPEN,
    /** It does not, and nothing is under way that would change that. */
    LOST
  }

  /**
   * A wait is over.
   *
   * @param running which of its names run
   * @param lost which of them will not, the first of them the one that decided it
   */
  public record Reached<L>(L who, List<String> running, List<String> lost) {
    public boolean ok() {
      return lost.isEmpty();
    }
  }

  private static final class Goal {
    private final List<String> names;
    private final boolean any;
    private final Set<String> running = new HashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();

    Goal(List<String> names, boolean any) {
      this.names = names;
      this.any = any;
    }

    void note(String name, Prospect prospect) {
      running.remove(name);
      lost.remove(name);
      switch (prospect) {
        case RUNS -> running.add(name);
        case LOST -> lost.add(name);
        case OPEN -> {}
      }
    }

    boolean reached() {
      return any ? !running.isEmpty() : running.size() == names.size();
    }

    boolean missed() {
      return any ? lost.size() == names.size() : !lost.isEmpty();
    }
  }

  private final Map<L, Goal> goals = new LinkedHashMap<>();
  private final Map<String, Set<L>> byName = new HashMap<>();

  public boolean isEmpty() {
    return goals.isEmpty();
  }

  /**
   * {@code who} waits until all of {@code names} run at the same time, or one of them.
   *
   * @param names each once, and at least one
   */
  public List<Reached<L>> add(
      L who, List<String> names, boolean any, Function<String, Prospect> prospects) {
    Goal goal = new Goal(names, any);
    goals.put(who, goal);
    for (String name : names) {
      byName.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(who);
      goal.note(name, prospects.apply(name));
    }
    return over(List.of(who));
  }

  /** Those wait no longer. */
  public void removeIf(Predicate<L> gone) {
    goals.keySet().stream().filter(gone).toList().forEach(this::remove);
  }

  private void remove(L who) {
    Goal goal = goals.remove(who);
    if (goal != null) {
      for (String name : goal.names) {
        Set<L> others = byName.get(name);
        others.remove(who);
        if (others.isEmpty()) {
          byName.remove(name);
        }
      }
    }
  }

  /** The names that somebody waits for. */
  public Collection<String> names() {
    return byName.keySet();
  }

  /** It may be otherwise with {@code name}. */
  public List<Reached<L>> changed(String name, Prospect prospect) {
    Set<L> waiting = byName.get(name);
    if (waiting == null) {
      return List.of();
    }
    for (L who : waiting) {
      goals.get(who).note(name, prospect);
    }
    return over(waiting);
  }

  private List<Reached<L>> over(Collection<L> which) {
    List<Reached<L>> over = new ArrayList<>();
    for (L who : List.copyOf(which)) {
      Goal goal = goals.get(who);
      if (goal.reached() || goal.missed()) {
        List<String> running = goal.names.stream().filter(goal.running::contains).toList();
        over.add(new Reached<>(who, running, goal.reached() ? List.of() : List.copyOf(goal.lost)));
        remove(who);
      }
    }
    return over;
  }
}
