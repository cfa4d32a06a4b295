package org.panux.linit.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.panux.linit.model.DependencyGraph;
import org.panux.linit.protocol.DependencyKind;

/**
 * A graph of 10,000 services with 50,000 edges between services drawn by lot: an edge, which is
 * checked for a circle, while it grows and when it is full, and the order of a stop of everything.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GraphBench {
  private static final int SERVICES = 10_000;
  private static final int EDGES = 50_000;
  private static final int MORE = 4096;

  private final List<String[]> edges = new ArrayList<>();
  private final List<String[]> more = new ArrayList<>();
  private final List<String> all = new ArrayList<>();
  private DependencyGraph graph;
  private DependencyGraph growing = new DependencyGraph();
  private int next;
  private int grown;

  /** The same graph each time; edges go up, so that there is no circle yet. */
  @Setup(Level.Trial)
  public void fill() {
    Random random = new Random(1);
    graph = new DependencyGraph();
    for (int i = 0; i < SERVICES; i++) {
      all.add("s" + i);
    }
    for (int i = 0; i < EDGES; i++) {
      String[] edge = edge(random);
      edges.add(edge);
      graph.link(edge[0], edge[1], DependencyKind.DEP);
    }
    while (more.size() < MORE) {
      String[] edge = edge(random);
      if (graph.kind(edge[0], edge[1]).isEmpty()) {
        more.add(edge);
      }
    }
  }

  private String[] edge(Random random) {
    int a = random.nextInt(SERVICES);
    int b = random.nextInt(SERVICES - 1);
    b = b >= a ? b + 1 : b;
    // A permutation, so that the order of names is not the order of the graph.
    return new String[] {name(Math.max(a, b)), name(Math.min(a, b))};
  }

  private String name(int place) {
    return all.get((int) ((long) place * 7919 % SERVICES));
  }

  /** The next of the 50,000; after the last one another graph begins. */
  @Benchmark
  public List<String> grow() {
    if (grown == EDGES) {
      grown = 0;
      growing = new DependencyGraph();
    }
    String[] edge = edges.get(grown++);
    return growing.link(edge[0], edge[1], DependencyKind.DEP);
  }

  /** An edge is entered and taken away, in a graph that is full. */
  @Benchmark
  public List<String> edge() {
    String[] edge = more.get(next++ % MORE);
    List<String> circle = graph.link(edge[0], edge[1], DependencyKind.DEP);
    graph.unlink(edge[0], edge[1]);
    return circle;
  }

  /** An edge that closes a circle is refused, with its path. */
  @Benchmark
  public List<String> circle() {
    String[] edge = more.get(next++ % MORE);
    graph.link(edge[0], edge[1], DependencyKind.DEP);
    List<String> circle = graph.link(edge[1], edge[0], DependencyKind.DEP);
    graph.unlink(edge[0], edge[1]);
    return circle;
  }

  /** All services, each after all that need it. */
  @Benchmark
  public List<String> stopOrder() {
    return graph.inOrder(all);
  }
}
