package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM and SIGINT: everything stops, in order, and nothing is left. */
class ShutdownTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  /** A daemon that leaves its script, session and parent, and does not want to end. */
  private static final String STUBBORN =
      "(setsid sh -c 'trap \"\" TERM HUP INT; echo $$ >$LINIT_ROOT/pid;"
          + " exec sleep 1000' </dev/null >/dev/null 2>&1 &)";

  private static TestRig quick() {
    return TestRig.create().conf("kill-grace = 100 milliseconds\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void dependentsStopFirstAndIndependentOnesTogether(String signal) {
    try (TestRig rig = TestRig.create().fifo("left").fifo("right")) {
      rig.script("base", "stop() { echo base >>$LINIT_ROOT/order; }")
          // Neither ends before the other has come as far.
          .script(
              "left",
              "depends() { dep base; }",
              "stop() {",
              "  echo here >$LINIT_ROOT/left",
              "  read -r _ <$LINIT_ROOT/right",
              "  echo side >>$LINIT_ROOT/order",
              "}")
          .script(
              "right",
              "depends() { dep base; }",
              "stop() {",
              "  read -r _ <$LINIT_ROOT/left",
              "  echo here >$LINIT_ROOT/right",
              "  echo side >>$LINIT_ROOT/order",
              "}")
          .script(
              "top", "depends() { dep left right; }", "stop() { echo top >>$LINIT_ROOT/order; }")
          .enable("top");
      try (Daemon linitd = rig.boot()) {
        linitd.signal(signal);
        assertThat(linitd.awaitExit()).isZero();
        assertThat(linitd.said()).contains("linitd: SIG" + signal + ": stopping all services");
        assertThat(rig.lines("order")).containsExactly("top", "side", "side", "base");
      }
    }
  }

  @Test
  void secondSignalDoesNotWaitForAStopScriptThatHangs() {
    try (TestRig rig = TestRig.create().fifo("never");
        Fifo at = Fifo.create(rig, "at")) {
      rig.script(
              "db",
              "stop() { trap '' TERM; echo $this >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/never; }")
          .enable("db");
      try (Daemon linitd = rig.boot()) {
        linitd.signal("TERM");
        assertThat(at.hear()).isEqualTo("db");
        linitd.signal("TERM");
        assertThat(linitd.awaitExit()).isZero();
      }
    }
  }

  @Test
  void stopScriptThatTakesTooLongIsEnded() {
    try (TestRig rig = TestRig.create().fifo("never")) {
      rig.conf("stop-timeout = 100 milliseconds\nkill-grace = 100 milliseconds\n")
          .script("db", "stop() { trap '' TERM; read -r _ <$LINIT_ROOT/never; }")
          .enable("db");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("stop", "db").code()).isEqualTo(1);
        linitd.start("db");
        assertThat(linitd.stop()).isZero();
      }
    }
  }

  @Test
  void stopScriptThatFailsStopsItsServiceAllTheSame() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", "stop() { echo no; return 3; }").enable("db");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("stop", "db"))
            .isEqualTo(
                new Result(1, "", "linitctl: 'db' was stopped, but stop exited with 3: no\n"));
        assertThat(linitd.ctl("is-running", "db").code()).isEqualTo(3);
        linitd.start("db");
        assertThat(linitd.stop()).isZero();
      }
    }
  }

  @Test
  void daemonThatItsScriptLeftBehindIsEnded() {
    try (TestRig rig = quick()) {
      rig.script("db", "start() { " + STUBBORN + "; }").enable("db");
      try (Daemon linitd = rig.boot()) {
        Await.until(() -> rig.lines("pid").size() == 1, linitd::processes);
        linitd.awaitProcess(it -> it.contains("sleep 1000"));
        linitd.stop("db");
        assertThat(linitd.processes()).noneMatch(it -> it.contains("sleep 1000"));
        linitd.start("db");
        assertThat(linitd.stop()).isZero();
      }
    }
  }

  /** A process is seen by its environment, which it does not have while it becomes a program. */
  @Test
  void daemonsThatHaveOnlyJustBegunAreEnded() {
    TestRig rig = SHARED.rig();
    rig.script(
        "litters",
        "start() {",
        "  for i in 1 2 3 4 5 6 7 8; do",
        "    (setsid sh -c 'exec env sleep 1000' </dev/null >/dev/null 2>&1 &)",
        "  done",
        "}");
    Daemon linitd = SHARED.linitd();
    for (int round = 0; round < 20; round++) {
      try (AncestorClient client = new AncestorClient(linitd, '\0')) {
        assertThat(client.start("litters")).isZero();
        assertThat(client.stop("litters")).isZero();
      }
    }
    assertThat(linitd.processes()).isEmpty();
  }

  @Test
  void signalDuringBootEndsTheBoot() {
    try (TestRig rig = quick().fifo("never");
        Fifo at = Fifo.create(rig, "at")) {
      rig.script("slow", "start() { echo $this >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/never; }")
          .script("db", "stop() { echo stopped >$LINIT_ROOT/db; }")
          .script("web", "depends() { dep db; dep slow; }", "start() { touch $LINIT_ROOT/web; }")
          .enable("web");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("slow");
        assertThat(linitd.stop()).isZero();
        assertThat(rig.lines("db")).containsExactly("stopped");
        assertThat(rig.path("web")).doesNotExist();
        linitd.assertNothingLeft();
      }
    }
  }

  @Test
  void signalBeforeTheFirstScriptEndsTheBoot() {
    try (TestRig rig = TestRig.create().script("db").enable("db");
        Daemon linitd = rig.start()) {
      Await.until(() -> Files.exists(rig.socket()), linitd::said);
      assertThat(linitd.stop()).isZero();
    }
  }

  @Test
  void startIsRefusedWhileShuttingDown() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("db", "stop() { echo $this >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }")
          .script("web")
          .enable("db");
      try (Daemon linitd = rig.boot()) {
        linitd.signal("TERM");
        assertThat(at.hear()).isEqualTo("db");
        Result refused =
            new Result(1, "", "linitctl: cannot start 'web': linitd is shutting down\n");
        assertThat(linitd.ctl("start", "web")).isEqualTo(refused);
        assertThat(linitd.ctl("restart", "db").code()).isEqualTo(1);
        gate.open();
        assertThat(linitd.awaitExit()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopScriptEndsWhatItsPidFileNames(Shell shell) {
    try (TestRig rig = TestRig.create().shell(shell)) {
      rig.script(
              "dm",
              "start() {",
              "  sleep 1000 &",
              "  echo $! >$LINIT_RUN/dm.pid",
              "}",
              "stop() {",
              "  kill $(cat $LINIT_RUN/dm.pid)",
              "  wait $(cat $LINIT_RUN/dm.pid) 2>/dev/null || true",
              "  rm $LINIT_RUN/dm.pid",
              "}")
          .enable("dm");
      try (Daemon linitd = rig.boot()) {
        linitd.awaitProcess(it -> it.contains("sleep 1000"));
        assertThat(linitd.stop()).isZero();
        assertThat(rig.path("run/dm.pid")).doesNotExist();
      }
    }
  }

  @Test
  void serviceStartsAgainAfterAStop() {
    try (TestRig rig = TestRig.create()) {
      rig.script(
              "db",
              "start() { echo up >>$LINIT_ROOT/db; }",
              "stop() { echo down >>$LINIT_ROOT/db; }")
          .enable("db");
      try (Daemon linitd = rig.boot()) {
        linitd.stop("db");
        linitd.stop("db");
        linitd.start("db");
        linitd.start("db");
        assertThat(rig.lines("db")).containsExactly("up", "down", "up");
      }
      assertThat(rig.lines("db")).containsExactly("up", "down", "up", "down");
    }
  }

  @Test
  void stopTakesDependentsAlongAndSaysSo() {
    TestRig rig = SHARED.rig();
    rig.script("db1", "stop() { echo db1 >>$LINIT_ROOT/order1; }")
        .script("web1", "depends() { dep db1; }", "stop() { echo web1 >>$LINIT_ROOT/order1; }")
        .script("other1");
    Daemon linitd = SHARED.linitd();
    linitd.start("web1", "other1");
    assertThat(linitd.ctl("stop", "db1")).isEqualTo(new Result(0, "also stopped: web1\n", ""));
    assertThat(rig.lines("order1")).containsExactly("web1", "db1");
    assertThat(linitd.runs("other1")).isTrue();
    assertThat(linitd.ctl("status", "web1").out()).contains("it needs 'db1'");
  }

  @Test
  void restartOfAScriptThatFailsAtOnceRunsItOnce() {
    TestRig rig =
        SHARED
            .rig()
            .script(
                "web2", "start() { echo run >>$LINIT_ROOT/runs2; [ ! -e $LINIT_ROOT/broken ]; }");
    Daemon linitd = SHARED.linitd();
    linitd.start("web2");
    rig.file("broken", "", "rw-r--r--");
    assertThat(linitd.ctl("restart", "web2").code()).isEqualTo(1);
    assertThat(rig.lines("runs2")).hasSize(2);
  }

  @Test
  void restartBringsDependentsBack() {
    try (TestRig rig = TestRig.create()) {
      for (String name : List.of("db", "web")) {
        rig.script(
            name,
            name.equals("web") ? "depends() { dep db; }" : "",
            "start() { echo +$this >>$LINIT_ROOT/order; }",
            "stop() { echo -$this >>$LINIT_ROOT/order; }");
      }
      rig.enable("web");
      try (Daemon linitd = rig.boot()) {
        linitd.restart("db");
        Await.state(linitd, "web", "running");
        Await.state(linitd, "boot", "running");
        assertThat(rig.lines("order")).containsExactly("+db", "+web", "-web", "-db", "+db", "+web");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void scriptCannotStopWhatItNeedsItself(Shell shell) {
    TestRig rig = SHARED.in(shell).rig();
    rig.script("db3")
        .script(
            "web3",
            "depends() { dep db3; }",
            "start() {",
            "  linitctl stop db3 || echo channel $? >>$LINIT_ROOT/codes",
            "  (linitctl stop db3) || echo subshell $? >>$LINIT_ROOT/codes",
            "  linitctl stop $this || echo itself $? >>$LINIT_ROOT/codes",
            "}");
    Daemon linitd = SHARED.in(shell);
    linitd.start("web3");
    assertThat(rig.lines("codes")).containsExactly("channel 150", "subshell 150", "itself 150");
    assertThat(linitd.runs("db3")).isTrue();
    assertThat(linitd.runs("web3")).isTrue();
  }

  @Test
  void stopScriptCanStopAnotherService() {
    try (TestRig rig = TestRig.create()) {
      rig.script("helper", "stop() { echo helper >>$LINIT_ROOT/order; }")
          .script("db", "stop() {", "  linitctl stop helper", "  echo db >>$LINIT_ROOT/order", "}")
          .enable("helper", "db");
      try (Daemon linitd = rig.boot()) {
        linitd.stop("boot");
        linitd.stop("db");
        assertThat(rig.lines("order")).containsExactly("helper", "db");
      }
    }
  }
}
