package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.panux.linit.ActorKit;
import org.panux.linit.NoSupervision;
import org.panux.linit.model.Decision;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;

class ScriptProcessTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(1);

  @RegisterExtension private final ActorKit kit = new ActorKit();

  private final FakeLauncher launcher = new FakeLauncher();
  private TestProbe<ScriptProcess.Event> owner;

  @BeforeEach
  void someoneOwnsTheRun() {
    owner = kit.probe(ScriptProcess.Event.class);
  }

  private ActorRef<ScriptProcess.Message> run(
      Launcher with, Verb verb, Duration timeout, Duration grace) {
    RunToken token = new RunToken("i", "web", 7, "s");
    ActorRef<ScriptProcess.Message> made =
        kit.spawn(
            ScriptProcess.create(
                new ScriptProcess.Setup(
                    with, kit.blocking(), NoSupervision::written, timeout, timeout, grace),
                "web",
                new Decision.Launch(verb, 7, Optional.empty()),
                token,
                owner.getRef()));
    made.tell(new ScriptProcess.Begin());
    return made;
  }

  private Exit ended() {
    ScriptProcess.Event event = owner.receiveMessage(ActorKit.HANGS);
    if (event instanceof ScriptProcess.Begun) {
      event = owner.receiveMessage(ActorKit.HANGS);
    }
    ScriptProcess.Ended ended = (ScriptProcess.Ended) event;
    assertThat(ended.run()).isEqualTo(7);
    return ended.exit();
  }

  @Test
  void theEndIsReportedAndTheActorStops() {
    ActorRef<ScriptProcess.Message> actor = run(launcher, Verb.START, Duration.ZERO, NEVER);
    launcher.next("start web").end(0, "not read where all is well");
    assertThat(ended()).isEqualTo(Exit.of(0, ""));
    owner.expectTerminated(actor, ActorKit.HANGS);
  }

  @Test
  void aFailureCarriesTheLastLine() {
    run(launcher, Verb.STOP, Duration.ZERO, NEVER);
    launcher.next("stop web").end(3, "no disk");
    assertThat(ended()).isEqualTo(Exit.of(3, "no disk"));
  }

  @Test
  void whatCannotBeLaunchedSaysWhy() {
    Reason problem = new Reason(ExitCode.SCRIPT_UNUSABLE, "web is a folder");
    launcher.refuse("web", problem);
    run(launcher, Verb.START, Duration.ZERO, NEVER);
    assertThat(ended()).isEqualTo(Exit.problem(problem));
  }

  @Test
  void aLauncherThatBreaksIsAFailureAndNoSilence() {
    Launcher broken =
        (service, verb, token) -> {
          throw new IllegalStateException("out of luck");
        };
    run(broken, Verb.START, Duration.ZERO, NEVER);
    assertThat(ended().problem().text()).startsWith("cannot launch: ").contains("out of luck");
  }

  @Test
  void whatEndsAtSigtermIsNotKilled() {
    ActorRef<ScriptProcess.Message> actor = run(launcher, Verb.START, Duration.ZERO, NEVER);
    FakeLauncher.Run run = launcher.next("start web");
    actor.tell(new ScriptProcess.Terminate());
    actor.tell(new ScriptProcess.Terminate());
    assertThat(run.signal()).isEqualTo("TERM");
    run.end(143);
    assertThat(ended()).isEqualTo(Exit.of(143, ""));
    assertThat(run.hasSignal()).isFalse();
  }

  @Test
  void whatDoesNotEndAtSigtermIsKilledAfterTheGrace() {
    ActorRef<ScriptProcess.Message> actor = run(launcher, Verb.START, Duration.ZERO, SOON);
    FakeLauncher.Run run = launcher.next("start web");
    actor.tell(new ScriptProcess.Terminate());
    assertThat(run.signal()).isEqualTo("TERM");
    assertThat(run.signal()).isEqualTo("KILL");
    run.end(137);
    assertThat(ended()).isEqualTo(Exit.of(137, ""));
  }

  @Test
  void whatTakesLongerThanItsTimeoutIsEndedAndSaysSo() {
    run(launcher, Verb.STOP, Duration.ofMillis(5), NEVER);
    FakeLauncher.Run run = launcher.next("stop web");
    assertThat(run.signal()).isEqualTo("TERM");
    run.end(143);
    assertThat(ended()).isEqualTo(Exit.problem(Reason.failed("stop took longer than 0.005 s")));
  }

  @Test
  void aKillNeedsNoGrace() {
    ActorRef<ScriptProcess.Message> actor = run(launcher, Verb.START, Duration.ZERO, NEVER);
    FakeLauncher.Run run = launcher.next("start web");
    actor.tell(new ScriptProcess.Kill());
    assertThat(run.signal()).isEqualTo("KILL");
    run.end(137);
    assertThat(ended()).isEqualTo(Exit.of(137, ""));
  }
}
