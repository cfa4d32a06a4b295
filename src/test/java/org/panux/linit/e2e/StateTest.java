package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code linitctl state X …} is believed of X itself, however it says so, and of nobody else. */
class StateTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  @ParameterizedTest
  @EnumSource
  void scriptReportsOnItsChannelBeforeItEnds(Shell shell) {
    TestRig rig = SHARED.in(shell).rig();
    try (Fifo gate = Fifo.create(rig, "early-gate")) {
      rig.script(
              "early",
              "start() {",
              "  linitctl state $this running",
              "  read -r _ <$LINIT_ROOT/early-gate",
              "  echo ended >$LINIT_ROOT/early",
              "}")
          .script("web", "depends() { dep early; }");
      Daemon linitd = SHARED.in(shell);
      linitd.start("web");
      assertThat(linitd.runs("web")).isTrue();
      assertThat(rig.lines("early")).isEmpty();
      gate.open();
      Await.until(() -> !rig.lines("early").isEmpty(), () -> rig.lines("log/early.log"));
      assertThat(linitd.runs("early")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void scriptCannotReportForAnother(Shell shell) {
    TestRig rig =
        SHARED
            .in(shell)
            .rig()
            .script("db")
            .script(
                "liar",
                "depends() { dep db; }",
                "start() {",
                "  linitctl state db failed || echo channel $? >>$LINIT_ROOT/codes",
                "  (linitctl state db failed) || echo subshell $? >>$LINIT_ROOT/codes",
                "  env -i $LINIT_LIB/../../bin/linitctl -p $LINITSOCK state db failed ||",
                "    echo clean $? >>$LINIT_ROOT/codes",
                "}");
    Daemon linitd = SHARED.in(shell);
    linitd.start("liar");
    assertThat(rig.lines("codes")).containsExactly("channel 4", "subshell 4", "clean 4");
    assertThat(rig.lines("log/liar.log"))
        .contains(
            "liar: only 'db' itself can report its state, this is 'liar'",
            "linitctl: only the script or a process of 'db' can report its state");
    assertThat(linitd.runs("db")).isTrue();
  }

  @Test
  void processInTheBackgroundReportsAfterItsScriptHasEnded() {
    TestRig rig = SHARED.rig();
    try (Fifo gate = Fifo.create(rig, "late-gate")) {
      rig.script(
          "late",
          "start() {",
          "  (",
          "    read -r _ <$LINIT_ROOT/late-gate",
          "    linitctl state $this failed",
          "  ) &",
          "}");
      Daemon linitd = SHARED.linitd();
      linitd.start("late");
      assertThat(linitd.runs("late")).isTrue();
      gate.open();
      Await.state(linitd, "late", "failed");
      assertThat(linitd.ctl("status", "late").out()).contains("its process failed");
    }
  }

  @Test
  void childWithACleanEnvironmentIsKnownByItsAncestry() {
    TestRig rig = SHARED.rig();
    try (Fifo gate = Fifo.create(rig, "clean-gate")) {
      rig.script(
          "clean",
          "start() {",
          "  env -i $LINIT_LIB/../../bin/linitctl -p $LINITSOCK state $this running",
          "  read -r _ <$LINIT_ROOT/clean-gate",
          "}");
      Daemon linitd = SHARED.linitd();
      linitd.start("clean");
      assertThat(linitd.runs("clean")).isTrue();
      gate.open();
    }
  }

  @Test
  void strangerIsRefused() {
    SHARED.rig().script("victim");
    Daemon linitd = SHARED.linitd();
    linitd.start("victim");
    assertThat(linitd.ctl("state", "victim", "failed"))
        .isEqualTo(
            new Result(
                4,
                "",
                "linitctl: only the script or a process of 'victim' can report its state\n"));
    assertThat(linitd.runs("victim")).isTrue();
    assertThat(linitd.ctl("state", "victim", "null").code()).isEqualTo(2);
  }

  /** The token of a run that is over speaks for nobody. */
  @Test
  void processOfAnEarlierRunIsRefused() {
    TestRig rig =
        SHARED.rig().script("twice", "start() { echo $LINIT_TOKEN >>$LINIT_ROOT/tokens; }");
    Daemon linitd = SHARED.linitd();
    linitd.start("twice");
    linitd.restart("twice");
    assertThat(rig.lines("tokens")).hasSize(2);
    assertThat(report(rig, rig.lines("tokens").get(0)).code()).isEqualTo(4);
    assertThat(linitd.runs("twice")).isTrue();
    assertThat(report(rig, rig.lines("tokens").get(1)).code()).isZero();
    assertThat(linitd.ctl("is-failed", "twice").code()).isZero();
  }

  private static Result report(TestRig rig, String token) {
    return Command.run(
        Map.of("LINITSOCK", rig.socket().toString(), "LINIT_TOKEN", token),
        List.of(Command.bin("linitctl"), "state", "twice", "failed"));
  }

  /** Its wait was the script's when it began, and must not end with the script unanswered. */
  @Test
  void processThatWaitsWhenItsScriptEndsGoesOnWaiting() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate");
        Fifo slow = Fifo.create(rig, "slow-gate");
        Fifo done = Fifo.create(rig, "done")) {
      rig.script(
              "sshd",
              "start() {",
              "  (linitctl start slow && echo 0 >$LINIT_ROOT/done || echo $? >$LINIT_ROOT/done) &",
              "  read -r _ <$LINIT_ROOT/gate",
              "}")
          .script(
              "slow", "start() { echo $this >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/slow-gate; }")
          .enable("sshd");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("slow");
        gate.open();
        assertThat(linitd.awaitBoot()).contains("boot is running");
        slow.open();
        assertThat(done.hear()).isEqualTo("0");
      }
    }
  }

  /** Someone who came in through a service is no part of it when he gives orders. */
  @Test
  void processOfARunningServiceCanStartOthers() {
    TestRig rig = SHARED.rig();
    try (Fifo gate = Fifo.create(rig, "sshd-gate");
        Fifo done = Fifo.create(rig, "done")) {
      rig.script(
              "sshd",
              "start() {",
              "  (",
              "    read -r _ <$LINIT_ROOT/sshd-gate",
              "    linitctl start site && echo 0 >$LINIT_ROOT/done || echo $? >$LINIT_ROOT/done",
              "  ) &",
              "}")
          .script("site");
      Daemon linitd = SHARED.linitd();
      linitd.start("sshd");
      gate.open();
      assertThat(done.hear()).isEqualTo("0");
      assertThat(linitd.ctl("graph", "sshd").out()).isEqualTo("sshd  running\n");
      assertThat(linitd.ctl("stop", "site")).isEqualTo(new Result(0, "", ""));
      assertThat(linitd.runs("sshd")).isTrue();
    }
  }
}
