package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Sixty services, and everything that can happen to them and to linitd, in rounds. After each round
 * the rig is brought to rest and must be what linitd says it is. Run by {@code scripts/chaos}.
 */
@EnabledIfSystemProperty(
    named = "linit.chaos.minutes",
    matches = "\\d+",
    disabledReason = "takes minutes: run scripts/chaos")
class ChaosTest {
  private static final int MOST_FAULTS = 12;
  private static final int REPORT_EACH = 100;

  /** The disk is filled on purpose alone, and not by what linit writes itself. */
  private static final String SMALL = "log-size = 16 KiB\nlog-files = 1\nflight-size = 2 MiB\n";

  private final long seed = Long.getLong("linit.chaos.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void whatLinitdSaysIsTrueAfterEachRound() {
    Instant end = Instant.now().plus(Duration.ofMinutes(Long.getLong("linit.chaos.minutes")));
    int rounds = 0;
    try (ChaosDisk disk = ChaosDisk.mount()) {
      TestRig rig = disk.rig();
      rig.conf("kill-grace = 500ms\n" + SMALL);
      ChaosRig services = new ChaosRig(rig, random);
      ChaosClock clock = new ChaosClock(rig);
      ChaosFaults faults = new ChaosFaults(services, clock, disk.own(), random);
      try (Reign reign = Reign.start(rig, clock.environment())) {
        reign.linitd().awaitBoot();
        while (Instant.now().isBefore(end)) {
          try {
            round(reign, services, faults);
          } catch (AssertionError | RuntimeException e) {
            String when = "seed " + seed + ", round " + rounds + ", faults " + faults.done();
            throw new AssertionError(when + ": " + log + "; " + reign.linitd().fate(), e);
          }
          rounds++;
          if (rounds % REPORT_EACH == 0) {
            report(rounds, faults);
          }
        }
      }
      report(rounds, faults);
      assertThat(rounds).isPositive();
    }
  }

  private void report(int rounds, ChaosFaults faults) {
    System.out.printf(
        "chaos: seed %d, %d rounds, %d faults %s, 0 violations%n",
        seed, rounds, faults.done().values().stream().mapToInt(it -> it).sum(), faults.done());
  }

  /** What was done in this round. */
  private final List<Object> log = new ArrayList<>();

  private void round(Reign reign, ChaosRig services, ChaosFaults faults) {
    log.clear();
    for (int i = 1 + random.nextInt(MOST_FAULTS); i > 0; i--) {
      ChaosFaults.Kind[] kinds = ChaosFaults.Kind.values();
      ChaosFaults.Kind kind = kinds[random.nextInt(kinds.length)];
      log.add(kind);
      faults.traffic(reign.linitd());
      faults.pause();
      faults.inject(kind, reign);
    }
    faults.undo();
    assertThat(reign.linitd().alive()).as("linitd: " + reign.linitd().said()).isTrue();
    Set<String> off = services.someWithDependents(random);
    log.add("off " + off);
    new ChaosTruth(services, reign.linitd()).bringToRest(off);
    List<String> known = ChaosTruth.known(reign.linitd());
    log.add(ChaosFaults.Kind.KILL_LINITD);
    List<String> said = reign.linitd().said();
    reign.dies();
    List<String> state = services.rig().lines("run/state");
    reign.nextStarts().awaitBoot();
    assertThat(ChaosTruth.known(reign.linitd()))
        .as("of one that said %s, and whose state file says %s", said, state)
        .isEqualTo(known);
    assertThat(new ChaosTruth(services, reign.linitd()).wrong(off)).isEmpty();
  }
}
