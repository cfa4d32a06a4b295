package org.panux.linit.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a rig is like; two plans that are equal can be one rig.
 *
 * @param ready what is started before the first test
 * @param timeout how long that, and each wait of a test, may take
 * @param report a folder for what is to be known afterwards
 */
record RigPlan(
    Path folder,
    List<String> ready,
    Duration timeout,
    Optional<Path> report,
    Map<String, String> environment) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  static RigPlan of(Path folder) {
    return new RigPlan(absolute(folder), List.of(), USUAL_TIMEOUT, Optional.empty(), Map.of());
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  RigPlan ready(List<String> names) {
    return new RigPlan(folder, List.copyOf(names), timeout, report, environment);
  }

  RigPlan timeout(Duration time) {
    return new RigPlan(folder, ready, time, report, environment);
  }

  RigPlan report(Path to) {
    return new RigPlan(folder, ready, timeout, Optional.of(absolute(to)), environment);
  }

  RigPlan environment(String name, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(name, value);
    return new RigPlan(folder, ready, timeout, report, Map.copyOf(all));
  }
}
