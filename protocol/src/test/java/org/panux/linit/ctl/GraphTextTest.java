package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

class GraphTextTest {
  private static ServiceView view(String name, ServiceState state) {
    return new ServiceView(name, state, true, 0, "", 1, 1, List.of(), 1, List.of());
  }

  private static GraphView graph(String names, String... edges) {
    return new GraphView(
        Arrays.stream(names.split(" ")).map(name -> view(name, ServiceState.RUNNING)).toList(),
        Arrays.stream(edges)
            .map(edge -> edge.split(" "))
            .map(words -> new GraphView.Edge(words[0], words[2], words[1]))
            .toList());
  }

  private static String print(GraphView graph, String... roots) {
    return Captured.text(out -> GraphText.print(out, graph, List.of(roots)));
  }

  @Test
  void eachStandsBelowWhoeverNeedsIt() {
    assertThat(print(graph("a b c d e", "a dep b", "b dep c", "b want d", "a dep e")))
        .isEqualTo(
            """
            a  running
            ├─ b  running
            │  ├─ c  running
            │  └─ d  running  (wanted)
            └─ e  running
            """);
  }

  @Test
  void whatHasBeenUnfoldedIsNotUnfoldedAgain() {
    assertThat(print(graph("a b c d", "a dep b", "a dep c", "b dep c", "c dep d")))
        .isEqualTo(
            """
            a  running
            ├─ b  running
            │  └─ c  running
            │     └─ d  running
            └─ c  running  ↑
            """);
  }

  @Test
  void aRootCanBeChosenAndNeedNotBeKnown() {
    assertThat(print(graph("a b", "a dep b"), "b")).isEqualTo("b  running\n");
    assertThat(print(graph("a b", "a dep b"), "x")).isEqualTo("x  null\n");
  }

  @Test
  void severalTopsAreSorted() {
    assertThat(print(graph("b a c", "b dep c")))
        .isEqualTo("a  running\nb  running\n└─ c  running\n");
  }

  @Test
  void aLongChainIsPrinted() {
    List<GraphView.Edge> edges =
        IntStream.range(0, 2000)
            .mapToObj(i -> new GraphView.Edge("s" + i, "s" + (i + 1), "dep"))
            .toList();
    List<ServiceView> views = List.of(view("s0", ServiceState.RUNNING));
    assertThat(print(new GraphView(views, edges))).hasLineCount(2001);
  }
}
