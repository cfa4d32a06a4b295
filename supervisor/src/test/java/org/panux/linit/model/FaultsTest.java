package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.protocol.ServiceState.FAILED;
import static org.panux.linit.protocol.ServiceState.RUNNING;
import static org.panux.linit.protocol.ServiceState.STARTING;
import static org.panux.linit.protocol.ServiceState.STOPPED;
import static org.panux.linit.protocol.ServiceState.STOPPING;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.panux.linit.model.Decision.Answer;
import org.panux.linit.model.Decision.Delay;
import org.panux.linit.model.Decision.Launch;
import org.panux.linit.model.Decision.Pace;
import org.panux.linit.model.Decision.Publish;
import org.panux.linit.model.Decision.Rest;
import org.panux.linit.model.Decision.Signal;
import org.panux.linit.model.Decision.SignalAll;
import org.panux.linit.setting.InjectedFault;
import org.panux.linit.setting.InjectedFault.Kind;

/** What becomes of a service that is broken on purpose. */
class FaultsTest {
  private static final long ASKED = 7;
  private static final int KILL = 9;
  private static final int STOP = 19;
  private static final int CONT = 18;
  private static final Exit KILLED = Exit.of(128 + KILL, "");

  private final Lifecycle life = new Lifecycle("x");
  private long clock = 1000;

  private Moment now() {
    clock++;
    return new Moment(clock, clock * 1_000_000);
  }

  private List<Decision> fault(String words) {
    return life.inject(ASKED, InjectedFault.parse(words), now());
  }

  private static <T> List<T> all(List<Decision> decisions, Class<T> type) {
    return decisions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static int answer(List<Decision> decisions) {
    List<Answer> answers = all(decisions, Answer.class);
    assertThat(answers).hasSize(1).allMatch(answer -> answer.id() == ASKED);
    return answers.get(0).verdict().code();
  }

  /** Starts it, with those settings, up to the moment when its process is the main process. */
  private List<Decision> supervise(String... settings) {
    life.start(Asker.CLIENT, now(), now());
    return goOn(settings);
  }

  private List<Decision> goOn(String... settings) {
    int run = life.run();
    for (int i = 0; i < settings.length; i += 2) {
      life.configure(run, 0, settings[i], settings[i + 1]);
    }
    life.supervise(run, 1);
    List<Decision> decisions = life.prepared(run, Reason.NONE, now());
    life.mainProcess(run, 4711);
    return decisions;
  }

  private List<String> shown() {
    return life.report().process().faults();
  }

  private String reason() {
    return life.report().reason().text();
  }

  @Test
  void aKillIsSignalledAndItsEndNamesTheFault() {
    supervise();
    List<Decision> decisions = fault("kill");
    assertThat(decisions).containsExactly(new Signal(1, KILL));
    // Whoever has killed it finds it dead.
    assertThat(answer(life.exited(1, KILLED, now()))).isZero();
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(reason()).isEqualTo("its process was ended by signal 9 (KILL) (fault: kill)");
    life.swept(now());
    life.start(Asker.CLIENT, now(), now());
    goOn();
    life.exited(life.run(), KILLED, now());
    assertThat(reason()).isEqualTo("its process was ended by signal 9 (KILL)");
  }

  @Test
  void whatHasNoProcessCannotBeKilledOrFrozen() {
    assertThat(answer(fault("kill"))).isEqualTo(3);
    assertThat(answer(fault("freeze"))).isEqualTo(3);
    life.start(Asker.CLIENT, now(), now());
    life.exited(1, Exit.of(0, ""), now());
    assertThat(life.state()).isEqualTo(RUNNING);
    assertThat(answer(fault("kill"))).isEqualTo(1);
    assertThat(answer(fault("crash-loop"))).isEqualTo(1);
    assertThat(fault("freeze")).containsExactly(new SignalAll(ASKED, STOP));
    assertThat(answer(life.signalled(ASKED, Reason.failed("it has no process")))).isEqualTo(1);
    assertThat(shown()).isEmpty();
  }

  @Test
  void aFrozenOneIsShownUntilItIsThawedOrGone() {
    supervise();
    assertThat(fault("freeze")).containsExactly(new SignalAll(ASKED, STOP));
    assertThat(shown()).isEmpty();
    assertThat(answer(life.signalled(ASKED, Reason.NONE))).isZero();
    assertThat(shown()).containsExactly("freeze");
    assertThat(life.memory().frozen()).isTrue();
    assertThat(fault("thaw")).contains(new SignalAll(ASKED, CONT));
    assertThat(shown()).isEmpty();
    fault("freeze");
    life.signalled(ASKED, Reason.NONE);
    assertThat(fault("clear")).contains(new SignalAll(ASKED, CONT));
    fault("freeze");
    life.signalled(ASKED, Reason.NONE);
    life.exited(1, KILLED, now());
    assertThat(shown()).isEmpty();
  }

  @Test
  void theEndOfLinitdFreezesNothing() {
    supervise();
    fault("freeze");
    life.signalled(ASKED, Reason.NONE);
    List<Decision> decisions = life.stop(Reason.shutdown(0, "linitd ends"), now());
    assertThat(all(decisions, SignalAll.class)).containsExactly(new SignalAll(-1, CONT));
    assertThat(life.state()).isEqualTo(STOPPING);
  }

  @Test
  void anotherLinitdThawsWhatTheFirstOneHasFrozen() {
    supervise();
    fault("freeze");
    life.signalled(ASKED, Reason.NONE);
    Memory memory = life.memory();
    Lifecycle other = Lifecycle.of("x", memory, now());
    assertThat(other.takeOver(Optional.empty(), memory.frozen(), now()))
        .contains(new SignalAll(-1, CONT));
    assertThat(other.report().process().faults()).isEmpty();
  }

  @Test
  void theNextStartFailsWithTheCodeAndTheOneAfterItDoesNot() {
    assertThat(answer(fault("fail=3"))).isZero();
    assertThat(shown()).containsExactly("fail=3");
    Launch launch = all(life.start(Asker.CLIENT, now(), now()), Launch.class).get(0);
    assertThat(launch.failure()).isEqualTo(OptionalInt.of(3));
    assertThat(shown()).isEmpty();
    life.exited(1, Exit.injected(3), now());
    assertThat(reason()).isEqualTo("start exited with 3 (fault: fail=3)");
    assertThat(life.report().process().exit()).isEqualTo(3);
    life.swept(now());
    launch = all(life.start(Asker.CLIENT, now(), now()), Launch.class).get(0);
    assertThat(launch.failure()).isEmpty();
  }

  @Test
  void aDelayedOneIsReadyLaterAtEachStart() {
    fault("delay=2s");
    List<Decision> decisions = supervise();
    assertThat(all(decisions, Delay.class))
        .containsExactly(new Delay(Kind.DELAY, 1, Duration.ofSeconds(2)));
    assertThat(life.state()).isEqualTo(STARTING);
    assertThat(life.report().start().doing()).isEqualTo("fault");
    assertThat(reason()).isEqualTo("ready, and made to be later (fault: delay=2s)");
    life.due(Kind.DELAY, 1, now());
    assertThat(life.state()).isEqualTo(RUNNING);
    assertThat(reason()).isEmpty();
    assertThat(shown()).containsExactly("delay=2s");
  }

  @Test
  void aDelayEndsWhenItIsClearedAndItsTimeIsOfNoAccountThen() {
    fault("delay=2s");
    supervise();
    fault("clear");
    assertThat(life.state()).isEqualTo(RUNNING);
    assertThat(life.due(Kind.DELAY, 1, now())).isEmpty();
  }

  @Test
  void aDelayBeyondItsTimeLimitIsAFailureAtTheLimit() {
    fault("delay=2min");
    List<Decision> decisions = supervise("start_timeout", "3s");
    assertThat(all(decisions, Delay.class))
        .containsExactly(new Delay(Kind.DELAY, 1, Duration.ofSeconds(3)));
    life.due(Kind.DELAY, 1, now());
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(reason()).isEqualTo("not ready after 3 s (fault: delay=2min)");
  }

  @Test
  void aDelayedScriptThatReportsItselfIsReadyOnceAndNotTwice() {
    fault("delay=2s");
    life.start(Asker.CLIENT, now(), now());
    List<Decision> reported = life.reported(1, RUNNING, now());
    List<Decision> ended = life.exited(1, Exit.of(0, ""), now());
    assertThat(all(reported, Delay.class)).hasSize(1);
    assertThat(all(ended, Delay.class)).isEmpty();
    assertThat(life.state()).isEqualTo(STARTING);
    life.due(Kind.DELAY, 1, now());
    assertThat(life.state()).isEqualTo(RUNNING);
  }

  @Test
  void oneThatLosesItsReadinessStartsUntilThatIsClearedAndItsProcessGoesOn() {
    supervise("restart_dependents", "yes");
    long took = life.report().took();
    List<Decision> decisions = fault("unready");
    assertThat(life.state()).isEqualTo(STARTING);
    assertThat(reason()).isEqualTo("made not to be ready (fault: unready)");
    assertThat(all(decisions, Launch.class)).isEmpty();
    assertThat(life.memory().state()).isEqualTo(RUNNING);
    assertThat(life.report().process().main()).hasValue(4711);
    List<Publish> back = all(fault("clear"), Publish.class);
    assertThat(life.state()).isEqualTo(RUNNING);
    assertThat(life.report().took()).isEqualTo(took);
    assertThat(life.report().runs()).isEqualTo(1);
    // Who needs it has not lost it, and is not restarted because of it.
    assertThat(back.get(0).report().policy().restartDependents()).isFalse();
    assertThat(life.report().policy().restartDependents()).isTrue();
  }

  @Test
  void oneThatIsNotReadyOnPurposeEndsAndStopsAsOneThatRan() {
    supervise("restart", "always", "restart_delay", "7s");
    fault("unready");
    life.exited(1, KILLED, now());
    assertThat(life.state()).isEqualTo(STARTING);
    assertThat(reason()).startsWith("restarts in 7 s: its process was ended by signal 9");
    life.swept(now());
    life.rested(1, now());
    goOn();
    assertThat(life.state()).isEqualTo(STARTING);
    assertThat(reason()).isEqualTo("ready, and made not to be (fault: unready)");
    life.stop(Reason.request("stopped", ""), now());
    assertThat(life.state()).isEqualTo(STOPPING);
    life.release(now());
    life.exited(life.run(), Exit.of(0, ""), now());
    life.exited(life.run() - 1, KILLED, now());
    life.swept(now());
    assertThat(life.state()).isEqualTo(STOPPED);
  }

  @Test
  void aCrashLoopKillsEachRunAndItsEndClearsThePause() {
    fault("crash-loop=1s");
    List<Decision> decisions = supervise("restart", "always", "restart_delay", "7s");
    Delay crash = new Delay(Kind.CRASH_LOOP, 1, Duration.ofSeconds(1));
    assertThat(decisions).contains(crash);
    assertThat(life.due(Kind.CRASH_LOOP, 1, now())).containsExactly(new Signal(1, KILL));
    life.exited(1, KILLED, now());
    assertThat(reason())
        .isEqualTo("restarts in 7 s: its process was ended by signal 9 (KILL) (fault: crash-loop)");
    life.swept(now());
    assertThat(fault("clear")).contains(new Rest(1, Duration.ZERO));
    assertThat(all(life.rested(1, now()), Launch.class)).hasSize(1);
    assertThat(all(goOn(), Delay.class)).isEmpty();
    assertThat(life.due(Kind.CRASH_LOOP, 1, now())).isEmpty();
    assertThat(life.report().process().restarts()).isZero();
  }

  @Test
  void aCrashLoopBeginsWithTheRunThatThereIs() {
    supervise();
    assertThat(fault("crash-loop")).contains(new Delay(Kind.CRASH_LOOP, 1, Duration.ZERO));
  }

  @Test
  void anOutputIsSlowUntilThatIsCleared() {
    assertThat(fault("slow-output=100")).contains(new Pace(100));
    assertThat(fault("clear")).contains(new Pace(0));
  }
}
