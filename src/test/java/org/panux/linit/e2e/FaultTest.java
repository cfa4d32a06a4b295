package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Services that are broken on purpose, by {@code linitctl fault}. */
class FaultTest {
  private static final Result DONE = new Result(0, "", "");

  private static TestRig rig;
  private static Daemon linitd;

  @BeforeAll
  static void boot() {
    rig =
        TestRig.create()
            .conf("kill-grace = 300 ms\nfaults = on\n")
            .script("db", "command=sleep", "command_args=100000")
            .script("web", "depends() { dep db; }", "command=sleep", "command_args=100000")
            .script(
                "again",
                "restart=always",
                "restart_delay=0",
                "command=sleep",
                "command_args=100000")
            .script(
                "talker",
                "directory=$LINIT_ROOT",
                "start() {",
                // More than a pipe holds.
                "  supervise -- sh -c 'i=0; while [ $i -lt 30000 ]; do echo the line $i; i=$((i+1)); done;"
                    + " echo over; >written; exec sleep 100000'",
                "}")
            .script("once", "start() { echo x >>$LINIT_ROOT/ran; }");
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

  @AfterEach
  void clear() {
    assertThat(linitd.ctl("fault", "clear")).isEqualTo(DONE);
    assertThat(linitd.ctl("fault", "list")).isEqualTo(DONE);
    linitd.ctl("stop", "db", "web", "again", "talker", "once");
    linitd.ctl("reset");
  }

  private static void start(String... names) {
    for (String name : names) {
      assertThat(linitd.ctl("start", name)).isEqualTo(DONE);
    }
  }

  private static void fault(String fault, String name) {
    assertThat(linitd.ctl("fault", fault, name)).isEqualTo(DONE);
  }

  private static String state(long pid) {
    return Command.run("ps", "-o", "stat=", "-p", Long.toString(pid)).out().strip();
  }

  private static long pid(String name) {
    String json = linitd.ctl("status", name, "--json").out();
    return Long.parseLong(json.replaceAll("(?s).*\"pid\":(\\d+).*", "$1"));
  }

  @Test
  void whereItIsNotAllowedItIsRefused() {
    try (TestRig strict = TestRig.create().script("a");
        Daemon other = strict.boot()) {
      for (List<String> words : List.of(List.of("kill", "boot"), List.of("clear"))) {
        Result result =
            words.size() == 1
                ? other.ctl("fault", words.get(0))
                : other.ctl("fault", words.get(0), words.get(1));
        assertThat(result)
            .isEqualTo(
                new Result(
                    4,
                    "",
                    "linitctl: faults are not allowed here; 'faults = on' in linit.conf allows"
                        + " them\n"));
      }
    }
    try (TestRig tested = TestRig.create().script("a")) {
      Result run =
          Command.run(
              Command.bin("linitd"),
              "--root",
              tested.root().toString(),
              "run",
              "--",
              "sh",
              "-c",
              "linitctl fault fail=3 a; linitctl start a");
      assertThat(run.code()).as(run.err()).isEqualTo(1);
      assertThat(run.err()).contains("cannot start 'a': start exited with 3 (fault: fail=3)");
    }
  }

  @Test
  void badWordsAreOneLine() {
    assertThat(linitd.ctl("fault", "kill"))
        .isEqualTo(
            new Result(
                2, "", "linitctl: usage: linitctl fault FAULT NAME… | clear [NAME…] | list\n"));
    assertThat(linitd.ctl("fault", "kil", "db").err())
        .startsWith("linitctl: unknown fault 'kil'; did you mean 'kill'?; there are kill,");
    assertThat(linitd.ctl("fault", "kill", "bd"))
        .isEqualTo(
            new Result(
                5,
                "",
                "linitctl: cannot inject 'kill': no such service: there is no "
                    + rig.path("init.d/bd")
                    + "; did you mean 'db'?\n"));
  }

  @Test
  void aFrozenOneStandsStillUntilItIsThawed() {
    start("web");
    long pid = pid("db");
    fault("freeze", "db");
    Await.until(() -> state(pid).startsWith("T"), () -> state(pid));
    assertThat(linitd.ctl("status", "db").out()).contains("  fault      freeze\n");
    assertThat(linitd.ctl("list").out()).containsPattern("db +running .* fault: freeze\n");
    assertThat(linitd.ctl("why", "db").out())
        .contains("db is broken on purpose (fault: freeze); 'linitctl fault clear' undoes that.");
    fault("thaw", "db");
    Await.until(() -> state(pid).startsWith("S"), () -> state(pid));
    assertThat(linitd.ctl("fault", "list")).isEqualTo(DONE);
  }

  @Test
  void aStartIsMadeToFailAndNothingOfItRuns() {
    fault("fail=3", "once");
    assertThat(linitd.ctl("start", "once").err())
        .isEqualTo("linitctl: cannot start 'once': start exited with 3 (fault: fail=3)\n");
    assertThat(rig.path("ran")).doesNotExist();
    assertThat(linitd.ctl("why", "once").out())
        .endsWith("ago: start exited with 3 (fault: fail=3).\n");
    start("once");
    assertThat(rig.lines("ran")).containsExactly("x");
  }

  @Test
  void whoNeedsOneThatLosesItsReadinessIsDegradedAndNothingIsRestarted() {
    start("web");
    long pid = pid("db");
    fault("unready", "db");
    assertThat(linitd.ctl("status", "web").out()).contains("degraded   db is not running");
    assertThat(linitd.ctl("is-running", "db").code()).isEqualTo(3);
    assertThat(linitd.ctl("wait", "--timeout", "100ms", "db").code()).isEqualTo(124);
    assertThat(linitd.ctl("fault", "list").out()).isEqualTo("db  unready\n");
    assertThat(linitd.ctl("fault", "clear", "db")).isEqualTo(DONE);
    assertThat(linitd.ctl("wait", "db")).isEqualTo(DONE);
    assertThat(pid("db")).isEqualTo(pid);
    assertThat(linitd.ctl("status", "web").out()).doesNotContain("degraded");
  }

  @Test
  void aDelayedOneIsWaitedFor() {
    fault("delay=1h", "db");
    assertThat(linitd.ctl("start", "--no-wait", "web")).isEqualTo(DONE);
    Await.until(
        () -> linitd.ctl("why", "web").out().contains("(fault: delay=1h)"),
        () -> linitd.ctl("why", "web").out());
    assertThat(linitd.ctl("fault", "clear")).isEqualTo(DONE);
    assertThat(linitd.ctl("wait", "web")).isEqualTo(DONE);
    fault("delay=1ms", "db");
    assertThat(linitd.ctl("restart", "db")).isEqualTo(DONE);
  }

  @Test
  void aCrashLoopGoesOnUntilItIsOneTooManyOrCleared() {
    start("again");
    fault("crash-loop", "again");
    assertThat(linitd.ctl("wait", "again").code()).isBetween(0, 1);
    Await.until(
        () -> linitd.ctl("is-failed", "again").code() == 0, () -> linitd.ctl("why", "again").out());
    assertThat(linitd.ctl("why", "again").out())
        .contains("again failed", "times in", "ended by signal 9 (KILL) (fault: crash-loop)");
    assertThat(linitd.ctl("fault", "clear")).isEqualTo(DONE);
    start("again");
    assertThat(linitd.ctl("is-running", "again").code()).isZero();
  }

  @Test
  void anOutputIsTakenSlowlyAndWhoeverAsksForItHasAllOfIt() {
    fault("slow-output=10", "talker");
    start("talker");
    assertThat(linitd.ctl("status", "talker").out()).contains("slow-output=10");
    // At that pace it would take hours.
    Await.until(
        () -> linitd.ctl("logs", "-n", "1", "talker").out().endsWith("over\n"),
        () -> linitd.ctl("logs", "-n", "1", "talker").out());
  }

  @Test
  void whoPrintsMoreThanIsTakenWaits() throws IOException {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "others do not see what it waits for");
    Files.deleteIfExists(rig.path("written"));
    fault("slow-output=10", "talker");
    start("talker");
    // linitd is not asked which process it is: that takes what is printed until the answer, be it
    // all.
    Predicate<String> talks = it -> it.contains(" sh -c i=0;");
    linitd.awaitProcess(talks);
    String talker = linitd.processes().stream().filter(talks).findFirst().orElseThrow();
    String pid = talker.substring(0, talker.indexOf(' '));
    Await.until(() -> waiting(pid).contains("pipe_write"), () -> waiting(pid));
    assertThat(rig.path("written")).doesNotExist();
    assertThat(linitd.ctl("fault", "clear", "talker")).isEqualTo(DONE);
    Await.until(() -> Files.exists(rig.path("written")), () -> waiting(pid));
  }

  /** What a process waits for, in the kernel. */
  private static String waiting(String pid) {
    return Command.run("cat", "/proc/" + pid + "/wchan").out();
  }

  @Test
  void theEndOfLinitdLeavesNothingFrozen() {
    try (TestRig other =
            TestRig.create()
                .conf("faults = on\n")
                .script("db", "command=sleep", "command_args=100000")
                .enable("db");
        Daemon first = other.boot()) {
      assertThat(first.ctl("fault", "freeze", "db")).isEqualTo(DONE);
      // An orderly one: it does not have to wait until what does not answer is killed.
      first.signal("TERM");
      assertThat(first.awaitExit()).isZero();
      assertThat(Leftovers.of(other)).isEmpty();
    }
  }
}
