package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.protocol.ServiceState.FAILED;
import static org.panux.linit.protocol.ServiceState.NULL;
import static org.panux.linit.protocol.ServiceState.RUNNING;
import static org.panux.linit.protocol.ServiceState.STARTING;
import static org.panux.linit.protocol.ServiceState.STOPPED;
import static org.panux.linit.protocol.ServiceState.STOPPING;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.linit.model.Decision.Answer;
import org.panux.linit.model.Decision.Launch;
import org.panux.linit.model.Decision.Link;
import org.panux.linit.model.Decision.Publish;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

class LifecycleTest {
  private static final Reason ASKED = new Reason(0, "stopped by request");

  private final Lifecycle life = new Lifecycle("x");
  private long clock = 100;

  private Moment now() {
    clock++;
    return new Moment(clock, clock);
  }

  /** One event as a word; {@code exit:2:1} is the end of run 2 with code 1. */
  private List<Decision> event(String word) {
    String[] parts = word.split(":");
    return switch (parts[0]) {
      case "start" -> life.start(Asker.CLIENT, now(), now());
      case "stop" -> life.stop(ASKED, now());
      case "release" -> life.release(now());
      case "kill" -> life.kill(Reason.failed("killed"), now());
      case "swept" -> life.swept(now());
      case "exit" -> life.exited(number(parts[1]), Exit.of(number(parts[2]), ""), now());
      case "set" -> life.configure(number(parts[1]), 7, parts[2], word.split(":", 4)[3]);
      case "supervise" -> life.supervise(number(parts[1]), 7);
      case "prepared" -> life.prepared(number(parts[1]), Reason.NONE, now());
      case "main" -> life.mainProcess(number(parts[1]), 77);
      case "impossible" -> life.prepared(number(parts[1]), Reason.failed("no socket"), now());
      case "ready" -> life.ready(number(parts[1]), Optional.empty(), now());
      case "daemon" -> life.ready(number(parts[1]), Optional.of(77L), now());
      case "left" -> life.left(number(parts[1]), Optional.of(77L), now());
      case "gone" -> life.left(number(parts[1]), Optional.empty(), now());
      case "unready" -> life.notReady(number(parts[1]), Reason.failed("not ready"), now());
      case "reset" -> life.reset(7, now());
      case "reload" -> life.reload(7);
      case "signal" -> life.signal(7, number(parts[1]), parts.length > 2);
      case "rested" -> life.rested(number(parts[1]), now());
      case "says" -> life.reported(number(parts[1]), state(parts[2]), now());
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static ServiceState state(String word) {
    return ServiceState.of(word).orElseThrow();
  }

  private static String show(Decision decision) {
    if (decision instanceof Launch launch) {
      return "launch-" + launch.verb().word() + ":" + launch.run();
    } else if (decision instanceof Decision.Terminate terminate) {
      return "terminate:" + terminate.run();
    } else if (decision instanceof Decision.Kill kill) {
      return "kill:" + kill.run();
    } else if (decision instanceof Decision.Sweep sweep) {
      return sweep.now() ? "sweep-now" : "sweep";
    } else if (decision instanceof Decision.Probe) {
      return "probe";
    } else if (decision instanceof Decision.Unprobe) {
      return "unprobe";
    } else if (decision instanceof Decision.Supervise) {
      return "supervise";
    } else if (decision instanceof Decision.Watch watch) {
      return "watch:" + watch.pid();
    } else if (decision instanceof Decision.EndMain) {
      return "end-main";
    } else if (decision instanceof Decision.SignalAll signal) {
      return "signal-all:" + signal.number();
    } else if (decision instanceof Decision.Signal signal) {
      return "signal:" + signal.number();
    } else if (decision instanceof Decision.Rest rest) {
      return "rest:" + rest.pause().toMillis();
    } else if (decision instanceof Decision.Limit limit) {
      return "limit:" + limit.limit().toMillis();
    } else if (decision instanceof Answer answer) {
      return "answer-" + answer.verdict().code();
    }
    return "";
  }

  /** After the events up to the last one, that one has these effects and leads to that state. */
  @ParameterizedTest
  @CsvSource({
    // The rows of the table in Lifecycle's comment.
    "start, launch-start:1, STARTING",
    "start exit:1:0 stop release exit:2:0 swept start, launch-start:3, STARTING",
    "start exit:1:1 swept start, launch-start:2, STARTING",
    "start exit:1:1 start, , STARTING",
    "start exit:1:1 start swept, launch-start:2, STARTING",
    "start exit:1:0, , RUNNING",
    "start exit:1:1, sweep, FAILED",
    "start says:1:running, , RUNNING",
    "start says:1:running exit:1:0, , RUNNING",
    "start says:1:running exit:1:4, sweep, FAILED",
    "start stop, , STOPPING",
    "start exit:1:0 says:1:stopped, sweep, STOPPED",
    "start exit:1:0 says:1:failed, sweep, FAILED",
    "start exit:1:0 stop, , STOPPING",
    "start exit:1:0 stop release, launch-stop:2, STOPPING",
    "start exit:1:0 stop release exit:2:0, sweep, STOPPING",
    "start exit:1:0 stop release exit:2:0 swept, , STOPPED",
    // A stop while the start script runs.
    "start stop release, terminate:1, STOPPING",
    "start stop release exit:1:143, sweep, STOPPING",
    "start stop release exit:1:143 swept, , STOPPED",
    "start stop release exit:1:0, launch-stop:2, STOPPING",
    "start stop exit:1:0, , STOPPING",
    "start stop exit:1:0 release, launch-stop:2, STOPPING",
    "start stop exit:1:1 release, sweep, STOPPING",
    // A kill in each state.
    "kill, , NULL",
    "start kill, kill:1, STOPPING",
    "start kill exit:1:137, sweep-now, STOPPING",
    "start kill exit:1:0, sweep-now, STOPPING",
    "start kill exit:1:137 swept, , STOPPED",
    "start exit:1:0 kill, sweep-now, STOPPING",
    "start exit:1:0 stop kill, sweep-now, STOPPING",
    "start exit:1:0 stop release kill, kill:2, STOPPING",
    "start exit:1:0 stop release exit:2:0 kill, sweep-now, STOPPING",
    "start exit:1:1 kill, , FAILED",
    "start exit:1:1 start kill, sweep-now, STOPPING",
    // What comes late, twice or out of turn is nobody's business.
    "start exit:0:1, , STARTING",
    "start exit:1:0 exit:1:1, , RUNNING",
    "start exit:1:0 stop release exit:1:0, , STOPPING",
    "start exit:1:0 stop release release, , STOPPING",
    "start exit:1:0 release, , RUNNING",
    "start swept, , STARTING",
    "start start, , STARTING",
    "start exit:1:0 start, , RUNNING",
    "stop, , NULL",
    "start exit:1:0 stop stop, , STOPPING",
    "start exit:1:1 swept stop, , FAILED",
    // Its process ends while the start script still runs.
    "start says:1:stopped, , STARTING",
    "start says:1:stopped exit:1:0, sweep, STOPPED",
    "start says:1:failed exit:1:0, sweep, FAILED",
    "start says:1:failed stop exit:1:0 release, sweep, STOPPING",
    "start says:1:running says:1:stopped, terminate:1, STOPPED",
    "start says:1:running says:1:stopped exit:1:143, sweep, STOPPED",
    "start says:1:running says:1:stopped start, , STARTING",
    "start says:1:running says:1:stopped start exit:1:0, sweep, STARTING",
    "start says:1:running says:1:stopped start exit:1:0 swept, launch-start:2, STARTING",
    "start exit:1:0 stop says:1:failed, , STOPPING",
    // What is left of the run before speaks for itself alone.
    "start exit:1:1 start says:1:stopped swept exit:2:0, , RUNNING",
    "start exit:1:1 start swept says:1:failed exit:2:0, , RUNNING",
    "start exit:1:1 start swept says:1:running, , STARTING",
    "start exit:1:1 start swept exit:2:0 says:1:failed, , RUNNING",
    // A start that waits for a sweep can be taken back.
    "start exit:1:1 start stop, , STOPPED",
    "start exit:1:1 start stop swept, , STOPPED",
    // A failure can be forgotten, and nothing else.
    "start exit:1:1 reset, answer-0, STOPPED",
    "start exit:1:1 reset swept start, launch-start:2, STARTING",
    "start exit:1:0 reset, answer-0, RUNNING",
    "start reset, answer-0, STARTING",
    // A reload runs while the service does, one at a time.
    "reload, answer-3, NULL",
    "start reload, answer-3, STARTING",
    "start says:1:running reload, answer-1, RUNNING",
    "start exit:1:0 reload, launch-reload:2, RUNNING",
    "start exit:1:0 reload exit:2:0, answer-0, RUNNING",
    "start exit:1:0 reload exit:2:1, answer-1, RUNNING",
    "start exit:1:0 reload exit:2:3, answer-6, RUNNING",
    "start exit:1:0 reload reload, , RUNNING",
    "start exit:1:0 reload reload exit:2:0, answer-0 launch-reload:3, RUNNING",
    "start exit:1:0 reload reload exit:2:0 exit:3:0, answer-0, RUNNING",
    "start exit:1:0 reload stop, , STOPPING",
    "start exit:1:0 reload stop release, terminate:2, STOPPING",
    "start exit:1:0 reload stop exit:2:0, answer-0, STOPPING",
    "start exit:1:0 reload stop exit:2:0 release, launch-stop:3, STOPPING",
    "start exit:1:0 reload stop release exit:2:143, answer-1 launch-stop:3, STOPPING",
    "start exit:1:0 reload kill, kill:2, STOPPING",
    "start exit:1:0 reload kill exit:2:137, answer-1 sweep-now, STOPPING",
    "start exit:1:0 reload says:1:failed, answer-3 sweep, FAILED",
    "start exit:1:0 reload says:1:failed start exit:2:0, , STARTING",
    "start exit:1:0 reload says:1:failed start exit:2:0 swept, launch-start:3, STARTING",
    "start exit:1:0 signal:1, answer-1, RUNNING",
    "start exit:1:0 signal:1:all, signal-all:1, RUNNING",
    "signal:1, answer-3, NULL",
    "start exit:1:1 signal:1:all, answer-3, FAILED",
  })
  void theLastEventHasTheseEffects(String events, String effects, ServiceState state) {
    check(events, effects, state);
  }

  /** Likewise for a service with a main process; M stands for its start up to that. */
  @ParameterizedTest
  @CsvSource({
    "start supervise:1, probe, STARTING",
    "start supervise:1 prepared:1, supervise answer-0, RUNNING",
    "start supervise:1 impossible:1, answer-1, STARTING",
    "start supervise:1 supervise:1, answer-1, STARTING",
    "start supervise:1 exit:1:1, unprobe sweep answer-1, FAILED",
    "start supervise:1 stop prepared:1, answer-1, STOPPING",
    "start exit:1:0 supervise:1, answer-1, RUNNING",
    "M, supervise answer-0, RUNNING",
    "M exit:1:0, unprobe sweep, STOPPED",
    "M exit:1:143, unprobe sweep, STOPPED",
    "M exit:1:1, unprobe sweep, FAILED",
    "M exit:1:137, unprobe sweep, FAILED",
    // Settings are taken while the start script runs.
    "start set:1:start_timeout:2, limit:2000 answer-0, STARTING",
    "start set:1:restart:sometimes, answer-2, STARTING",
    "start set:1:speed:9, answer-2, STARTING",
    "start exit:1:0 set:1:restart:no, answer-1, RUNNING",
    // A stop runs the script first and then ends the process.
    "M stop release, unprobe launch-stop:2, STOPPING",
    "M stop release exit:2:0, end-main, STOPPING",
    "M stop release exit:2:0 exit:1:143, sweep, STOPPING",
    "M stop release exit:2:0 exit:1:143 swept, , STOPPED",
    "M stop release exit:1:0, , STOPPING",
    "M stop release exit:1:0 exit:2:0, sweep, STOPPING",
    "M stop exit:1:0, , STOPPING",
    "M stop exit:1:0 release, unprobe launch-stop:2, STOPPING",
    "M kill, unprobe sweep-now, STOPPING",
    "M stop release kill, kill:2, STOPPING",
    "M stop release exit:2:0 kill, sweep-now, STOPPING",
    "M kill exit:1:137 swept, , STOPPED",
    "M signal:1, signal:1 answer-0, RUNNING",
    "M reload, launch-reload:2, RUNNING",
    "M reload reload exit:1:0, answer-3 answer-3 unprobe sweep, STOPPED",
    "M reload exit:1:0 exit:2:143, , STOPPED",
    "M reload stop release exit:2:143, answer-1 unprobe launch-stop:3, STOPPING",
    // Readiness; R stands for a start that is supervised and has told when it is ready.
    "R, supervise answer-0, STARTING",
    "R ready:1, , RUNNING",
    "R ready:0, , STARTING",
    "R unready:1, unprobe sweep, FAILED",
    "R unready:1 exit:1:143, , FAILED",
    "R unready:1 start exit:1:143, , STARTING",
    "R unready:1 start exit:1:143 swept, launch-start:2, STARTING",
    "R exit:1:3, unprobe sweep, FAILED",
    "R exit:1:0, unprobe sweep, FAILED",
    "R ready:1 exit:1:3, unprobe sweep, FAILED",
    "R ready:1 unready:1, , RUNNING",
    "R stop ready:1, , STOPPING",
    "R stop release, unprobe launch-stop:2, STOPPING",
    // A script that returns may tell when it is ready, too.
    "start set:1:ready:file:/x exit:1:0, probe, STARTING",
    "start set:1:ready:file:/x exit:1:0 prepared:1, , STARTING",
    "start set:1:ready:file:/x exit:1:0 impossible:1, unprobe sweep, FAILED",
    "start set:1:ready:file:/x exit:1:0 prepared:1 ready:1, , RUNNING",
    "start set:1:ready:file:/x exit:1:0 prepared:1 stop release, unprobe launch-stop:2, STOPPING",
    "start set:1:ready:file:/x exit:1:1, sweep, FAILED",
    // One that forks away names its daemon in a pid file.
    "F exit:1:0, , STARTING",
    "F exit:1:1, unprobe sweep, FAILED",
    "F exit:1:0 daemon:1, watch:77, RUNNING",
    "F exit:1:0 daemon:1 exit:1:-1, unprobe sweep, FAILED",
    "F exit:1:0 daemon:1 stop release exit:2:0, end-main, STOPPING",
    "start set:1:ready:pid:/x exit:1:0 prepared:1 daemon:1, watch:77, RUNNING",
    // A script that says nothing of its daemon.
    "start exit:1:0 left:1, watch:77, RUNNING",
    "start exit:1:0 left:1 exit:1:-1, sweep, FAILED",
    "start exit:1:0 left:1 stop release, launch-stop:2, STOPPING",
    "start exit:1:0 left:1 stop release exit:1:-1 exit:2:0, sweep, STOPPING",
    "start exit:1:0 gone:1, sweep, FAILED",
    "start exit:1:0 left:0, , RUNNING",
    "start exit:1:0 stop left:1, , STOPPING",
    "M left:1, , RUNNING",
    // Restarts; A is one that is always restarted.
    "A exit:1:0, unprobe sweep, STARTING",
    "A exit:1:0 swept, rest:100, STARTING",
    "A exit:1:0 swept rested:1, launch-start:2, STARTING",
    "A exit:1:0 swept rested:0, , STARTING",
    "A exit:1:0 rested:1, , STARTING",
    "A exit:1:0 stop release swept, , STOPPED",
    "A exit:1:0 swept stop release, sweep, STOPPING",
    "A exit:1:0 swept stop release rested:1, , STOPPING",
    "A exit:1:0 swept kill, sweep-now, STOPPING",
    "A exit:1:0 swept start, , STARTING",
    "A exit:1:0 swept rested:1 exit:2:1, sweep, FAILED",
    "A exit:1:0 swept rested:1 set:2:restart:always exit:2:1, sweep, STARTING",
    "A exit:1:0 swept rested:1 set:2:restart:always exit:2:1 swept, rest:200, STARTING",
    "start set:1:restart:on-failure exit:1:1, sweep, FAILED",
    "start set:1:restart:on-failure exit:1:0 says:1:failed, sweep, STARTING",
    "start set:1:restart:on-failure exit:1:0 says:1:stopped, sweep, STOPPED",
  })
  void aServiceWithAMainProcess(String events, String effects, ServiceState state) {
    String supervised = "start supervise:1 prepared:1";
    check(
        events
            .replaceFirst("^M", supervised)
            .replaceFirst("^R", "start set:1:ready:tcp:localhost:1 supervise:1 prepared:1")
            .replaceFirst("^F", "start set:1:ready:pid:/x supervise:1 prepared:1")
            .replaceFirst("^A", "start set:1:restart:always supervise:1 prepared:1"),
        effects,
        state);
  }

  @Test
  void whoRunsHasAMainProcessFromTheFirstMomentOn() {
    List.of("start", "supervise:1", "main:1").forEach(this::event);
    assertThat(life.report().process().main()).isEmpty();
    event("prepared:1");
    assertThat(life.state()).isEqualTo(RUNNING);
    assertThat(life.report().process().main()).hasValue(77);
    assertThat(event("main:1")).isEmpty();
  }

  @Test
  void anotherRestartThanTheLimitAllowsIsAFailureWithItsHistory() {
    event("start");
    for (int i = 1; i <= 6; i++) {
      for (String word :
          List.of(
              "set:%d:restart:always",
              "set:%d:restart_limit:5/30s", "supervise:%d", "prepared:%d", "exit:%d:1")) {
        event(String.format(word, i));
      }
      event("swept");
      event("rested:" + i);
    }
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(life.report().reason().text())
        .startsWith("restarted 5 times in ")
        .endsWith("and then its process exited with 1");
    assertThat(life.report().process().restarts()).isEqualTo(5);
    event("start");
    assertThat(life.report().process().restarts()).isZero();
  }

  private void check(String events, String effects, ServiceState state) {
    List<Decision> last = List.of();
    for (String word : events.split(" ")) {
      last = event(word);
    }
    assertThat(last)
        .extracting(LifecycleTest::show)
        .filteredOn(it -> !it.isEmpty())
        .isEqualTo(effects == null ? List.of() : Arrays.asList(effects.split(" ")));
    assertThat(life.state()).isEqualTo(state);
  }

  private void events(String words) {
    Arrays.stream(words.split(" ")).forEach(this::event);
  }

  @Test
  void everyChangeOfStateIsPublishedOnceAndInOrder() {
    assertThat(
            List.of("start", "exit:1:0", "stop", "release", "exit:2:0", "swept").stream()
                .flatMap(word -> event(word).stream())
                .filter(Publish.class::isInstance)
                .map(Publish.class::cast))
        .allMatch(Publish::changed)
        .extracting(publish -> publish.report().state())
        .containsExactly(STARTING, RUNNING, STOPPING, STOPPED);
  }

  @Test
  void aFailureIsSharedByAllStartsOfItsWave() {
    Moment wave = now();
    life.start(Asker.CLIENT, wave, now());
    life.exited(1, Exit.of(1, "no disk"), now());
    life.swept(now());
    List<Decision> again = life.start(Asker.CLIENT, wave, now());
    assertThat(again).singleElement().isInstanceOf(Publish.class);
    Publish shared = (Publish) again.get(0);
    assertThat(shared.changed()).isFalse();
    assertThat(shared.report().starts()).isEqualTo(2);
    assertThat(life.report().reason().text()).isEqualTo("start exited with 1: no disk");
    assertThat(life.start(Asker.CLIENT, now(), now()))
        .contains(new Launch(Verb.START, 2, Optional.empty()));
  }

  @Test
  void theReportTellsHowLongTheStartTook() {
    life.start(Asker.CLIENT, now(), new Moment(0, 5_000_000));
    life.exited(1, Exit.of(0, ""), new Moment(9, 47_000_000));
    assertThat(life.report().took()).isEqualTo(42);
    assertThat(life.report().since().epochMillis()).isEqualTo(9);
  }

  @Test
  void aStopScriptThatFailsIsRememberedAndTheServiceIsStoppedAllTheSame() {
    events("start exit:1:0 stop release exit:2:3 swept");
    assertThat(life.state()).isEqualTo(STOPPED);
    assertThat(life.report().reason()).isEqualTo(Reason.failed("stop exited with 3"));
  }

  @Test
  void whereLinitdFailsToEndItsProcessesItHasFailedAndCanBeStartedAgain() {
    events("start exit:1:0 stop release exit:2:0");
    life.unswept(Reason.failed("injected"), now());
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(life.report().reason()).isEqualTo(Reason.failed("injected"));
    events("start exit:3:0");
    assertThat(life.state()).isEqualTo(RUNNING);
  }

  @Test
  void whatIsWantedIsNotWhatIs() {
    assertThat(life.report().wanted()).isFalse();
    events("start exit:1:1");
    assertThat(life.report().wanted()).isTrue();
    events("swept start stop");
    assertThat(life.state()).isEqualTo(STOPPING);
    assertThat(life.report().wanted()).isFalse();
  }

  private static Notice first(long wait, String name, ServiceState state) {
    return Notice.of(name, state, Reason.NONE).firstFor(wait);
  }

  @Test
  void aWaitIsPublishedBeforeItsEdgesAndAnsweredWhenAllRun() {
    Moment wave = now();
    life.start(Asker.CLIENT, wave, now());
    List<Decision> asked = life.depend(1, 7, DependencyKind.DEP, List.of("b", "c"), now());
    assertThat(asked).hasSize(3);
    assertThat(((Publish) asked.get(1)).report().waiting()).containsExactly("b", "c");
    assertThat(asked.get(2)).isEqualTo(new Link(7, DependencyKind.DEP, List.of("b", "c"), wave));
    assertThat(life.hear(first(7, "b", RUNNING), now())).noneMatch(Answer.class::isInstance);
    assertThat(life.report().waiting()).containsExactly("c");
    assertThat(life.hear(first(7, "c", RUNNING), now()))
        .contains(new Answer(7, Reason.NONE), new Decision.Unlisten("b"));
    assertThat(life.report().waiting()).isEmpty();
  }

  @Test
  void aScriptThatEndsWithTheCodeOfItsFailedDependencySaysWhichItWas() {
    events("start");
    life.depend(1, 0, DependencyKind.DEP, List.of("b"), now());
    life.hear(Notice.of("b", FAILED, Reason.failed("start exited with 9")).firstFor(0), now());
    life.exited(1, Exit.of(151, "whatever it wrote"), now());
    assertThat(life.report().reason())
        .isEqualTo(
            new Reason(151, "dependency 'b' failed: start exited with 9", Cause.dependency("b")));
  }

  @Test
  void aScriptThatCatchesTheFailureAndFailsOtherwiseHasItsOwnReason() {
    events("start");
    life.depend(1, 0, DependencyKind.DEP, List.of("b"), now());
    life.hear(first(0, "b", FAILED), now());
    life.exited(1, Exit.of(2, ""), now());
    assertThat(life.report().reason().text()).isEqualTo("start exited with 2");
  }

  @Test
  void aProcessThatHasOutlivedItsScriptWaitsForItselfAlone() {
    events("start exit:1:0");
    assertThat(life.depend(1, 0, DependencyKind.DEP, List.of("b"), now()))
        .containsExactly(new Decision.Disown(0));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1", // never started
    "start exit:1:1 start swept, 1", // a newer run is under way
    "start says:1:running says:1:stopped, 1", // its service is over
    "start says:1:running says:1:stopped start, 1", // and a new one is due
  })
  void onlyAScriptThatRunsCanWait(String events, int run) {
    if (!events.isEmpty()) {
      events(events);
    }
    assertThat(life.depend(run, 0, DependencyKind.DEP, List.of("b"), now()))
        .containsExactly(new Answer(0, Reason.failed("'x' has no script that runs")));
  }

  @Test
  void aStartScriptThatIsToBeEndedWaitsForNothing() {
    events("start");
    life.depend(1, 0, DependencyKind.DEP, List.of("b"), now());
    assertThat(event("stop")).contains(new Answer(0, Reason.failed("'x' is being stopped")));
    assertThat(life.report().waiting()).isEmpty();
    assertThat(life.depend(1, 1, DependencyKind.DEP, List.of("c"), now()))
        .containsExactly(new Answer(1, Reason.failed("'x' is being stopped")));
  }

  @Test
  void aStopScriptCanWait() {
    events("start exit:1:0 stop release");
    assertThat(life.depend(2, 0, DependencyKind.DEP, List.of("b"), now()))
        .hasAtLeastOneElementOfType(Link.class);
    assertThat(life.hear(first(0, "b", STOPPING), now()))
        .contains(new Answer(0, Reason.dependency("b", "stopping", Reason.NONE)));
  }

  @Test
  void nothingIsKnownOfAServiceThatNeverStarted() {
    assertThat(life.report()).isEqualTo(Report.unknown("x"));
    assertThat(life.state()).isEqualTo(NULL);
  }

  @Test
  void whatLinitdHasFailedOnHasNoMainProcessAnyMore() {
    events("start set:1:ready:pid:/run/x exit:1:0 daemon:1 stop");
    assertThat(life.memory().main()).isEqualTo(1);
    life.broken(Reason.failed("no descriptor is left"), false, now());
    assertThat(life.state()).isEqualTo(FAILED);
    assertThat(life.memory().main()).isZero();
  }

  /** Its next start has a main process of its own, or it could not be stopped. */
  @Test
  void whatDoesNotRunIsTakenOverWithoutAMainProcess() {
    events("start set:1:ready:pid:/run/x exit:1:0 daemon:1");
    Memory ran = life.memory();
    Memory failed =
        new Memory(
            FAILED,
            false,
            Reason.failed("it was"),
            ran.since(),
            ran.took(),
            ran.runs(),
            ran.run(),
            ran.startRun(),
            ran.main(),
            OptionalLong.of(76),
            ran.exit(),
            false,
            ran.restarts(),
            ran.settings(),
            ran.said(),
            false);
    Lifecycle next = Lifecycle.of("x", failed, now());
    next.takeOver(Optional.empty(), false, now());
    next.start(Asker.CLIENT, now(), now());
    next.configure(2, 7, "ready", "pid:/run/x");
    next.exited(2, Exit.of(0, ""), now());
    assertThat(next.ready(2, Optional.of(77L), now())).contains(new Decision.Watch(2, 77));
  }
}
