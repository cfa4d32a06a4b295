package org.panux.linit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.panux.linit.record.CriticalPath.Step;
import org.panux.linit.record.CriticalPath.Then;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

class CriticalPathTest {
  @Provide
  Arbitrary<Map<String, List<SimulatedBoot.Step>>> rigs() {
    return Rigs.rigs();
  }

  private static Start start(
      String name, String by, String kind, long asked, long launched, long ended, Wait... waits) {
    return new Start(name, by, kind, 1, asked, launched, ended, "running", 0, "", List.of(waits));
  }

  private static Wait wait(String target, long group, long from, long until) {
    return new Wait(target, "dep", group, from, until, "running");
  }

  private static Recording recording(Start... starts) {
    return new Recording(0, 1_000_000, "boot", List.of(starts));
  }

  private static List<String> names(CriticalPath path) {
    return path.steps().stream().map(Step::name).toList();
  }

  @Test
  void pathGoesThroughWhateverWasSettledLast() {
    Recording recording =
        recording(
            start("boot", "", "linitd", 10, 20, 3000, wait("web", 1, 30, 2900)),
            start(
                "web",
                "boot",
                "dep",
                31,
                40,
                2890,
                wait("db", 2, 50, 2050),
                wait("log", 2, 50, 300)),
            start("db", "web", "dep", 51, 60, 2040),
            start("log", "web", "dep", 52, 61, 290));

    CriticalPath path = CriticalPath.to(recording, recording.starts().get(0));

    assertThat(path.steps())
        .containsExactly(
            new Step("linitd", 0, 0, 10, 0, Then.ASKS, "linitd"),
            new Step("boot", 1, 10, 31, 10, Then.ASKS, "dep"),
            new Step("web", 1, 31, 51, 9, Then.ASKS, "dep"),
            new Step("db", 1, 51, 2050, 9, Then.SETTLES, "dep"),
            new Step("web", 1, 2050, 2900, 0, Then.SETTLES, "dep"),
            new Step("boot", 1, 2900, 3000, 0, Then.ENDS, ""));
    assertThat(path.us()).isEqualTo(3000);
  }

  @Test
  void callGoesOnNoSoonerThanItsLastNameIsSettled() {
    // In the background a waits for both; log is settled when c is asked for, db is not.
    Recording recording =
        recording(
            start(
                "a",
                "",
                "client",
                0,
                1,
                900,
                wait("log", 1, 2, 100),
                wait("db", 1, 2, 800),
                wait("c", 2, 200, 890)),
            start("log", "a", "dep", 2, 3, 99),
            start("db", "a", "dep", 2, 3, 799),
            start("c", "a", "dep", 201, 202, 889));

    assertThat(names(CriticalPath.to(recording, recording.starts().get(0))))
        .containsExactly("a", "c", "a");
  }

  @Test
  void whatClientsAskedForBeginsWhenTheyAsked() {
    Recording recording =
        recording(
            start("boot", "", "linitd", 10, 20, 30), start("web", "", "client", 5000, 5010, 6000));

    CriticalPath path = CriticalPath.to(recording, recording.starts().get(1));

    assertThat(names(path)).containsExactly("web");
    assertThat(path.us()).isEqualTo(1000);
  }

  @Test
  void repeatedStartGoesBackToTheOneThatFailed() {
    Start failed =
        new Start("web", "", "client", 1, 100, 110, 200, "failed", 1, "broken", List.of());
    Start again = new Start("web", "", "restart", 2, 300, 310, 400, "running", 0, "", List.of());
    Recording recording = recording(failed, again);

    CriticalPath path = CriticalPath.to(recording, again);

    assertThat(path.steps())
        .containsExactly(
            new Step("web", 1, 100, 300, 10, Then.RESTARTS, ""),
            new Step("web", 2, 300, 400, 10, Then.ENDS, ""));
  }

  @Test
  void refusedWaitLeadsNowhere() {
    Recording recording =
        recording(
            start("a", "", "client", 0, 1, 90, new Wait("b", "after", 1, 5, 60, Groups.REFUSED)),
            start("b", "", "client", 0, 1, 50));

    assertThat(names(CriticalPath.to(recording, recording.starts().get(0)))).containsExactly("a");
  }

  @Test
  void recordingThatGoesInCirclesEnds() {
    Recording recording =
        recording(
            start("a", "b", "dep", 10, 10, 20, wait("b", 1, 10, 20)),
            start("b", "a", "dep", 10, 10, 20, wait("a", 1, 10, 20)));

    assertThat(CriticalPath.to(recording, recording.starts().get(0)).us()).isLessThan(20);
  }

  @Property
  void eachMomentBelongsToOneStep(@ForAll("rigs") Map<String, List<SimulatedBoot.Step>> rig) {
    Recording recording = SimulatedBoot.of(rig);

    for (Start start : recording.starts()) {
      CriticalPath path = CriticalPath.to(recording, start);
      long at = 0;
      for (Step step : path.steps()) {
        assertThat(step.fromUs()).isEqualTo(at);
        at = step.untilUs();
      }
      assertThat(at).isEqualTo(start.endedUs());
    }
  }

  @Property
  void whatIsOnThePathHasNoSlack(@ForAll("rigs") Map<String, List<SimulatedBoot.Step>> rig) {
    Recording recording = SimulatedBoot.of(rig);
    Start boot = recording.starts().get(0);
    Map<String, Long> slack = Replay.of(recording, Change.NONE).slack(boot);

    for (Step step : CriticalPath.to(recording, boot).steps()) {
      if (step.nth() > 0 && step.us() > step.launchUs()) {
        assertThat(slack).as(step.name()).containsEntry(step.name(), 0L);
      }
    }
  }
}
