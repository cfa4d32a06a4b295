package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three hundred services in ten layers, each of which needs three of the layer below. */
class GeneratedRigTest {
  private static final int LAYERS = 10;
  private static final int WIDTH = 30;
  private static final int NEEDS = 3;

  @ParameterizedTest
  @EnumSource(names = {"DASH", "PLAIN"})
  void eachScriptRunsOnceAfterWhatItNeedsAndStopsBeforeIt(Shell shell) {
    Map<String, Set<String>> needs = generate(new Random(300));
    try (TestRig rig = TestRig.create().shell(shell)) {
      needs.forEach(
          (name, below) ->
              rig.script(
                  name,
                  "depends() { dep " + String.join(" ", below) + "; }",
                  "start() { echo $this >>$LINIT_ROOT/started; }",
                  "stop() { echo $this >>$LINIT_ROOT/stopped; }"));
      rig.enable(needs.keySet().toArray(String[]::new));
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.said()).anyMatch(line -> line.contains("boot is running"));
        List<String> started = rig.lines("started");
        assertThat(started).containsExactlyInAnyOrderElementsOf(needs.keySet());
        assertOrder(started, needs);

        assertThat(linitd.stop()).isZero();
        List<String> stopped = new ArrayList<>(rig.lines("stopped"));
        assertThat(stopped).containsExactlyInAnyOrderElementsOf(needs.keySet());
        Collections.reverse(stopped);
        assertOrder(stopped, needs);
      }
    }
  }

  private static Map<String, Set<String>> generate(Random random) {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      for (int i = 0; i < WIDTH; i++) {
        Set<String> below = new HashSet<>();
        while (layer > 0 && below.size() < NEEDS) {
          below.add("s" + (layer - 1) + "-" + random.nextInt(WIDTH));
        }
        needs.put("s" + layer + "-" + i, below);
      }
    }
    return needs;
  }

  /** Nothing comes before what it needs. */
  private static void assertOrder(List<String> order, Map<String, Set<String>> needs) {
    Map<String, Integer> place = new HashMap<>();
    order.forEach(name -> place.put(name, place.size()));
    needs.forEach(
        (name, below) ->
            below.forEach(
                need ->
                    assertThat(place.get(need))
                        .as("%s before %s", need, name)
                        .isLessThan(place.get(name))));
  }
}
