package org.panux.linit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.check.Circles.Circle;
import org.panux.linit.check.Circles.Edge;

class CirclesTest {
  private final List<Edge> edges = new ArrayList<>();

  private CirclesTest hard(String from, String... to) {
    for (String name : to) {
      edges.add(new Edge(from, name, edges.size() + 1, true));
    }
    return this;
  }

  private CirclesTest soft(String from, String to) {
    edges.add(new Edge(from, to, edges.size() + 1, false));
    return this;
  }

  private List<String> found() {
    return Circles.find(edges).stream().map(CirclesTest::show).toList();
  }

  private static String show(Circle circle) {
    return circle.at().line() + (circle.hard() ? " " : " ~") + String.join(" ", circle.names());
  }

  @Test
  void aGraphWithoutCirclesHasNone() {
    assertThat(hard("a", "b", "c").hard("b", "d").hard("c", "d").found()).isEmpty();
  }

  @Test
  void aCircleIsFoundOnceAndWhereItsFirstServiceSaysIt() {
    assertThat(hard("c", "a").hard("a", "b").hard("b", "c").hard("x", "a").hard("c", "y").found())
        .containsExactly("2 a b c a");
  }

  @Test
  void circlesThatHaveNoEdgeInCommonAreToldApart() {
    assertThat(hard("a", "b", "c").hard("b", "a").hard("c", "a").found())
        .containsExactly("1 a b a", "2 a c a");
  }

  @Test
  void whoNeedsItselfIsACircle() {
    assertThat(hard("a", "a").found()).containsExactly("1 a a");
  }

  @Test
  void aCircleThatMayNotCloseIsTellable() {
    assertThat(hard("a", "b").soft("b", "a").found()).containsExactly("1 ~a b a");
    assertThat(hard("b", "c").hard("c", "b").found()).containsExactly("3 b c b", "1 ~a b a");
  }

  @Test
  void aCircleIsSaidWhereAScriptHasALine() {
    edges.add(new Edge("boot", "x", 0, true));
    assertThat(hard("x", "boot").found()).containsExactly("2 x boot x");
  }

  @Test
  void twoThousandServicesAreNoTrouble() {
    for (int i = 0; i < 2000; i++) {
      hard("s" + i, "s" + (i + 1), "s" + (i + 2), "s" + (i + 3), "s" + (i + 4), "s" + (i + 5));
    }
    assertThat(found()).isEmpty();
    assertThat(hard("s2000", "s1990").found()).isNotEmpty();
    assertThat(hard("s2000", "s0").found()).hasSizeLessThan(101);
  }
}
