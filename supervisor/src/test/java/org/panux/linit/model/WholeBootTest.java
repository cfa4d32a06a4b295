package org.panux.linit.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.protocol.ServiceState;

/** Whole boots of random rigs, with random orders of events, against what must always hold. */
class WholeBootTest {
  private static final int SEEDS = 3000;

  /** Many more: {@code scripts/simulate}; and of one alone what went wrong, made small. */
  @Test
  void everyRandomRigBootsStopsAndSettles() throws InterruptedException {
    Simulate.Explored explored = Simulate.explore(0, SEEDS, 1);
    if (explored.failed().isPresent()) {
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      Simulate.show(explored.failed().get(), new PrintStream(shown, true, UTF_8));
      fail(shown.toString(UTF_8));
    }
    assertThat(explored.seeds()).isEqualTo(SEEDS);
  }

  @Test
  void aDiamondStartsEachScriptOnceAndStopsInReverse() {
    List<Recipe> rig =
        List.of(
            Recipe.of("boot", "a", "b"), Recipe.of("a", "c"), Recipe.of("b", "c"), Recipe.of("c"));
    Simulation world = new Simulation(new Random(1), rig);
    world.start(List.of("boot"));
    world.settle();
    assertThat(world.coordinator().reports())
        .hasSize(4)
        .allSatisfy(
            report -> {
              assertThat(report.state()).isEqualTo(ServiceState.RUNNING);
              assertThat(report.runs()).isEqualTo(1);
            });
    world.shutdown();
    world.settle();
    world.checkShutDown();
    assertThat(world.trace())
        .filteredOn(
            event -> event.what() instanceof Decision.Launch launch && launch.verb() == Verb.STOP)
        .extracting(Simulation.Event::who)
        .hasSize(4)
        .startsWith("boot")
        .endsWith("c");
  }
}
