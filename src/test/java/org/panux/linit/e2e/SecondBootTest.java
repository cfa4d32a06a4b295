package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.Json;
import org.panux.linit.rig.Rig;

/**
 * How long the rig of {@code examples/junit} takes, beside the longest way through its services.
 */
class SecondBootTest {
  /** What the boot of linitd itself may add to the longest way. */
  private static final double MOST = 1.3;

  /** Whoever else needs the cores takes from a boot what no next one has to lack. */
  private static final int ATTEMPTS = 8;

  @Test
  void theSecondBootOfAJvmTakesLittleMoreThanTheLongestWay() throws Exception {
    Visits.needed();
    Rig rig = Rig.at(Command.source().resolve("examples/junit/rig")).ready("web");
    rig.boot().close();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS && ratios.stream().noneMatch(it -> it < MOST); i++) {
      long begin = System.nanoTime();
      try (AutoCloseable held = rig.boot()) {
        double took = (System.nanoTime() - begin) / 1e6;
        double longest = longest(rig);
        System.out.printf("second boot: %.0f ms, longest way %.0f ms%n", took, longest);
        assertThat(held).isNotNull();
        ratios.add(took / longest);
      }
    }
    assertThat(ratios).anyMatch(it -> it < MOST);
  }

  /** The sum of the critical path, in milliseconds. */
  private static double longest(Rig rig) throws Json.Malformed {
    String chain = rig.exec(Command.bin("linitctl"), "critical-chain", "web", "--json").output();
    return (Long) Json.object(chain.strip()).get("took_us") / 1e3;
  }
}
