package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The options of the verbs that have something done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlTest {
  private static final Result DONE = new Result(0, "", "");

  private final TestRig rig =
      TestRig.create()
          .fifo("hold")
          .script("slow", "start() { read -r _ <\"$LINIT_ROOT/hold\"; }")
          .script("db")
          .script("web", "depends() { dep db; }");
  private Daemon linitd;

  @BeforeAll
  void boot() {
    linitd = rig.boot();
  }

  @AfterAll
  void stop() {
    linitd.close();
    rig.close();
  }

  private void letGo() {
    assertThat(Command.run("sh", "-c", "echo >" + rig.path("hold")).code()).isZero();
  }

  @Test
  void whoDoesNotWaitIsToldWhenItHasBegun() {
    assertThat(linitd.ctl("start", "--no-wait", "slow")).isEqualTo(DONE);
    assertThat(linitd.ctl("status", "slow").out()).startsWith("slow: starting");
    assertThat(linitd.ctl("start", "--no-wait", "slwo").code()).isEqualTo(5);
    letGo();
    assertThat(linitd.ctl("start", "slow")).isEqualTo(DONE);
    assertThat(linitd.ctl("stop", "slow")).isEqualTo(DONE);
  }

  @Test
  void whoWaitsOnlySoLongIsToldThatItGoesOn() {
    Result late = linitd.ctl("start", "--timeout", "0.1", "slow");
    assertThat(late.code()).isEqualTo(124);
    assertThat(late.err()).startsWith("linitctl: not done after 0.1 s; it goes on").hasLineCount(1);
    letGo();
    assertThat(linitd.ctl("start", "--timeout", "60s", "slow")).isEqualTo(DONE);
    assertThat(linitd.ctl("stop", "slow")).isEqualTo(DONE);
    assertThat(linitd.ctl("start", "--timeout", "soon", "slow").code()).isEqualTo(2);
  }

  @Test
  void aDryRunSaysWhatIsKnownOfAStart() {
    assertThat(linitd.ctl("start", "--dry-run", "web").out())
        .isEqualTo(
            "would start: web\nnot known yet, since they never ran: what is needed by web\n");
    assertThat(linitd.ctl("start", "web")).isEqualTo(DONE);
    assertThat(linitd.ctl("start", "--dry-run", "web").out()).isEqualTo("would start nothing\n");
    assertThat(linitd.ctl("stop", "--quiet", "db")).isEqualTo(DONE);
    assertThat(linitd.ctl("start", "--dry-run", "web").out()).isEqualTo("would start: db web\n");
    assertThat(linitd.ctl("start", "--dry-run", "wbe").code()).isEqualTo(5);
    assertThat(linitd.ctl("is-running", "web").code()).isEqualTo(3);
  }
}
