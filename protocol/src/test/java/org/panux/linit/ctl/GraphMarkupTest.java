package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

class GraphMarkupTest {
  private static final String NASTY = "<script>\"]]> \\n #quot; &lt; \u001b[31m\n-->`%%{init}%%";

  private static ServiceView view(String name, String reason) {
    return new ServiceView(
        name, ServiceState.FAILED, true, 1, reason, 1, 1, List.of(), 1, List.of());
  }

  private static String print(GraphView graph, BiConsumer<PrintStream, GraphView> format) {
    return Captured.text(out -> format.accept(out, graph));
  }

  @Test
  void dotHasStatesKindsAndReasons() {
    GraphView graph =
        new GraphView(
            List.of(view("a", "it broke"), view("b", "")),
            List.of(
                new GraphView.Edge("a", "b", "dep"),
                new GraphView.Edge("b", "a", "want"),
                new GraphView.Edge("a", "a", "after")));

    assertThat(print(graph, GraphMarkup::dot))
        .contains("\"a\" [label=\"a\\nfailed: it broke\", fillcolor=\"#ffd7d5\"];")
        .contains("\"a\" -> \"b\";")
        .contains("\"b\" -> \"a\" [label=\"want\", style=dashed];")
        .contains("\"a\" -> \"a\" [label=\"after\", style=dotted];");
    assertThat(print(graph, GraphMarkup::mermaid))
        .contains("s0[\"a<br>failed#58; it broke\"]:::failed")
        .contains("s0 --> s1\n", "s1 -.->|want| s0\n", "s0 -.->|after| s0\n");
  }

  @Test
  void whatAReasonSaysHasNoMeaning() {
    GraphView graph = new GraphView(List.of(view("a\"b", NASTY)), List.of());
    Pattern dot =
        Pattern.compile(
            "  (\"([^\"\\\\]|\\\\.)*\") \\[label=\"([^\"\\\\]|\\\\.)*\", fillcolor=\"#ffd7d5\"];");
    Pattern mermaid = Pattern.compile("  s0\\[\"([\\w .#;-]|<br>)*\"]:::failed");

    assertThat(print(graph, GraphMarkup::dot).lines()).anyMatch(dot.asMatchPredicate());
    assertThat(print(graph, GraphMarkup::mermaid).lines()).anyMatch(mermaid.asMatchPredicate());
    assertThat(print(graph, GraphMarkup::dot) + print(graph, GraphMarkup::mermaid))
        .doesNotContain("\u001b", "&lt;");
  }

  @Test
  void thousandsOfServicesAreShownInEveryFormat() {
    List<ServiceView> views = new ArrayList<>();
    List<GraphView.Edge> edges = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      views.add(view("s" + i, ""));
      for (int other = 1; other <= 5; other++) {
        edges.add(new GraphView.Edge("s" + i, "s" + (i + other) % 2000, "dep"));
      }
    }
    GraphView graph = new GraphView(views, edges);

    assertThat(print(graph, GraphMarkup::dot).lines()).hasSize(2000 + 10_000 + 4);
    assertThat(print(graph, GraphMarkup::mermaid).lines()).hasSize(2000 + 10_000 + 7);
    assertThat(print(graph, (out, it) -> GraphText.print(out, it, List.of())).lines())
        .hasSize(10_001);
    assertThat(Graph.above(graph, List.of("s7")).edges()).hasSize(10_000);
  }
}
