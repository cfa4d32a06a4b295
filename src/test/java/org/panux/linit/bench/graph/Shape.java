package org.panux.linit.bench.graph;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How services need each other. They are numbered such that each needs lower numbers alone. */
public enum Shape {
  /** None needs another. */
  FAN {
    @Override
    List<Integer> needs(int service, int count) {
      return List.of();
    }
  },
  /** Each needs the one before. */
  CHAIN {
    @Override
    List<Integer> needs(int service, int count) {
      return service == 0 ? List.of() : List.of(service - 1);
    }
  },
  /** Ten layers; each service needs three of the layer below, or all where it has fewer. */
  LAYERS {
    @Override
    List<Integer> needs(int service, int count) {
      int width = Math.max(1, count / DEPTH);
      int layer = Math.min(service / width, DEPTH - 1);
      if (layer == 0) {
        return List.of();
      }
      int below = (layer - 1) * width;
      return IntStream.of(0, 1, 3)
          .map(step -> below + (service + step) % width)
          .distinct()
          .boxed()
          .toList();
    }
  };

  private static final int DEPTH = 10;

  abstract List<Integer> needs(int service, int count);

  /** As the command line and the tables have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
