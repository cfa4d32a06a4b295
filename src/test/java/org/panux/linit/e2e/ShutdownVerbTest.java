package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs {@code shutdown}, {@code poweroff} and {@code reboot}. */
class ShutdownVerbTest {
  private static final Result DONE = new Result(0, "", "");

  private final TestRig rig =
      TestRig.create()
          .script(
              "web",
              "depends() { dep db; }",
              "start() { supervise -- sleep 100000; }",
              "stop() { echo web stops >>\"$LINIT_ROOT/order\"; }")
          .script("db", "stop() { echo db stops >>\"$LINIT_ROOT/order\"; }")
          .enable("web");

  @AfterEach
  void remove() {
    rig.close();
  }

  @Test
  void shutdownReturnsWhenLinitdHasGone() {
    try (Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("shutdown")).isEqualTo(DONE);
      // All is given back; the process itself may still wait to be reaped.
      linitd.assertNothingLeft();
      assertThat(linitd.awaitExit()).isZero();
      assertThat(rig.lines("order")).containsExactly("web stops", "db stops");
      assertThat(linitd.said()).contains("linitd: linitctl shutdown: stopping all services");
    }
  }

  @Test
  void whoDoesNotWaitReturnsAtOnce() {
    try (Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("shutdown", "--no-wait")).isEqualTo(DONE);
      assertThat(linitd.awaitExit()).isZero();
    }
  }

  @Test
  void aServiceCanAskForItTheOneThatIsStoppedByIt() {
    rig.script(
        "button",
        "start() { supervise -- sh -c 'linitctl shutdown; echo pressed >$LINIT_ROOT/x'; }");
    try (Daemon linitd = rig.boot()) {
      linitd.ctl("start", "--no-wait", "button");
      assertThat(linitd.awaitExit()).isZero();
    }
  }

  @Test
  void aSecondRequestKillsNothing() {
    rig.fifo("hold")
        .script(
            "slow",
            "stop() { read -r _ <\"$LINIT_ROOT/hold\"; echo slow stops >>\"$LINIT_ROOT/order\"; }");
    try (Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "slow")).isEqualTo(DONE);
      assertThat(linitd.ctl("shutdown", "--no-wait")).isEqualTo(DONE);
      assertThat(linitd.ctl("shutdown", "--timeout", "100ms").code()).isEqualTo(124);
      assertThat(Command.run("sh", "-c", "echo >" + rig.path("hold")).code()).isZero();
      assertThat(linitd.awaitExit()).isZero();
      assertThat(rig.lines("order")).contains("slow stops");
    }
  }

  @Test
  void poweroffRunsTheHooksInOrderAndThenTheCommand() {
    String say = "#!/bin/sh\necho \"${0##*/} $1\" >>\"$LINIT_ROOT/order\"\n";
    rig.file("shutdown.d/20-umount", say, "rwxr-xr-x")
        .file("shutdown.d/10-sync", say + "exit 3\n", "rwxr-xr-x")
        .file("shutdown.d/README", say, "rw-r--r--")
        .file("off", say, "rwxr-xr-x")
        .conf("poweroff-command = [\"" + rig.path("off") + "\", now]\n");
    try (Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("poweroff")).isEqualTo(DONE);
      assertThat(rig.lines("order"))
          .containsExactly(
              "web stops", "db stops", "10-sync poweroff", "20-umount poweroff", "off now");
      assertThat(linitd.awaitExit()).isZero();
      assertThat(linitd.said())
          .contains("linitd: " + rig.path("shutdown.d/10-sync") + " exited with 3");
    }
  }

  @Test
  void aRigThatIsNoMachineCannotBeRebooted() {
    try (Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("reboot"))
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "linitctl: cannot reboot: linit.conf sets no 'reboot-command'; 'linitctl"
                      + " shutdown' ends linitd alone\n"));
      assertThat(linitd.ctl("is-running", "web").code()).isZero();
    }
  }
}
