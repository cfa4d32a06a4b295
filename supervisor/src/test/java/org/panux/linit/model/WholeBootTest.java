package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Recipe.Need;
import org.panux.linit.model.Recipe.Once;
import org.panux.linit.model.Recipe.Say;
import org.panux.linit.model.Recipe.Set;
import org.panux.linit.model.Recipe.Step;
import org.panux.linit.model.Recipe.StopOther;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** Whole boots of random rigs, with random orders of events, against what must always hold. */
class WholeBootTest {
  private static final int SEEDS = Integer.getInteger("linit.seeds", 3000);
  private static final long FIRST = Long.getLong("linit.seed", 0);

  @Test
  void everyRandomRigBootsStopsAndSettles() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      play(seed);
    }
  }

  /** Replayed alone with {@code -Dlinit.seed=SEED -Dlinit.seeds=1}. */
  private static void play(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    boolean calm = random.nextInt(4) == 0;
    boolean cyclic = random.nextInt(3) == 0;
    List<Recipe> rig = rig(random, calm, cyclic);
    Simulation world = new Simulation(random, rig);
    try {
      world.start(List.of("boot"));
      int disturbances = random.nextInt(6);
      for (int i = 0; i < disturbances; i++) {
        world.run(random.nextInt(120));
        disturb(world, random, rig);
      }
      if (random.nextInt(3) > 0) {
        world.settle();
        world.checkAtRest();
      }
      world.shutdown();
      if (random.nextInt(4) == 0) {
        world.run(random.nextInt(40));
        world.killAll();
      }
      world.settle();
      world.checkShutDown();
      if (calm && !cyclic) {
        assertThat(world.deadlocks()).as("refused without a circle").isZero();
      }
    } catch (Throwable e) {
      rig.forEach(System.err::println);
      world.trace().forEach(System.err::println);
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private static void disturb(Simulation world, Random random, List<Recipe> rig) {
    List<String> names = some(random, rig.stream().map(Recipe::name).toList(), 2);
    switch (random.nextInt(3)) {
      case 0 -> world.start(names);
      case 1 -> world.stop(names, false);
      default -> world.stop(names, true);
    }
  }

  /**
   * @param calm nothing fails by itself, and no script does what is unusual
   * @param cyclic needs can go in circles
   */
  private static List<Recipe> rig(Random random, boolean calm, boolean cyclic) {
    int size = 1 + random.nextInt(14);
    List<String> names = IntStream.range(0, size).mapToObj(i -> "s" + i).toList();
    List<Recipe> rig = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<String> others = cyclic ? names : names.subList(i + 1, size);
      List<Step> start = new ArrayList<>();
      for (int n = random.nextInt(3); n > 0 && !others.isEmpty(); n--) {
        Step need = need(random, others, names, calm);
        start.add(random.nextInt(4) == 0 ? new Once(need) : need);
      }
      if (random.nextInt(4) == 0) {
        start.add(0, new Set("on_dep_failure", "stop"));
      }
      if (random.nextInt(3) == 0) {
        start.add(0, new Set("restart", random.nextBoolean() ? "always" : "on-failure"));
        start.add(0, new Set("restart_dependents", random.nextBoolean() ? "yes" : "no"));
      }
      List<Step> stop = new ArrayList<>();
      if (!calm && random.nextInt(6) == 0) {
        start.add(random.nextInt(start.size() + 1), new StopOther(one(random, names)));
      }
      if (!calm && random.nextInt(8) == 0) {
        start.add(random.nextInt(start.size() + 1), new Say(reportable(random)));
      }
      if (!calm && random.nextInt(6) == 0) {
        stop.add(need(random, names, names, false));
      }
      if (!calm && random.nextInt(10) == 0) {
        stop.add(new StopOther(one(random, names)));
      }
      rig.add(
          new Recipe(
              names.get(i),
              start,
              !calm && random.nextInt(8) == 0 ? 1 : 0,
              stop,
              random.nextInt(8) == 0 ? 3 : 0,
              !calm && random.nextInt(6) == 0 ? reportable(random) : null));
    }
    rig.add(Recipe.of("boot", some(random, names, 4).toArray(String[]::new)));
    return rig;
  }

  /**
   * @param all who can be ordered after, in circles or not: that keeps nobody from anything
   */
  private static Need need(Random random, List<String> names, List<String> all, boolean calm) {
    DependencyKind kind =
        switch (random.nextInt(6)) {
          case 0 -> DependencyKind.WANT;
          case 1 -> DependencyKind.AFTER;
          default -> DependencyKind.DEP;
        };
    List<String> chosen =
        new ArrayList<>(some(random, kind == DependencyKind.AFTER ? all : names, 3));
    if (!calm && random.nextInt(15) == 0) {
      chosen.add("missing");
    }
    return new Need(kind, chosen, random.nextInt(6) == 0);
  }

  private static ServiceState reportable(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> ServiceState.RUNNING;
      case 1 -> ServiceState.STOPPED;
      default -> ServiceState.FAILED;
    };
  }

  private static String one(Random random, List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private static List<String> some(Random random, List<String> names, int most) {
    int count = 1 + random.nextInt(most);
    return IntStream.range(0, count).mapToObj(i -> one(random, names)).distinct().toList();
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
