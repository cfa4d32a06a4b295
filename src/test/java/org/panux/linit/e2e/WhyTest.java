package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code linitctl why} names the first cause, whatever it is. */
class WhyTest {
  /** What {@code why} prints, without how long ago things were. */
  private static String why(Daemon linitd, String... names) {
    String[] words = new String[names.length + 1];
    words[0] = "why";
    System.arraycopy(names, 0, words, 1, names.length);
    Result result = linitd.ctl(words);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result.out().replaceAll("[0-9]+ (ms|s|min)\\b( [0-9]+ s)?", "T");
  }

  @Test
  void dependencyThatFailedThreeLevelsDown() {
    try (TestRig rig =
            TestRig.create()
                .script("db", "start() { echo opening; echo 'no such disk'; return 3; }")
                .script("app", "depends() { dep db; }")
                .script("web", "depends() { dep app; }")
                .enable("web");
        Daemon linitd = rig.boot()) {
      assertThat(why(linitd, "web"))
          .isEqualTo(
              """
              web failed T ago because its dependency app failed.
              app failed because its dependency db failed.
              db failed: start exited with 3: no such disk.
              Its last lines:
                opening
                no such disk
              """);
      assertThat(linitd.ctl("--json", "why", "web").out())
          .contains(
              "\"chain\":[{\"name\":\"web\",\"state\":\"failed\"",
              "\"cause\":\"dependency\",\"of\":\"app\"",
              "\"reason\":\"start exited with 3: no such disk\",\"cause\":\"itself\",\"of\":\"\"",
              "\"log\":[\"opening\",\"no such disk\"]");
    }
  }

  @Test
  void onlyTheLinesOfTheNewestStartAreTold() {
    try (TestRig rig =
            TestRig.create()
                .script("db", "start() { echo before; echo \"time $LINIT_RUN\"; return 3; }")
                .script("web", "depends() { dep db; }");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "web");
      linitd.ctl("start", "web");
      assertThat(why(linitd, "db").lines().filter("  before"::equals)).hasSize(1);
    }
  }

  @Test
  void causeThatHasChangedSinceIsToldAsItWas() {
    try (TestRig rig =
            TestRig.create()
                .script("db", "start() { test -e $LINIT_ROOT/disk; }")
                .script("app", "depends() { dep db; }")
                .script("web", "depends() { dep app; }");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "web");
      rig.file("disk", "", "rw-r--r--");
      linitd.ctl("start", "db");
      assertThat(why(linitd, "web"))
          .isEqualTo(
              """
              web failed T ago because its dependency app failed.
              app failed because its dependency db failed.
              db failed: start exited with 1.
              """);
    }
  }

  @Test
  void missingScript() {
    try (TestRig rig = TestRig.create().script("web", "depends() { dep wbe; }").enable("web");
        Daemon linitd = rig.boot()) {
      assertThat(why(linitd, "web"))
          .isEqualTo(
              "web failed T ago because its dependency wbe failed.\n"
                  + "wbe failed: no such service: there is no "
                  + rig.path("init.d/wbe")
                  + "; did you mean 'web'?.\n");
    }
  }

  @Test
  void scriptThatCannotBeRun() {
    try (TestRig rig =
            TestRig.create()
                .file("init.d/plain", "#!/etc/rc.common\n", "rw-r--r--")
                .file("init.d/odd", "#!/no/such/shell\n", "rwxr-xr-x")
                .script("a", "depends() { dep plain; }")
                .script("b", "depends() { dep odd; }");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "a", "b");
      assertThat(why(linitd, "a"))
          .endsWith(
              "plain failed: "
                  + rig.path("init.d/plain")
                  + " is not executable; try 'chmod +x "
                  + rig.path("init.d/plain")
                  + "'.\n");
      assertThat(why(linitd, "b"))
          .endsWith(
              "odd failed: "
                  + rig.path("init.d/odd")
                  + " needs the interpreter /no/such/shell, which is missing.\n");
    }
  }

  @Test
  void badSetting() {
    try (TestRig rig =
            TestRig.create()
                .script("db", "restart=sometimes", "command=/bin/sleep", "command_args=100000")
                .script("web", "depends() { dep db; }")
                .enable("web");
        Daemon linitd = rig.boot()) {
      assertThat(why(linitd, "web"))
          .startsWith("web failed T ago because its dependency db failed.\ndb failed: ")
          .contains("'sometimes' is none of no, on-failure, always");
    }
  }

  @Test
  void cycle() {
    try (TestRig rig =
            TestRig.create()
                .script("a", "depends() { dep b; }")
                .script("b", "depends() { dep c; }")
                .script("c", "depends() { dep a; }")
                .script("web", "depends() { dep a; }");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "web");
      assertThat(why(linitd, "web"))
          .isEqualTo(
              """
              web failed T ago because its dependency a failed.
              a failed because its dependency b failed.
              b failed because its dependency c failed.
              c failed: would deadlock: a → b → c → a.
              """);
    }
  }

  @Test
  void readinessTimeOut() {
    try (TestRig rig =
            TestRig.create()
                .conf("ready-timeout = 200 ms\n")
                .script("db", "ready=file:never", "command=sleep command_args=100000")
                .script("web", "depends() { dep db; }");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "web");
      assertThat(linitd.ctl("why", "web").out())
          .contains(
              "ago because its dependency db failed.\n"
                  + "db failed: not ready after 0.2 s: file:never: ");
    }
  }

  @Test
  void restartLimit() {
    try (TestRig rig =
            TestRig.create()
                .script(
                    "db",
                    "restart=always",
                    "restart_delay=1ms",
                    "restart_limit='2/60s'",
                    "command=/bin/sh",
                    "command_args='-c \"exit 4\"'");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "db");
      Await.state(linitd, "db", "failed");
      assertThat(linitd.ctl("why", "db").out())
          .matches(
              "db failed .* ago: restarted 2 times in .* s, and then its process exited with 4.\n");
    }
  }

  @Test
  void killedBySignal() {
    try (TestRig rig =
            TestRig.create()
                .script("db", "start() { supervise -- sleep 100000; }")
                .script("app", "on_dep_failure=stop", "depends() { dep db; }")
                .script("web", "on_dep_failure=stop", "depends() { dep app; }")
                .enable("web");
        Daemon linitd = rig.boot()) {
      linitd.ctl("kill", "db", "KILL");
      Await.state(linitd, "web", "stopped");
      Await.state(linitd, "app", "stopped");
      assertThat(why(linitd, "db"))
          .isEqualTo("db failed T ago: its process was ended by signal 9 (KILL).\n");
      assertThat(why(linitd, "web"))
          .isEqualTo(
              """
              web was stopped T ago because app, which it needs, was stopped.
              app was stopped because db, which it needs, failed.
              db failed: its process was ended by signal 9 (KILL).
              """);
    }
  }

  @Test
  void stoppedByAPersonAndWhatIsStoppedWithIt() {
    try (TestRig rig =
            TestRig.create()
                .script("db")
                .script("app", "depends() { dep db; }")
                .script("web", "depends() { dep app; }")
                .enable("web");
        Daemon linitd = rig.boot()) {
      linitd.ctl("stop", "db");
      assertThat(why(linitd, "db"))
          .isEqualTo("db was stopped T ago: a client asked for that, such as 'linitctl stop'.\n");
      assertThat(why(linitd, "web"))
          .isEqualTo(
              """
              web was stopped T ago because app, which it needs, was stopped.
              app was stopped because db, which it needs, was stopped.
              db was stopped: a client asked for that, such as 'linitctl stop'.
              """);
      linitd.ctl("start", "db");
      assertThat(why(linitd, "app"))
          .isEqualTo(
              """
              app was stopped T ago because db, which it needs, was stopped.
              db was stopped: a client asked for that, such as 'linitctl stop'.
              """);
    }
  }

  @Test
  void resetAfterAFailure() {
    try (TestRig rig = TestRig.create().script("db", "start() { return 3; }");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "db");
      linitd.ctl("reset", "db");
      assertThat(why(linitd, "db")).isEqualTo("db had failed, and was reset T ago.\n");
    }
  }

  @Test
  void stoppedByTheScriptOfAnother() {
    try (TestRig rig =
            TestRig.create()
                .script("db")
                .script("job", "start() { linitctl stop db; }")
                .enable("db");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "job");
      assertThat(why(linitd, "db"))
          .isEqualTo("db was stopped T ago: the script of job asked for that.\n");
    }
  }

  @Test
  void runningLeadsToWhoAskedFirst() {
    try (TestRig rig =
            TestRig.create()
                .script("db")
                .script("web", "depends() { dep db; }")
                .script("late")
                .enable("web");
        Daemon linitd = rig.boot()) {
      assertThat(why(linitd, "db"))
          .isEqualTo(
              """
              db has been running for T.
              web asked for db first (dep).
              boot asked for web first (want).
              linitd itself asked for boot.
              """);
      assertThat(why(linitd, "late"))
          .isEqualTo("late was never started: nobody has asked for it.\n");
      linitd.ctl("start", "late");
      assertThat(why(linitd, "late", "db"))
          .startsWith(
              """
              late has been running for T.
              A client asked for late, such as 'linitctl start'.

              db has been running for T.
              """);
    }
  }

  @Test
  void startingLeadsToWhatTakesItsTime() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("db", "start() { echo here >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }")
          .script("app", "depends() { dep db; }")
          .script("web", "depends() { dep app; }")
          .enable("web");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("here");
        assertThat(why(linitd, "web"))
            .isEqualTo(
                """
                web has been starting for T.
                web waits for app, for T now.
                app waits for db, for T now.
                db has been starting for T: its start script runs.
                boot asked for web first (want).
                linitd itself asked for boot.
                """);
        gate.open();
        linitd.awaitBoot();
      }
    }
  }

  @Test
  void causesAreKnownToTheNextLinitd() {
    try (TestRig rig =
        TestRig.create()
            .script("db", "start() { return 3; }")
            .script("web", "depends() { dep db; }")
            .script("app", "start() { supervise -- sleep 100000; }")
            .enable("web", "app")) {
      try (Daemon linitd = rig.boot()) {
        linitd.ctl("stop", "app");
        linitd.die();
        try (Daemon next = rig.boot()) {
          assertThat(why(next, "web"))
              .isEqualTo(
                  """
                  web failed T ago because its dependency db failed.
                  db failed: start exited with 3.
                  """);
          assertThat(why(next, "app"))
              .isEqualTo(
                  "app was stopped T ago: a client asked for that, such as 'linitctl stop'.\n");
        }
      }
    }
  }

  @Test
  void whatDoesNotExistIsSaidSoAndTheOthersAreExplained() {
    try (TestRig rig = TestRig.create().script("web");
        Daemon linitd = rig.boot()) {
      Result result = linitd.ctl("why", "wbe", "web");
      assertThat(result.code()).isEqualTo(5);
      assertThat(result.out()).startsWith("web was never started");
      assertThat(result.err())
          .isEqualTo(
              "linitctl: 'wbe': no such service: there is no "
                  + rig.path("init.d/wbe")
                  + "; did you mean 'web'?\n");
      assertThat(List.of(linitd.ctl("why").code(), linitd.ctl("why", "../x").code()))
          .containsOnly(2);
    }
  }

  @Test
  void whatAScriptSaysIsHarmlessOnATerminal() {
    try (TestRig rig =
            TestRig.create()
                .script("db", "start() { printf 'a\\n<script>\\033[31m\\377\\n'; return 3; }");
        Daemon linitd = rig.boot()) {
      linitd.ctl("start", "db");
      String out = linitd.ctl("why", "db").out();
      assertThat(out).contains("<script>?[31m").doesNotContain("\u001b");
    }
  }

  @Test
  void noLinitdIsSaidInOneLine() {
    try (TestRig rig = TestRig.create()) {
      Result result =
          Command.run(Command.bin("linitctl"), "--root", rig.root().toString(), "why", "a");
      assertThat(result.code()).isEqualTo(7);
      assertThat(result.err()).startsWith("linitctl: linitd is not running").hasLineCount(1);
    }
  }
}
