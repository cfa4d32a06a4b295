package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code dep}, {@code want} and {@code after} mean at a start, at a stop and at a failure. */
class DependencyKindsTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

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
    TestRig rig = SHARED.in(shell).rig();
    try (Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", "start() { read -r _ <$LINIT_ROOT/gate; echo slow >>$LINIT_ROOT/order; }")
          .script("bad", "depends() { want slow; }", "start() { return 3; }")
          .script(
              "next",
              "depends() { after slow bad other no-such; }",
              "start() { echo next >>$LINIT_ROOT/order; }")
          .script("other", "start() { echo other >>$LINIT_ROOT/order; }");
      Daemon linitd = SHARED.in(shell);
      try (RawClient events = linitd.connect();
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
    TestRig rig =
        SHARED
            .in(shell)
            .rig()
            .script("a", "depends() { after b; }", "start() { after a; }")
            .script("b", "depends() { dep a; }");
    Daemon linitd = SHARED.in(shell);
    assertThat(linitd.ctl("start", "b")).isEqualTo(new Result(0, "", ""));
    assertThat(rig.lines("log/a.log"))
        .containsExactly(
            "a: not ordered after 'b', would deadlock: b → a → b",
            "a: not ordered after 'a', would deadlock: a → a");
    linitd.start("a", "b");
  }

  @Test
  void aBadNameIsAnErrorOfAnOrderToo() {
    SHARED.rig().script("misnames", "depends() { after ../b; }");
    Daemon linitd = SHARED.linitd();
    assertThat(linitd.ctl("start", "misnames").err()).contains("bad service name '../b'");
  }

  @Test
  void inASubshellAnOrderSaysThatItDoesNothing() {
    TestRig rig = SHARED.rig().script("sub", "start() { (after other-b); }").script("other-b");
    Daemon linitd = SHARED.linitd();
    linitd.start("sub");
    assertThat(rig.lines("log/sub.log"))
        .containsExactly(
            "sub: 'after' works in the script's own shell alone, this one waits for nothing");
  }

  @Test
  void whoCameAfterStopsFirstWhereBothStopAndIsNotTakenAlong() {
    TestRig rig = SHARED.rig();
    String stop = "stop() { echo $this >>$LINIT_ROOT/order1; }";
    rig.script("db1", stop)
        .script("later", "depends() { after db1; }", stop)
        .script("fan", "depends() { want db1; }", stop);
    Daemon linitd = SHARED.linitd();
    linitd.start("db1", "later", "fan");
    assertThat(linitd.ctl("stop", "db1")).isEqualTo(new Result(0, "", ""));
    assertThat(linitd.runs("later")).isTrue();
    assertThat(linitd.runs("fan")).isTrue();
    linitd.start("db1");
    linitd.stop("db1", "later", "fan");
    assertThat(rig.lines("order1")).hasSize(4).startsWith("db1").endsWith("db1");
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
    TestRig rig = SHARED.rig().script("db2", lives("db2")).script("web", "depends() { dep db2; }");
    Daemon linitd = SHARED.linitd();
    try (RawClient events = linitd.connect()) {
      linitd.start("web");
      Await.state(events, "web", "running");
      Command.run("/bin/kill", "-KILL", pid(rig, "db2"));
      awaitDegraded(events, "[\"db2\"]");
      Result status = linitd.ctl("status", "web");
      assertThat(status.code()).isZero();
      assertThat(status.out()).contains("  degraded   db2 is not running\n");
      assertThat(linitd.ctl("status").out()).contains("degraded: db2 is not running");
      linitd.start("db2");
      awaitDegraded(events, "[]");
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
    TestRig rig =
        SHARED
            .rig()
            .script("db3", lives("db3"))
            .script(
                "web3",
                "on_dep_failure=stop",
                "depends() { dep db3; }",
                "stop() { echo web3 >>$LINIT_ROOT/order3; }")
            .script(
                "page",
                "on_dep_failure=stop",
                "depends() { dep web3; }",
                "stop() { echo page >>$LINIT_ROOT/order3; }")
            .script("tough", "depends() { dep db3; }");
    Daemon linitd = SHARED.linitd();
    linitd.start("page", "tough");
    Command.run("/bin/kill", "-KILL", pid(rig, "db3"));
    Await.state(linitd, "web3", "stopped");
    assertThat(rig.lines("order3")).containsExactly("page", "web3");
    for (String name : List.of("web3", "page")) {
      assertThat(linitd.ctl("status", name).out())
          .contains("it needs 'db3', which failed: its process was ended by signal 9 (KILL)");
    }
    assertThat(linitd.runs("tough")).isTrue();
  }

  @Test
  void whoUsesWhatCameBackIsRestartedWhereThatSaysSo() {
    TestRig rig =
        SHARED
            .rig()
            .script("db4", lives("db4", "restart=always restart_delay=1ms restart_dependents=yes"))
            .script(
                "web4",
                "depends() { dep db4; }",
                "start() { echo start >>$LINIT_ROOT/order4; }",
                "stop() { echo stop >>$LINIT_ROOT/order4; }");
    Daemon linitd = SHARED.linitd();
    try (RawClient events = linitd.connect()) {
      linitd.start("web4");
      Await.state(events, "web4", "running");
      Command.run("/bin/kill", "-KILL", pid(rig, "db4"));
      String line = events.readLine();
      while (!line.contains("\"name\":\"web4\",\"state\":\"stopping\"")) {
        line = events.readLine();
      }
      assertThat(line).contains("it needs 'db4', which was restarted");
      while (!line.contains("\"name\":\"web4\",\"state\":\"running\"")) {
        line = events.readLine();
      }
      assertThat(rig.lines("order4")).containsExactly("start", "stop", "start");
      assertThat(linitd.ctl("graph", "web4").out()).isEqualTo("web4  running\n└─ db4  running\n");
    }
  }
}
