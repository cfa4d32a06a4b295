package org.panux.linit.bench;

import java.util.Map;
import org.panux.linit.bench.graph.Shape;

/** The targets that boots have, from the boots beside the peers. */
final class BootTargets {
  private static final int THOUSAND = 1000;
  private static final int CHAIN = 300;
  private static final int HUNDRED = 100;

  private final Comparison comparison;
  private final Effort effort;

  BootTargets(Comparison comparison, Effort effort) {
    this.comparison = comparison;
    this.effort = effort;
  }

  void add(Targets targets) {
    beside(targets, Shape.LAYERS, THOUSAND, 1.5, 1.0);
    beside(targets, Shape.FAN, THOUSAND, 1.5, 1.0);
    beside(targets, Shape.CHAIN, CHAIN, 3.4, 2.0);
    Comparison.Cell cell = comparison.cell("linit", Shape.LAYERS, HUNDRED);
    if (cell.known()) {
      double seen = cell.wall.median();
      targets.alone(
          "boot, layers, N = 100, ms",
          cell.wall,
          0,
          Bound.below(seen, 350, "ms"),
          Bound.below(seen, 280, "ms"));
    }
  }

  private void beside(Targets targets, Shape shape, int count, double must, double aim) {
    if (!effort.counts().contains(count)) {
      return;
    }
    Map<Integer, Comparison.Cell> floor = comparison.cells(Bench.MAKE, shape);
    Comparison.Cell own = comparison.cell("linit", shape, count);
    if (own.known()) {
      targets.beside(
          "boot, "
              + shape.word()
              + ", N = "
              + count
              + ", JVM start included, ms; beside it `make -j2`",
          own.wall,
          floor.get(count).wall,
          0,
          must,
          aim);
    }
  }
}
