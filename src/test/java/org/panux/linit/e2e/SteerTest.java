package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verbs of linitctl that are neither a start nor a stop, and what these would do. */
class SteerTest {
  /** Beside the one of the class, for tests in each shell. */
  @RegisterExtension static final Shared SHARED = Shared.create();

  private static final Result DONE = new Result(0, "", "");

  private static TestRig rig;
  private static Daemon linitd;

  @BeforeAll
  static void boot() {
    rig =
        TestRig.create()
            .script("cache")
            .script("db", "depends() { dep cache; }", "start() { echo x >>$LINIT_ROOT/starts; }")
            .script("web", "depends() { dep db cache; }")
            .script("idle")
            .script("bad", "start() { return 3; }")
            .script("bad-reload", "reload() { echo 'line 7: no such word'; return 1; }");
    linitd = rig.boot();
  }

  @AfterAll
  static void stop() {
    try {
      linitd.close();
    } finally {
      rig.close();
    }
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndDoesNothing() {
    assertThat(linitd.ctl("start", "web")).isEqualTo(DONE);
    int starts = rig.lines("starts").size();
    assertThat(linitd.ctl("stop", "--dry-run", "cache"))
        .isEqualTo(new Result(0, "would stop: web db cache\n", ""));
    assertThat(linitd.ctl("--dry-run", "restart", "db", "idle"))
        .isEqualTo(new Result(0, "would stop: web db\nwould start: db web idle\n", ""));
    assertThat(linitd.ctl("try-restart", "--dry-run", "idle"))
        .isEqualTo(new Result(0, "would stop nothing\nwould start nothing\n", ""));
    assertThat(linitd.ctl("stop", "--dry-run", "wbe").code()).isEqualTo(5);
    assertThat(linitd.ctl("reload", "--dry-run", "web").err())
        .isEqualTo("linitctl: --dry-run goes with start, stop, restart, try-restart\n");
    assertThat(linitd.ctl("--json", "stop", "--dry-run", "db").out())
        .contains("\"would_stop\":[\"web\",\"db\"]");
    assertThat(rig.lines("starts")).hasSize(starts);
    assertThat(linitd.runs("web")).isTrue();
  }

  @Test
  void aTryRestartRestartsOnlyWhatRuns() {
    assertThat(linitd.ctl("start", "web")).isEqualTo(DONE);
    int starts = rig.lines("starts").size();
    assertThat(linitd.ctl("try-restart", "idle", "db")).isEqualTo(DONE);
    assertThat(rig.lines("starts")).hasSize(starts + 1);
    assertThat(linitd.ctl("is-running", "idle").code()).isEqualTo(3);
    assertThat(linitd.ctl("try-restart", "idle")).isEqualTo(DONE);
    assertThat(linitd.ctl("is-running", "idle").code()).isEqualTo(3);
  }

  @Test
  void aFailureCanBeForgotten() {
    for (String verb : new String[] {"reset", "reset-failed"}) {
      assertThat(linitd.ctl("start", "bad").code()).isEqualTo(1);
      assertThat(linitd.ctl("is-failed", "bad").code()).isZero();
      assertThat(linitd.ctl(verb, "bad")).isEqualTo(DONE);
      assertThat(linitd.ctl("is-failed", "bad").code()).isEqualTo(1);
      assertThat(linitd.ctl("status", "bad").out())
          .startsWith("bad: stopped")
          .doesNotContain("reason");
    }
    linitd.ctl("start", "bad");
    assertThat(linitd.ctl("reset")).isEqualTo(DONE);
    assertThat(linitd.ctl("is-failed", "bad").code()).isEqualTo(1);
    assertThat(linitd.ctl("reset", "bda"))
        .isEqualTo(
            new Result(
                5,
                "",
                "linitctl: cannot reset: no such service: there is no "
                    + rig.path("init.d/bda")
                    + "; did you mean 'bad'?\n"));
  }

  @ParameterizedTest
  @EnumSource
  void aReloadRunsThatOfTheScript(Shell shell) {
    TestRig own = SHARED.in(shell).rig();
    own.script("web", "reload() { echo reload of $this >>$LINIT_ROOT/calls; }")
        .script("plain")
        .file(
            "init.d/foreign",
            "#!/bin/sh\ncase $1 in reload) echo foreign >>$LINIT_ROOT/calls ;; esac\n",
            "rwxr-xr-x");
    Daemon daemon = SHARED.in(shell);
    assertThat(daemon.ctl("reload", "web"))
        .isEqualTo(new Result(3, "", "linitctl: cannot reload 'web': it is not running\n"));
    assertThat(daemon.ctl("start", "web", "plain", "foreign")).isEqualTo(DONE);
    assertThat(daemon.ctl("reload", "web", "foreign")).isEqualTo(DONE);
    assertThat(own.lines("calls")).containsExactly("reload of web", "foreign");
    assertThat(daemon.ctl("reload", "plain"))
        .isEqualTo(
            new Result(6, "", "linitctl: cannot reload 'plain': its script has no reload\n"));
    assertThat(daemon.ctl("status", "web", "plain").code()).isZero();
  }

  @Test
  void aReloadThatFailsIsSaidAndTheServiceRunsOn() {
    assertThat(linitd.ctl("start", "bad-reload")).isEqualTo(DONE);
    assertThat(linitd.ctl("reload", "bad-reload"))
        .isEqualTo(
            new Result(
                1,
                "",
                "linitctl: cannot reload 'bad-reload': reload exited with 1: line 7: no such word\n"));
    assertThat(linitd.runs("bad-reload")).isTrue();
  }

  @Test
  void aStopEndsAReloadThatStillRuns() {
    TestRig own = SHARED.rig();
    try (Fifo at = Fifo.create(own, "at")) {
      own.script("slow", "reload() { echo here >$LINIT_ROOT/at; sleep 100000; }");
      Daemon daemon = SHARED.linitd();
      try (RawClient client = daemon.connect()) {
        assertThat(daemon.ctl("start", "slow")).isEqualTo(DONE);
        client.send("{\"id\":1,\"op\":\"reload\",\"names\":[\"slow\"]}\n");
        at.hear();
        assertThat(daemon.ctl("stop", "slow")).isEqualTo(DONE);
        assertThat(client.readLine()).contains("\"ok\":false", "cannot reload 'slow': ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSignalGoesToTheMainProcessOrToAll(Shell shell) {
    TestRig own = SHARED.in(shell).rig();
    try (Fifo heard = Fifo.create(own, "heard")) {
      own.file(
              "child",
              "trap 'echo child $1 >$LINIT_ROOT/heard' USR1\n"
                  + "echo child ready >$LINIT_ROOT/heard\nwhile :; do sleep 0.02; done\n",
              "rw-r--r--")
          .file(
              "main",
              "trap 'echo main HUP >$LINIT_ROOT/heard' HUP\n"
                  + "trap 'echo main USR1 >$LINIT_ROOT/heard' USR1\n"
                  + "sh $LINIT_ROOT/child USR1 &\nwhile :; do sleep 0.02; done\n",
              "rw-r--r--")
          .script("signalled", "command=sh command_args=$LINIT_ROOT/main");
      Daemon daemon = SHARED.in(shell);
      assertThat(daemon.ctl("kill", "signalled", "HUP"))
          .isEqualTo(new Result(3, "", "linitctl: cannot kill 'signalled': it is not running\n"));
      assertThat(daemon.ctl("start", "signalled")).isEqualTo(DONE);
      assertThat(heard.hear()).isEqualTo("child ready");
      String[][] ways = {
        {"kill", "signalled", "HUP"},
        {"kill", "HUP", "signalled"},
        {"kill", "-s", "1", "signalled"},
        {"kill", "--signal=SIGHUP", "signalled"}
      };
      for (String[] words : ways) {
        assertThat(daemon.ctl(words)).isEqualTo(DONE);
        assertThat(heard.hear()).isEqualTo("main HUP");
      }
      // The sleeps between die of it, which the shells do not mind.
      assertThat(daemon.ctl("kill", "--all", "signalled", "USR1")).isEqualTo(DONE);
      assertThat(new String[] {heard.hear(), heard.hear()})
          .containsExactlyInAnyOrder("main USR1", "child USR1");
      assertThat(daemon.ctl("kill", "signalled", "KILL")).isEqualTo(DONE);
      Await.state(daemon, "signalled", "failed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kill web HPU, 2, 'linitctl: ''HPU'' is no signal; did you mean ''HUP''?'",
    "kill idle, 3, 'linitctl: cannot kill ''idle'': it is not running'",
    "kill web a b, 2, 'linitctl: usage: linitctl kill [--all] NAME [SIGNAL] | -s SIGNAL [--all] NAME…'",
    "stop --all web, 2, 'linitctl: --all goes with kill'",
    "kill -s, 2, 'linitctl: option -s needs a signal'",
    "kill, 2, 'linitctl: usage: linitctl kill [--all] NAME [SIGNAL] | -s SIGNAL [--all] NAME…'",
    "reload, 2, 'linitctl: usage: linitctl reload NAME…'",
    "reload wbe idle, 5, *",
  })
  void whatMakesNoSenseIsSaid(String line, int code, String message) {
    Result result = linitd.ctl(line.split(" "));
    assertThat(result.code()).isEqualTo(code);
    if (!message.equals("*")) {
      assertThat(result.err()).isEqualTo(message + "\n");
    }
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void aServiceWithoutAMainProcessIsSignalledAsAWhole() {
    assertThat(linitd.ctl("start", "cache")).isEqualTo(DONE);
    assertThat(linitd.ctl("kill", "cache").err())
        .isEqualTo(
            "linitctl: cannot kill 'cache': it has no main process; --all signals all of its"
                + " processes\n");
    assertThat(linitd.ctl("kill", "--all", "cache").err())
        .isEqualTo("linitctl: cannot kill 'cache': it has no process\n");
  }
}
