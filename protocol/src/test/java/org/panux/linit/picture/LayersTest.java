package org.panux.linit.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.panux.linit.picture.Layers.Edge;

class LayersTest {
  private static final int HEIGHT = 30;

  private static List<Edge> random(int count, int edges, Random random) {
    List<Edge> all = new ArrayList<>();
    for (int i = 0; i < edges; i++) {
      int from = random.nextInt(count - 1);
      all.add(new Edge(from, from + 1 + random.nextInt(count - from - 1)));
    }
    return all;
  }

  @Property(tries = 200)
  void edgesLeadToLaterLayersAndNodesKeepTheirDistance(
      @ForAll @IntRange(min = 2, max = 40) int count,
      @ForAll @IntRange(max = 80) int edges,
      @ForAll Random random) {
    List<Edge> all = random(count, edges, random);
    Layers layers = new Layers(count, all, HEIGHT, 12);
    double height = layers.settle();

    for (Edge edge : all) {
      assertThat(layers.layer(edge.to())).isGreaterThan(layers.layer(edge.from()));
    }
    for (int i = 0; i < count; i++) {
      assertThat(layers.y(i)).isBetween(HEIGHT / 2.0 - 0.01, height - HEIGHT / 2.0 + 0.01);
      for (int j = 0; j < i; j++) {
        if (layers.layer(i) == layers.layer(j)) {
          assertThat(Math.abs(layers.y(i) - layers.y(j))).isGreaterThan(HEIGHT - 0.01);
        }
      }
    }
  }

  @Property(tries = 100)
  void routePassesEachLayerOnce(@ForAll Random random) {
    List<Edge> all = random(12, 20, random);
    Layers layers = new Layers(12, all, HEIGHT, 12);

    for (int i = 0; i < all.size(); i++) {
      List<double[]> route = layers.route(i);
      int first = layers.layer(all.get(i).from());
      assertThat(route).hasSize(layers.layer(all.get(i).to()) - first + 1);
      for (int step = 0; step < route.size(); step++) {
        assertThat(route.get(step)[0]).isEqualTo(first + step);
      }
    }
  }

  @Test
  void circleIsCutSomewhere() {
    List<Edge> circle = List.of(new Edge(0, 1), new Edge(1, 2), new Edge(2, 0));
    Layers layers = new Layers(3, circle, HEIGHT, 12);

    assertThat(layers.count()).isEqualTo(3);
    assertThat(layers.route(2).get(0)[0]).isEqualTo(2);
  }

  @Test
  void chainOfThousandsNeedsNoDeepStack() {
    List<Edge> chain = IntStream.range(0, 4999).mapToObj(i -> new Edge(i, i + 1)).toList();

    assertThat(new Layers(5000, chain, HEIGHT, 12).count()).isEqualTo(5000);
  }

  @Property
  void risingNumbersAreTheNearest(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -9, max = 9) Double> wishes) {
    double[] given = wishes.stream().mapToDouble(it -> it).toArray();
    double[] rising = Layers.rising(given);

    for (int i = 1; i < rising.length; i++) {
      assertThat(rising[i]).isGreaterThanOrEqualTo(rising[i - 1]);
    }
    assertThat(IntStream.range(0, given.length).mapToDouble(i -> rising[i] - given[i]).sum())
        .isBetween(-1e-6, 1e-6);
    assertThat(Layers.rising(rising)).containsExactly(rising, within(1e-9));
  }
}
