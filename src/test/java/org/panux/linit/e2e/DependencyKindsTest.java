package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code dep}, {@code want} and {@code after} mean at a start, at a stop and at a failure. */
class DependencyKindsTest {
  private static String pid(TestRig rig, String name) {
    return rig.lines("pids").stream()
        .filter(line -> line.startsWith(name + " "))
        .reduce("", (first, second) -> second)
        .substring(name.length() + 1);
  }

  /** A service with a main process, whose pid it writes down. */
  private static String[] lives(String name, String... more) {
    return new String[] {
      String.join("\n", more),
      "start() { echo " + name + " $$ >>$LINIT_ROOT/pids; supervise -- sleep 100000; }"
    };
  }

  @ParameterizedTest
  @EnumSource
  void anOrderWaitsForWhatIsBeingStartedAnyway(Shell shell) {
    try (TestRig rig = TestRig.create().shell(shell);
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", "start() { read -r _ <$LINIT_ROOT/gate; echo slow >>$LINIT_ROOT/order; }")
          .script("bad", "depends() { want slow; }", "start() { return 3; }")
          .script(
              "next",
              "depends() { after slow bad other no-such; }",
              "start() { echo next >>$LINIT_ROOT/order; }")
          .script("other", "start() { echo other >>$LINIT_ROOT/order; }");
      try (Daemon linitd = rig.boot();
          RawClient events = linitd.connect();
          RawClient client = linitd.connect()) {
        Await.state(events, "boot", "running");
        client.send("{\"id\":1,\"op\":\"start\",\"names\":[\"slow\",\"bad\",\"next\"]}\n");
        String line = events.readLine();
        while (!line.contains("\"name\":\"next\"")
            || !line.contains("\"waiting\":[\"slow\",\"bad\"]")) {
          line = events.readLine();
        }
        gate.open();
        assertThat(client.readLine()).contains("\"failures\":[{\"name\":\"bad\",");
        assertThat(rig.lines("order")).containsExactly("slow", "next");
        assertThat(rig.lines("log/next.log")).isEmpty();
        assertThat(linitd.ctl("graph", "next").out())
            .isEqualTo(
                "next  running\n├─ slow  running  (after)\n└─ bad  failed  (after)\n   └─ slow  running  (wanted)\n");
        assertThat(linitd.ctl("status", "next").out()).doesNotContain("needs");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCircleOfAnOrderIsNoErrorOfTheService(Shell shell) {
    try (TestRig rig = TestRig.create().shell(shell)) {
      rig.script("a", "depends() { after b; }", "start() { after a; }")
          .script("b", "depends() { dep a; }");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("start", "b")).isEqualTo(new Result(0, "", ""));
        assertThat(rig.lines("log/a.log"))
            .containsExactly(
                "a: not ordered after 'b', would deadlock: b → a → b",
                "a: not ordered after 'a', would deadlock: a → a");
        linitd.start("a", "b");
      }
    }
  }

  @Test
  void aBadNameIsAnErrorOfAnOrderToo() {
    try (TestRig rig = TestRig.create().script("a", "depends() { after ../b; }")) {
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("start", "a").err()).contains("bad service name '../b'");
      }
    }
  }

  @Test
  void inASubshellAnOrderSaysThatItDoesNothing() {
    try (TestRig rig = TestRig.create().script("a", "start() { (after b); }").script("b")) {
      try (Daemon linitd = rig.boot()) {
        linitd.start("a");
        assertThat(rig.lines("log/a.log"))
            .containsExactly(
                "a: 'after' works in the script's own shell alone, this one waits for nothing");
      }
    }
  }

  @Test
  void whoCameAfterStopsFirstWhereBothStopAndIsNotTakenAlong() {
    try (TestRig rig = TestRig.create()) {
      String stop = "stop() { echo $this >>$LINIT_ROOT/order; }";
      rig.script("db", stop)
          .script("later", "depends() { after db; }", stop)
          .script("fan", "depends() { want db; }", stop);
      try (Daemon linitd = rig.boot()) {
        linitd.start("db", "later", "fan");
        assertThat(linitd.ctl("stop", "db")).isEqualTo(new Result(0, "", ""));
        assertThat(linitd.runs("later")).isTrue();
        assertThat(linitd.runs("fan")).isTrue();
        linitd.start("db");
        linitd.stop("db", "later", "fan");
        assertThat(rig.lines("order")).hasSize(4).startsWith("db").endsWith("db");
      }
    }
  }

  @Test
  void aSoftFailureAndAStopOfWhatIsEnabledLeaveBootAlone() {
    try (TestRig rig = TestRig.create()) {
      rig.script("good").script("bad", "start() { echo no disk; return 3; }").enable("good", "bad");
      try (Daemon linitd = rig.start()) {
        assertThat(linitd.awaitBoot())
            .matches(
                "linitd: boot is running after \\d+ ms; failed: bad \\(start exited with 3: no disk\\)");
        Result boot = linitd.ctl("boot");
        assertThat(boot.code()).isEqualTo(1);
        assertThat(boot.out()).startsWith("boot is running, took ");
        assertThat(boot.err()).isEqualTo("linitctl: 'bad' failed: start exited with 3: no disk\n");
        assertThat(linitd.ctl("boot", "--watch").code()).isEqualTo(1);
        assertThat(linitd.ctl("stop", "good")).isEqualTo(new Result(0, "", ""));
        assertThat(linitd.runs("boot")).isTrue();
        assertThat(linitd.ctl("reset").code()).isZero();
        assertThat(linitd.ctl("boot").code()).isZero();
      }
    }
  }

  @Test
  void aBootOfTheRigsOwnThatNeedsWhatIsEnabledStillFailsWithIt() {
    try (TestRig rig = TestRig.create()) {
      rig.script("boot", "depends() { dep $(ls $LINIT_RC_D); }")
          .script("bad", "start() { return 3; }")
          .enable("bad");
      try (Daemon linitd = rig.start()) {
        assertThat(linitd.awaitBoot())
            .contains("boot failed after ")
            .contains("dependency 'bad' failed: start exited with 3");
      }
    }
  }

  @Test
  void whoNeedsWhatHasFailedIsDegradedUntilThatRunsAgain() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", lives("db")).script("web", "depends() { dep db; }");
      try (Daemon linitd = rig.boot();
          RawClient events = linitd.connect()) {
        linitd.start("web");
        Await.state(events, "web", "running");
        Command.run("/bin/kill", "-KILL", pid(rig, "db"));
        awaitDegraded(events, "[\"db\"]");
        Result status = linitd.ctl("status", "web");
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("  degraded   db is not running\n");
        assertThat(linitd.ctl("status").out()).contains("degraded: db is not running");
        linitd.start("db");
        awaitDegraded(events, "[]");
      }
    }
  }

  private static void awaitDegraded(RawClient events, String names) {
    String line = events.readLine();
    while (!line.contains("\"name\":\"web\"") || !line.contains("\"degraded\":" + names)) {
      line = events.readLine();
    }
  }

  @Test
  void whoSaysSoIsStoppedWithWhatItNeedsAndTheReasonIsTold() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", lives("db"))
          .script(
              "web",
              "on_dep_failure=stop",
              "depends() { dep db; }",
              "stop() { echo web >>$LINIT_ROOT/order; }")
          .script(
              "page",
              "on_dep_failure=stop",
              "depends() { dep web; }",
              "stop() { echo page >>$LINIT_ROOT/order; }")
          .script("tough", "depends() { dep db; }");
      try (Daemon linitd = rig.boot()) {
        linitd.start("page", "tough");
        Command.run("/bin/kill", "-KILL", pid(rig, "db"));
        Await.state(linitd, "web", "stopped");
        assertThat(rig.lines("order")).containsExactly("page", "web");
        for (String name : List.of("web", "page")) {
          assertThat(linitd.ctl("status", name).out())
              .contains("it needs 'db', which failed: its process was ended by signal 9 (KILL)");
        }
        assertThat(linitd.runs("tough")).isTrue();
      }
    }
  }

  @Test
  void whoUsesWhatCameBackIsRestartedWhereThatSaysSo() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", lives("db", "restart=always restart_delay=1ms restart_dependents=yes"))
          .script(
              "web",
              "depends() { dep db; }",
              "start() { echo start >>$LINIT_ROOT/order; }",
              "stop() { echo stop >>$LINIT_ROOT/order; }");
      try (Daemon linitd = rig.boot();
          RawClient events = linitd.connect()) {
        linitd.start("web");
        Await.state(events, "web", "running");
        Command.run("/bin/kill", "-KILL", pid(rig, "db"));
        String line = events.readLine();
        while (!line.contains("\"name\":\"web\",\"state\":\"stopping\"")) {
          line = events.readLine();
        }
        assertThat(line).contains("it needs 'db', which was restarted");
        while (!line.contains("\"name\":\"web\",\"state\":\"running\"")) {
          line = events.readLine();
        }
        assertThat(rig.lines("order")).containsExactly("start", "stop", "start");
        assertThat(linitd.ctl("graph", "web").out()).isEqualTo("web  running\n└─ db  running\n");
      }
    }
  }
}
