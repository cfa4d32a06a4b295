package org.panux.linit.record;

import java.util.Map;
import java.util.Set;

/**
 * What is to be different when a recorded boot is replayed.
 *
 * @param durations the own time of services, in microseconds
 * @param without edges that are not there
 */
public record Change(Map<String, Long> durations, Set<Edge> without) {
  public static final Change NONE = new Change(Map.of(), Set.of());

  /** The script of {@code from} does not ask for {@code to}. */
  public record Edge(String from, String to) {}

  public Change {
    durations = Map.copyOf(durations);
    without = Set.copyOf(without);
  }
}
