package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.DependencyKind;

class DependencyGraphTest {
  /** An edge to enter, or with {@code to} empty all edges of {@code from} to forget. */
  record Change(String from, String to, DependencyKind kind) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<String> names = Arbitraries.integers().between(0, 11).map(i -> "n" + i);
    Arbitrary<Change> links =
        Combinators.combine(names, names, Arbitraries.of(DependencyKind.values())).as(Change::new);
    Arbitrary<Change> clears = names.map(name -> new Change(name, "", DependencyKind.DEP));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(9, links), net.jqwik.api.Tuple.of(1, clears))
        .list()
        .ofMaxSize(80);
  }

  /** The same with sets and a plain search. */
  private static final class Reference {
    private final Map<String, Map<String, DependencyKind>> needs = new HashMap<>();

    boolean reaches(String from, String to) {
      Set<String> seen = new HashSet<>(Set.of(from));
      Deque<String> todo = new ArrayDeque<>(seen);
      while (!todo.isEmpty()) {
        String name = todo.pop();
        if (name.equals(to)) {
          return true;
        }
        needs.getOrDefault(name, Map.of()).keySet().stream().filter(seen::add).forEach(todo::push);
      }
      return false;
    }

    void enter(Change change) {
      needs
          .computeIfAbsent(change.from(), key -> new TreeMap<>())
          .merge(
              change.to(), change.kind(), (old, now) -> old.ordinal() < now.ordinal() ? old : now);
    }
  }

  @Property(tries = 600)
  void anEdgeIsRefusedExactlyWhenItClosesACycle(@ForAll("changes") List<Change> changes) {
    DependencyGraph graph = new DependencyGraph();
    Reference reference = new Reference();
    for (Change change : changes) {
      if (change.to().isEmpty()) {
        Map<String, DependencyKind> gone = reference.needs.remove(change.from());
        assertThat(graph.clear(change.from()))
            .containsExactlyInAnyOrderElementsOf(gone == null ? Set.of() : gone.keySet());
        continue;
      }
      List<String> cycle = graph.link(change.from(), change.to(), change.kind());
      assertThat(!cycle.isEmpty()).isEqualTo(reference.reaches(change.to(), change.from()));
      if (cycle.isEmpty()) {
        reference.enter(change);
      } else {
        isACycleThrough(change, cycle, reference);
      }
    }
    reference.needs.forEach(
        (name, needs) -> {
          assertThat(graph.needs(name)).containsExactlyInAnyOrderEntriesOf(needs);
          needs.keySet().forEach(other -> assertThat(graph.neededBy(other)).contains(name));
        });
  }

  /**
   * Each step is an edge, but for the one from {@code from} to {@code to}, which is the new one.
   */
  private static void isACycleThrough(Change change, List<String> cycle, Reference reference) {
    assertThat(cycle).startsWith(change.to()).endsWith(change.from(), change.to());
    for (int i = 0; i + 2 < cycle.size(); i++) {
      assertThat(reference.needs.get(cycle.get(i))).containsKey(cycle.get(i + 1));
    }
  }

  @Property(tries = 200)
  void aStopOrderHasEachBeforeWhatItNeeds(@ForAll("changes") List<Change> changes) {
    DependencyGraph graph = new DependencyGraph();
    for (Change change : changes) {
      if (change.to().isEmpty()) {
        graph.clear(change.from());
      } else {
        graph.link(change.from(), change.to(), change.kind());
      }
    }
    List<String> order = graph.inOrder(IntStream.range(0, 12).mapToObj(i -> "n" + i).toList());
    for (String name : order) {
      graph
          .needs(name)
          .keySet()
          .forEach(other -> assertThat(order.indexOf(name)).isLessThan(order.indexOf(other)));
    }
  }

  @Property(tries = 200)
  void dependentsAreAllWhoNeedWithoutAWantBetween(@ForAll("changes") List<Change> changes) {
    DependencyGraph graph = new DependencyGraph();
    Reference hard = new Reference();
    for (Change change : changes) {
      if (!change.to().isEmpty()
          && graph.link(change.from(), change.to(), change.kind()).isEmpty()
          && change.kind() == DependencyKind.DEP) {
        hard.enter(change);
      }
    }
    List<String> all = IntStream.range(0, 12).mapToObj(i -> "n" + i).toList();
    for (String name : all) {
      assertThat(graph.withDependents(List.of(name)))
          .containsExactlyInAnyOrderElementsOf(
              all.stream().filter(other -> hard.reaches(other, name)).toList());
    }
  }

  @Test
  void aCycleOfFiftyIsNamedFromEndToEnd() {
    DependencyGraph graph = new DependencyGraph();
    for (int i = 0; i < 49; i++) {
      assertThat(graph.link("s" + i, "s" + (i + 1), DependencyKind.DEP)).isEmpty();
    }
    assertThat(graph.link("s49", "s0", DependencyKind.DEP))
        .hasSize(51)
        .startsWith("s0", "s1", "s2")
        .endsWith("s48", "s49", "s0");
  }

  @Test
  void whoNeedsItselfIsACycleOfOne() {
    assertThat(new DependencyGraph().link("a", "a", DependencyKind.WANT)).containsExactly("a", "a");
  }

  @Test
  void whatWasUnlinkedClosesNoCycleAnyMore() {
    DependencyGraph graph = new DependencyGraph();
    graph.link("a", "b", DependencyKind.AFTER);
    graph.unlink("a", "b");
    graph.unlink("a", "nobody");
    assertThat(graph.kind("a", "b")).isEmpty();
    assertThat(graph.neededBy("b")).isEmpty();
    assertThat(graph.link("b", "a", DependencyKind.DEP)).isEmpty();
    assertThat(graph.kind("b", "a")).contains(DependencyKind.DEP);
  }

  @Test
  void aWantBecomesADepAndNotTheOtherWay() {
    DependencyGraph graph = new DependencyGraph();
    graph.link("a", "b", DependencyKind.WANT);
    graph.link("a", "b", DependencyKind.DEP);
    graph.link("a", "b", DependencyKind.WANT);
    assertThat(graph.needs("a")).containsExactly(Map.entry("b", DependencyKind.DEP));
  }
}
