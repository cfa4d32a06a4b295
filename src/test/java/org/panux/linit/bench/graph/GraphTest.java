package org.panux.linit.bench.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphTest {
  @Test
  void everyShapeHasAsManyServicesAsAskedFor() {
    for (Shape shape : Shape.values()) {
      for (int count : new int[] {1, 10, 100, 300, 1000, 3000}) {
        assertThat(Graph.of(shape, count).needs()).as("%s of %s", shape, count).hasSize(count);
      }
    }
  }

  @Test
  void eachServiceStandsAfterAllThatItNeeds() {
    for (Shape shape : Shape.values()) {
      Set<String> before = new HashSet<>();
      Graph.of(shape, 300)
          .needs()
          .forEach(
              (name, needs) -> {
                assertThat(before).as("needs of %s", name).containsAll(needs);
                before.add(name);
              });
    }
  }

  @Test
  void layersAreTenWithThreeNeedsEach() {
    Graph graph = Graph.of(Shape.LAYERS, 1000);
    List<String> names = graph.startable();
    assertThat(names.subList(0, 100)).allMatch(name -> graph.needs().get(name).isEmpty());
    assertThat(names.subList(100, 1000)).allMatch(name -> graph.needs().get(name).size() == 3);
    assertThat(names.subList(800, 900)).containsAll(graph.needs().get(names.get(950)));
  }

  @Test
  void aChainIsAsLongAsItHasServices() {
    Graph graph = Graph.of(Shape.CHAIN, 100);
    List<String> names = graph.startable();
    for (int i = 1; i < names.size(); i++) {
      assertThat(graph.needs().get(names.get(i))).containsExactly(names.get(i - 1));
    }
  }

  @Test
  void aFolderDoesNotListThemInTheOrderInWhichTheyStart() {
    Graph graph = Graph.of(Shape.CHAIN, 100);
    assertThat(graph.listed()).isNotEqualTo(graph.startable());
    assertThat(RunLog.fault(graph, graph.listed(), true)).isPresent();
  }

  @Test
  void aRunInOrderHasNoFault() {
    Graph graph = Graph.of(Shape.LAYERS, 100);
    assertThat(RunLog.fault(graph, graph.startable(), true)).isEmpty();
  }

  @Test
  void aRunThatLacksOneServiceIsAtFault() {
    Graph graph = Graph.of(Shape.FAN, 10);
    assertThat(RunLog.fault(graph, graph.startable().subList(0, 9), true))
        .contains("1 services did not run");
  }

  @Test
  void aRunWithOneServiceTwiceIsAtFault() {
    Graph graph = Graph.of(Shape.FAN, 10);
    List<String> lines = new ArrayList<>(graph.startable());
    lines.add(lines.get(3));
    assertThat(RunLog.fault(graph, lines, true)).contains(lines.get(3) + " ran twice");
  }

  @Test
  void aRunOutOfOrderIsAtFaultWhereOrderIsPromised() {
    Graph graph = Graph.of(Shape.CHAIN, 10);
    List<String> lines = new ArrayList<>(graph.startable());
    String first = lines.remove(4);
    lines.add(5, first);
    assertThat(RunLog.fault(graph, lines, true))
        .hasValueSatisfying(why -> assertThat(why).endsWith("ran before what it needs"));
    assertThat(RunLog.fault(graph, lines, false)).isEmpty();
  }

  @Test
  void aStrangerInARunIsAtFault() {
    Graph graph = Graph.of(Shape.FAN, 10);
    assertThat(RunLog.fault(graph, List.of("x"), true)).contains("'x' ran, which is no service");
  }
}
