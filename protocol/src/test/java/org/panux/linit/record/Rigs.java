package org.panux.linit.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.panux.linit.record.SimulatedBoot.Step;

/** Random rigs: services that work, and ask for others that come later in the alphabet. */
final class Rigs {
  private Rigs() {}

  static Arbitrary<Map<String, List<Step>>> rigs() {
    return Arbitraries.integers()
        .between(1, 12)
        .flatMap(
            count ->
                Arbitraries.randoms()
                    .map(
                        random -> {
                          Map<String, List<Step>> rig = new LinkedHashMap<>();
                          for (int i = 0; i < count; i++) {
                            List<Step> script = new ArrayList<>();
                            script.add(Step.work(1 + random.nextInt(400)));
                            for (int call = random.nextInt(3); call > 0; call--) {
                              List<String> names = later(random, i, count);
                              String kind = List.of("dep", "want", "after").get(random.nextInt(3));
                              if (!names.isEmpty()) {
                                script.add(new Step(0, kind, names));
                                script.add(Step.work(random.nextInt(3) * 100L + 1));
                              }
                            }
                            rig.put(name(i), script);
                          }
                          List<String> enabled =
                              rig.keySet().stream().filter(it -> random.nextInt(3) > 0).toList();
                          List<Step> boot = new ArrayList<>(List.of(Step.work(70)));
                          if (!enabled.isEmpty()) {
                            boot.add(new Step(0, "want", enabled));
                          }
                          boot.add(Step.work(20));
                          rig.put("boot", boot);
                          return rig;
                        }));
  }

  private static List<String> later(Random random, int from, int count) {
    List<String> names = new ArrayList<>();
    for (int i = from + 1; i < count; i++) {
      if (random.nextInt(4) == 0) {
        names.add(name(i));
      }
    }
    return names;
  }

  private static String name(int i) {
    return "s" + (char) ('a' + i);
  }
}
