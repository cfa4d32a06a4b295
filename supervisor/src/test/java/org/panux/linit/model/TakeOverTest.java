package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.protocol.ServiceState.FAILED;
import static org.panux.linit.protocol.ServiceState.NULL;
import static org.panux.linit.protocol.ServiceState.RUNNING;
import static org.panux.linit.protocol.ServiceState.STARTING;
import static org.panux.linit.protocol.ServiceState.STOPPED;
import static org.panux.linit.protocol.ServiceState.STOPPING;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panux.linit.model.Decision.Launch;
import org.panux.linit.model.Decision.Publish;
import org.panux.linit.model.Decision.Rest;
import org.panux.linit.model.Decision.Sweep;
import org.panux.linit.model.Decision.Watch;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.setting.RestartPolicy;

/** A service goes from one linitd to the next. */
class TakeOverTest {
  private static final long PID = 4711;
  private static final Optional<Exit> UNKNOWN = Optional.of(Exit.unknown());

  private Lifecycle life = new Lifecycle("x");
  private long clock = 1000;

  private Moment now() {
    clock++;
    return new Moment(clock, clock * 1_000_000);
  }

  /** A service whose main process runs, with that restart policy. */
  private void supervised(String restart) {
    life.start(Asker.CLIENT, now(), now());
    int run = life.run();
    life.configure(run, 0, "restart", restart);
    life.configure(run, 0, "restart_delay", "7s");
    life.supervise(run, 1);
    life.prepared(run, Reason.NONE, now());
    life.mainProcess(run, PID);
    assertThat(life.state()).isEqualTo(RUNNING);
  }

  /** Another linitd, an hour later by its clocks, knows only what the first one wrote down. */
  private List<Decision> another(Optional<Exit> end) {
    Memory memory = life.memory();
    clock += 3_600_000;
    life = Lifecycle.of("x", memory, now());
    assertThat(life.memory()).isEqualTo(memory);
    return life.takeOver(end, false, now());
  }

  private static <T> List<T> all(List<Decision> decisions, Class<T> type) {
    return decisions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void aMainProcessThatRunsIsWatchedAndNothingElse() {
    supervised("always");
    Report before = life.report();
    List<Decision> decisions = another(Optional.empty());
    assertThat(decisions).hasSize(2).contains(new Watch(1, PID));
    Report after = all(decisions, Publish.class).get(0).report();
    assertThat(after.state()).isEqualTo(RUNNING);
    assertThat(after.wanted()).isTrue();
    assertThat(after.since().epochMillis()).isEqualTo(before.since().epochMillis());
    assertThat(after.runs()).isEqualTo(before.runs());
    assertThat(after.took()).isEqualTo(before.took());
    assertThat(after.process()).isEqualTo(before.process());
  }

  @Test
  void aMainProcessThatHasGoneIsRestartedByItsPolicy() {
    supervised("on-failure");
    List<Decision> decisions = another(UNKNOWN);
    assertThat(all(decisions, Sweep.class)).hasSize(1);
    assertThat(life.state()).isEqualTo(STARTING);
    assertThat(life.report().reason().text()).endsWith("its process ended, nobody knows how");
    assertThat(life.swept(now())).containsExactly(new Rest(1, Duration.ofSeconds(7)));
    assertThat(all(life.rested(1, now()), Launch.class)).extracting(Launch::run).containsExactly(2);
    assertThat(life.report().process().restarts()).isEqualTo(1);
  }

  @Test
  void aMainProcessThatHasGoneIsAFailureWithoutAPolicy() {
    supervised("no");
    assertThat(all(another(UNKNOWN), Sweep.class)).hasSize(1);
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(life.report().reason().text()).isEqualTo("its process ended, nobody knows how");
    assertThat(life.swept(now())).isEmpty();
  }

  @Test
  void anEndThatWasWrittenDownIsToldAsItWas() {
    life.start(Asker.CLIENT, now(), now());
    life.exited(1, Exit.of(0, ""), now());
    another(Optional.of(Exit.of(3, "")));
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(life.report().reason().text()).isEqualTo("its process exited with 3");
  }

  @Test
  void aGoodEndThatWasWrittenDownIsNoFailure() {
    life.start(Asker.CLIENT, now(), now());
    life.exited(1, Exit.of(0, ""), now());
    another(Optional.of(Exit.of(0, "")));
    assertThat(life.state()).isEqualTo(STOPPED);
  }

  @Test
  void whatRunsWithoutAProcessRunsOn() {
    life.start(Asker.CLIENT, now(), now());
    life.exited(1, Exit.of(0, ""), now());
    List<Decision> decisions = another(Optional.empty());
    assertThat(decisions).hasSize(1);
    assertThat(life.state()).isEqualTo(RUNNING);
  }

  @Test
  void restartsAreCountedOnAndTheirLimitHolds() {
    supervised("always");
    for (int restart = 1; restart <= RestartPolicy.DEFAULT.limit(); restart++) {
      dies();
      assertThat(life.memory().restarts().total()).isEqualTo(restart);
      int run = life.run();
      life.swept(now());
      life.rested(run, now());
      life.configure(run + 1, 0, "restart", "always");
      life.supervise(run + 1, 1);
      life.prepared(run + 1, Reason.NONE, now());
    }
    dies();
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(life.report().reason().text())
        .startsWith("restarted 5 times in ")
        .endsWith("and then its process ended, nobody knows how");
  }

  /** linitd and the main process die together, and the next linitd comes at once. */
  private void dies() {
    life = Lifecycle.of("x", life.memory(), now());
    life.takeOver(UNKNOWN, false, now());
  }

  @Test
  void aStartUnderWayIsEndedAndBegunAnew() {
    life.start(Asker.CLIENT, now(), now());
    List<Decision> decisions = another(Optional.empty());
    assertThat(all(decisions, Sweep.class)).hasSize(1);
    assertThat(life.state()).isEqualTo(STARTING);
    assertThat(all(life.swept(now()), Launch.class)).extracting(Launch::run).containsExactly(2);
    life.exited(2, Exit.of(0, ""), now());
    assertThat(life.state()).isEqualTo(RUNNING);
  }

  @Test
  void aRestartUnderWayIsStillOneThatNobodyAskedFor() {
    supervised("always");
    life.exited(1, Exit.of(1, ""), now());
    assertThat(life.memory().restarting()).isTrue();
    another(Optional.empty());
    life.swept(now());
    life.configure(2, 0, "restart", "always");
    life.exited(2, Exit.of(1, ""), now());
    assertThat(life.state()).isEqualTo(STARTING);
    assertThat(life.report().process().restarts()).isEqualTo(2);
  }

  @Test
  void aStopUnderWayIsCompletedWithItsReason() {
    supervised("always");
    life.stop(new Reason(0, "stopped by request"), now());
    assertThat(all(another(Optional.empty()), Sweep.class)).hasSize(1);
    assertThat(life.state()).isEqualTo(STOPPING);
    life.swept(now());
    assertThat(life.state()).isEqualTo(STOPPED);
    assertThat(life.report().reason().text()).isEqualTo("stopped by request");
    assertThat(life.report().wanted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = ServiceState.class,
      names = {"NULL", "FAILED", "STOPPED"})
  void whatDoesNotRunStaysSo(ServiceState state) {
    if (state != NULL) {
      life.start(Asker.CLIENT, now(), now());
      life.exited(1, Exit.of(state == FAILED ? 1 : 0, ""), now());
      life.swept(now());
    }
    if (state == STOPPED) {
      life.stop(Reason.NONE, now());
      life.release(now());
      life.exited(2, Exit.of(0, ""), now());
      life.swept(now());
    }
    assertThat(another(Optional.empty())).hasSize(1);
    assertThat(life.state()).isEqualTo(state);
    life.start(Asker.CLIENT, now(), now());
    assertThat(life.state()).isEqualTo(STARTING);
  }

  @Test
  void anAdoptedProcessIsEndedAsItWants() {
    supervised("always");
    another(Optional.empty());
    life.stop(Reason.NONE, now());
    assertThat(all(life.release(now()), Launch.class)).hasSize(1);
    List<Decision> decisions = life.exited(2, Exit.of(0, ""), now());
    assertThat(all(decisions, Decision.EndMain.class)).hasSize(1);
    assertThat(all(life.exited(1, Exit.unknown(), now()), Sweep.class)).hasSize(1);
    life.swept(now());
    assertThat(life.state()).isEqualTo(STOPPED);
  }
}
