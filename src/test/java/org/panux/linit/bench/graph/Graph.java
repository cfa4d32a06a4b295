package org.panux.linit.bench.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The services of one boot and what each of them needs, the same for every peer.
 *
 * @param needs by name; each service stands after all that it needs
 */
public record Graph(Shape shape, Map<String, List<String>> needs) {
  /** Has no divisor in common with the counts that are measured. */
  private static final int STRIDE = 7919;

  public Graph {
    needs = Collections.unmodifiableMap(needs);
  }

  /** {@code count} services of this shape. */
  public static Graph of(Shape shape, int count) {
    Map<String, List<String>> needs = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      needs.put(
          name(i, count), shape.needs(i, count).stream().map(need -> name(need, count)).toList());
    }
    return new Graph(shape, needs);
  }

  /** The names are shuffled, so that nobody meets the right order by reading a folder. */
  private static String name(int service, int count) {
    return "s" + (long) service * STRIDE % count;
  }

  public int count() {
    return needs.size();
  }

  /** All names, in an order in which they may be started. */
  public List<String> startable() {
    return List.copyOf(needs.keySet());
  }

  /** All names, as a folder lists them. */
  public List<String> listed() {
    return needs.keySet().stream().sorted().toList();
  }
}
