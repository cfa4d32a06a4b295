package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code linitctl state X …} is believed of X itself, however it says so, and of nobody else. */
class StateTest {
  @ParameterizedTest
  @EnumSource
  void scriptReportsOnItsChannelBeforeItEnds(Shell shell) {
    try (TestRig rig = TestRig.create().shell(shell);
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script(
              "db",
              "start() {",
              "  linitctl state $this running",
              "  read -r _ <$LINIT_ROOT/gate",
              "  echo ended >$LINIT_ROOT/db",
              "}")
          .script("web", "depends() { dep db; }")
          .enable("web");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.runs("web")).isTrue();
        assertThat(rig.lines("db")).isEmpty();
        gate.open();
        Await.until(() -> !rig.lines("db").isEmpty(), () -> rig.lines("log/db.log"));
        assertThat(linitd.runs("db")).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void scriptCannotReportForAnother(Shell shell) {
    try (TestRig rig = TestRig.create().shell(shell)) {
      rig.script("db")
          .script(
              "liar",
              "depends() { dep db; }",
              "start() {",
              "  linitctl state db failed || echo channel $? >>$LINIT_ROOT/codes",
              "  (linitctl state db failed) || echo subshell $? >>$LINIT_ROOT/codes",
              "  env -i $LINIT_LIB/../../bin/linitctl -p $LINITSOCK state db failed ||",
              "    echo clean $? >>$LINIT_ROOT/codes",
              "}")
          .enable("liar");
      try (Daemon linitd = rig.boot()) {
        assertThat(rig.lines("codes")).containsExactly("channel 4", "subshell 4", "clean 4");
        assertThat(rig.lines("log/liar.log"))
            .contains(
                "liar: only 'db' itself can report its state, this is 'liar'",
                "linitctl: only the script or a process of 'db' can report its state");
        assertThat(linitd.runs("db")).isTrue();
      }
    }
  }

  @Test
  void processInTheBackgroundReportsAfterItsScriptHasEnded() {
    try (TestRig rig = TestRig.create();
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script(
              "db",
              "start() {",
              "  (",
              "    read -r _ <$LINIT_ROOT/gate",
              "    linitctl state $this failed",
              "  ) &",
              "}")
          .enable("db");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.runs("db")).isTrue();
        gate.open();
        Await.state(linitd, "db", "failed");
        assertThat(linitd.ctl("status", "db").out()).contains("its process failed");
      }
    }
  }

  @Test
  void childWithACleanEnvironmentIsKnownByItsAncestry() {
    try (TestRig rig = TestRig.create();
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script(
              "db",
              "start() {",
              "  env -i $LINIT_LIB/../../bin/linitctl -p $LINITSOCK state $this running",
              "  read -r _ <$LINIT_ROOT/gate",
              "}")
          .enable("db");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.runs("db")).isTrue();
        gate.open();
      }
    }
  }

  @Test
  void strangerIsRefused() {
    try (TestRig rig = TestRig.create().script("db").enable("db");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("state", "db", "failed"))
          .isEqualTo(
              new Result(
                  4, "", "linitctl: only the script or a process of 'db' can report its state\n"));
      assertThat(linitd.runs("db")).isTrue();
      assertThat(linitd.ctl("state", "db", "null").code()).isEqualTo(2);
    }
  }

  /** The token of a run that is over speaks for nobody. */
  @Test
  void processOfAnEarlierRunIsRefused() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", "start() { echo $LINIT_TOKEN >>$LINIT_ROOT/tokens; }").enable("db");
      try (Daemon linitd = rig.boot()) {
        linitd.restart("db");
        assertThat(rig.lines("tokens")).hasSize(2);
        assertThat(report(rig, rig.lines("tokens").get(0)).code()).isEqualTo(4);
        assertThat(linitd.runs("db")).isTrue();
        assertThat(report(rig, rig.lines("tokens").get(1)).code()).isZero();
        assertThat(linitd.ctl("is-failed", "db").code()).isZero();
      }
    }
  }

  private static Result report(TestRig rig, String token) {
    return Command.run(
        Map.of("LINITSOCK", rig.socket().toString(), "LINIT_TOKEN", token),
        List.of(Command.bin("linitctl"), "state", "db", "failed"));
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
    try (TestRig rig = TestRig.create();
        Fifo gate = Fifo.create(rig, "gate");
        Fifo done = Fifo.create(rig, "done")) {
      rig.script(
              "sshd",
              "start() {",
              "  (",
              "    read -r _ <$LINIT_ROOT/gate",
              "    linitctl start web && echo 0 >$LINIT_ROOT/done || echo $? >$LINIT_ROOT/done",
              "  ) &",
              "}")
          .script("web")
          .enable("sshd");
      try (Daemon linitd = rig.boot()) {
        gate.open();
        assertThat(done.hear()).isEqualTo("0");
        assertThat(linitd.ctl("graph", "sshd").out()).isEqualTo("sshd  running\n");
        assertThat(linitd.ctl("stop", "web")).isEqualTo(new Result(0, "", ""));
        assertThat(linitd.runs("sshd")).isTrue();
      }
    }
  }
}
