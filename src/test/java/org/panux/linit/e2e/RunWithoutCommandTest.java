package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code linitd run} without a command: a rig that lasts as long as it can, as in a container. */
class RunWithoutCommandTest {
  private final TestRig rig =
      TestRig.create()
          .conf("kill-grace = 300 ms\n")
          .script(
              "db",
              "command=sleep",
              "command_args=100000",
              "stop() { echo db >>$LINIT_ROOT/stopped; }")
          .script("web", "depends() { dep db; }", "stop() { echo web >>$LINIT_ROOT/stopped; }")
          .enable("web");

  @AfterEach
  void remove() {
    rig.close();
  }

  private Result run(String... words) {
    List<String> command =
        new ArrayList<>(List.of(Command.bin("linitd"), "--root", rig.root().toString(), "run"));
    command.addAll(Arrays.asList(words));
    Result result = Command.run(Map.of(), command);
    assertThat(Leftovers.of(rig)).isEmpty();
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void whoIsToldToStopStopsInOrder(String signal) {
    try (Daemon linitd = rig.start("run")) {
      linitd.awaitLine(line -> line.startsWith("linitd: the rig is ready after"));
      linitd.signal(signal);
      assertThat(linitd.awaitExit()).isZero();
      assertThat(linitd.said()).contains("linitd: SIG" + signal + ": stopping all services");
      assertThat(rig.lines("stopped")).containsExactly("web", "db");
    }
  }

  @Test
  void aSignalDuringTheBootStopsItToo() {
    rig.fifo("gate");
    try (Fifo at = Fifo.create(rig, "at")) {
      rig.script("web", "start() { echo here >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }");
      try (Daemon linitd = rig.start("run")) {
        assertThat(at.hear()).isEqualTo("here");
        linitd.signal("TERM");
        assertThat(linitd.awaitExit()).isZero();
      }
    }
  }

  @Test
  void aClientThatEndsLinitdEndsTheRun() {
    try (Daemon linitd = rig.start("run")) {
      linitd.awaitLine(line -> line.startsWith("linitd: the rig is ready after"));
      assertThat(linitd.ctl("shutdown").code()).isZero();
      assertThat(linitd.awaitExit()).isZero();
    }
  }

  @Test
  void aRigThatCannotBootIsTen() {
    rig.script("web", "start() { echo no disk; return 3; }");
    Result result = run();
    assertThat(result.code()).isEqualTo(10);
    assertThat(result.err()).contains("the rig is not ready: not running: web", "no disk");
  }

  @Test
  void aServiceThatIsLostIsEleven() {
    try (Daemon linitd = rig.start("run")) {
      linitd.awaitLine(line -> line.startsWith("linitd: the rig is ready after"));
      assertThat(linitd.ctl("kill", "db", "KILL").code()).isZero();
      assertThat(linitd.awaitExit()).isEqualTo(11);
      assertThat(linitd.said())
          .contains("linitd: 'db', which the rig needs, is failed")
          .anyMatch(line -> line.endsWith("its process was ended by signal 9 (KILL)."));
    }
  }

  @Test
  void whatSomebodyStopsIsNoLoss() {
    try (Daemon linitd = rig.start("run")) {
      linitd.awaitLine(line -> line.startsWith("linitd: the rig is ready after"));
      assertThat(linitd.ctl("stop", "db").code()).isZero();
      assertThat(linitd.ctl("start", "web").code()).isZero();
      linitd.signal("TERM");
      assertThat(linitd.awaitExit()).isZero();
    }
  }

  /** A code of its own, none, and signals. */
  @ParameterizedTest
  @CsvSource({"exit 7, 7", "exit 0, 0", "kill -KILL $$, 137", "kill -TERM $$, 143"})
  void theDesignatedServiceGivesTheCode(String end, int code) {
    rig.file("app.sh", end + "\n", "rw-r--r--")
        .script(
            "app", "depends() { dep db; }", "command=/bin/sh", "command_args=$LINIT_ROOT/app.sh");
    Result result = run("--exit-with", "app");
    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(result.err()).contains("'app' is over, with " + code);
    assertThat(rig.lines("stopped")).containsExactly("web", "db");
  }

  /** It is like a job: a test suite, or a migration. */
  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3"})
  void theDesignatedServiceMayBeOnceOnly(int end, int code) {
    rig.script("tests", "depends() { dep web; }", "start() { echo tested; return " + end + "; }");
    Result result = run("--exit-with", "tests");
    assertThat(result.code()).as(result.text()).isEqualTo(code);
    assertThat(rig.lines("log/tests.log")).containsExactly("tested");
  }

  @Test
  void aDesignatedServiceThatCannotStartForOthersIsTen() {
    rig.script("broken", "start() { return 3; }").script("tests", "depends() { dep broken; }");
    Result result = run("--exit-with", "tests");
    assertThat(result.code()).as(result.text()).isEqualTo(10);
    assertThat(result.err()).contains("dependency 'broken' failed: start exited with 3");
  }

  @Test
  void aDesignatedServiceThatIsUnknownIsTen() {
    Result result = run("--exit-with", "test");
    assertThat(result.code()).as(result.text()).isEqualTo(10);
    assertThat(result.err()).contains("'test': no such service");
  }

  @Test
  void whatTakesTooLongToStopIsKilled() {
    rig.conf("shutdown-timeout = 300 ms\nstop-timeout = 1 hour\n").fifo("never");
    rig.script("web", "stop() { trap '' TERM; read -r _ <$LINIT_ROOT/never; }");
    try (Daemon linitd = rig.start("run")) {
      linitd.awaitLine(line -> line.startsWith("linitd: the rig is ready after"));
      linitd.signal("TERM");
      assertThat(linitd.awaitExit()).isZero();
      assertThat(linitd.said()).contains("linitd: not over after 0.3 s: killing what is left");
    }
  }

  @Test
  void whatServicesPrintIsPrintedOnce() {
    rig.file("log/old.log", "of an earlier boot\n", "rw-r--r--")
        .script("db", "start() { echo 'db: ü'; }", "stop() { echo bye; printf 'no end'; }")
        .script(
            "web",
            "depends() { dep db; }",
            "start() { i=0; while [ $i -lt 5000 ]; do echo $i; i=$((i + 1)); done; echo; }");
    List<String> words =
        List.of(
            Command.bin("linitd"),
            "--root",
            rig.root().toString(),
            "--output",
            "text",
            "run",
            "--exit-with",
            "web");
    Result result = Command.run(Map.of("LC_ALL", "C"), words);
    assertThat(result.code()).as(result.err()).isZero();
    List<String> lines = result.out().lines().toList();
    assertThat(lines.stream().filter(line -> line.startsWith("db | ")))
        .containsExactly("db | db: ü", "db | bye", "db | no end");
    assertThat(lines.stream().filter(line -> line.startsWith("web |")))
        .hasSize(5001)
        .startsWith("web | 0", "web | 1")
        .endsWith("web | 4999", "web |");
    assertThat(lines).hasSize(5004);
  }

  @Test
  void whatServicesPrintIsPrintedAsJson() {
    rig.script("web", "start() { printf 'a\\tb \"c\"\\n'; }");
    List<String> words =
        List.of(
            Command.bin("linitd"),
            "--root",
            rig.root().toString(),
            "--output=json",
            "run",
            "--exit-with",
            "web");
    Result result = Command.run(Map.of(), words);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .matches("\\{\"time_ms\":\\d+,\"name\":\"web\",\"text\":\"a\\\\tb \\\\\"c\\\\\"\"\\}\n");
  }
}
