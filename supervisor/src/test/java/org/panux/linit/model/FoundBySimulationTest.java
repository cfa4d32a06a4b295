package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.model.Plan.Act;
import org.panux.linit.model.Plan.Deed;
import org.panux.linit.model.Recipe.Need;
import org.panux.linit.model.Recipe.Say;
import org.panux.linit.model.Recipe.Set;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** The least rigs of what {@code scripts/simulate} has found, each with many orders of messages. */
class FoundBySimulationTest {
  private static final int SCHEDULES = 400;
  private static final Moment NOW = new Moment(1, 1);

  private static void playAll(List<Recipe> rig, Act... acts) {
    for (long schedule = 0; schedule < SCHEDULES; schedule++) {
      Player.Played played = Player.play(new Plan(rig, List.of(acts), schedule));
      assertThat(played.failure().map(Player.Failure::text)).isEmpty();
    }
  }

  private static Act act(int after, Deed deed, String... names) {
    return new Act(after, deed, List.of(names));
  }

  private static Need need(DependencyKind kind, String... names) {
    return new Need(kind, List.of(names), false);
  }

  /** Seed 112: its daemon ran on beside the next one. */
  @Test
  void whoSaysThatItHasFailedLeavesNoProcessBehind() {
    playAll(
        List.of(
            Recipe.of("a").withStart(List.of(new Say(ServiceState.FAILED))),
            Recipe.of("boot").withStart(List.of(need(DependencyKind.WANT, "a")))),
        act(30, Deed.START, "a"));
  }

  /** Seed 353: what waits was taken for somebody who waits yet, also in the search for circles. */
  @Test
  void aWaitThatEndsWithItsScriptIsSeenToBeOver() {
    Lifecycle life = new Lifecycle("a");
    life.start(Asker.CLIENT, NOW, NOW);
    life.reported(1, ServiceState.RUNNING, NOW);
    life.depend(1, 0, DependencyKind.DEP, List.of("b"), NOW);
    assertThat(life.report().waiting()).containsExactly("b");
    List<Decision> decisions = life.exited(1, Exit.of(0, ""), NOW);
    assertThat(decisions)
        .filteredOn(Decision.Publish.class::isInstance)
        .last()
        .extracting(it -> ((Decision.Publish) it).report().waiting())
        .isEqualTo(List.of());
  }

  /**
   * Seed 30101: the stop script of c wanted b, which waited for the end of a, which had lost
   * something that it cannot do without; and a waited for the end of c, which wanted it as well.
   */
  @Test
  void whoWaitsForOneThatIsStoppedForALossDoesNotWaitForItsEnd() {
    Recipe lost =
        Recipe.of("lost")
            .withProcess(
                new Recipe.Process(ServiceState.STOPPED, -1, Recipe.Ready.COMES, List.of()));
    playAll(
        List.of(
            lost,
            Recipe.of("a")
                .withStart(
                    List.of(new Set("on_dep_failure", "stop"), need(DependencyKind.DEP, "lost"))),
            Recipe.of("b", "a"),
            Recipe.of("c").withStop(List.of(need(DependencyKind.WANT, "b", "a"))),
            Recipe.of("boot", "c")),
        act(60, Deed.STOP, "c"),
        act(0, Deed.REST));
    Notice notice =
        Notice.of("a", ServiceState.STOPPING, Reason.lost(Report.unknown("lost"), "lost"))
            .firstFor(1);
    Waiting wait = new Waiting(1, DependencyKind.DEP, List.of("a"), true);
    assertThat(wait.hear(notice).filter(reason -> !reason.ok())).isPresent();
  }
}
