package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code linitd run}: a rig that lives as long as a command. */
class RunTest {
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

  /** Runs it to its end, after which nothing is left. */
  private Result run(String... words) {
    List<String> command = new ArrayList<>(List.of(Command.bin("linitd"), "--root"));
    command.add(rig.root().toString());
    command.addAll(Arrays.asList(words));
    Result result = Command.run(Map.of(), command);
    nothingIsLeft();
    return result;
  }

  private void nothingIsLeft() {
    assertThat(Leftovers.of(rig)).isEmpty();
    for (String file : List.of("run/linit.sock", "run/channels", "run/linitd.lock", "run/state")) {
      assertThat(rig.path(file)).doesNotExist();
    }
  }

  /** Starts one whose command says when it runs. */
  private Daemon start(String... words) {
    return rig.start(words);
  }

  @Test
  void theCommandHasTheRigAndItsCodeIsTheExitCode() {
    Result result =
        run("run", "--", "sh", "-c", "linitctl is-running web db && pwd && exit 7", "and more");
    assertThat(result.code()).isEqualTo(7);
    assertThat(result.out()).isEqualTo(Path.of("").toAbsolutePath() + "\n");
    assertThat(result.err()).contains("the rig is ready after", "the run is over");
    assertThat(rig.lines("stopped")).containsExactly("web", "db");
  }

  @Test
  void theCommandHasWhatItsCallerHas() {
    Result result =
        Command.run(
            Map.of("COLOUR", "blue"),
            List.of(
                "sh",
                "-c",
                "umask 027; echo in | \"$0\" --root \"$1\" run -- sh -c 'cat; umask; echo $COLOUR'",
                Command.bin("linitd"),
                rig.root().toString()));
    assertThat(result.out()).isEqualTo("in\n0027\nblue\n");
    assertThat(result.code()).isZero();
    Result closed =
        Command.run(
            "sh",
            "-c",
            "\"$0\" --root \"$1\" run -- sh -c 'cat; echo over' <&-",
            Command.bin("linitd"),
            rig.root().toString());
    assertThat(closed.out()).isEqualTo("over\n");
    nothingIsLeft();
  }

  @Test
  void aCommandThatIsKilledGivesTheCodeOfAShell() {
    assertThat(run("run", "--", "sh", "-c", "kill -KILL $$").code()).isEqualTo(137);
  }

  @Test
  void whatTheCommandLeavesBehindIsEnded() {
    assertThat(run("run", "--", "sh", "-c", "sleep 100000 >/dev/null 2>&1 &").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "no-such-command, 127, linitd: cannot run 'no-such-command': there is no such command",
        "/no/such/file, 127, linitd: cannot run '/no/such/file': no such file",
        "/etc/passwd, 126, linitd: cannot run '/etc/passwd': it is not executable",
        "/etc, 126, linitd: cannot run '/etc': it is not executable"
      })
  void aCommandThatCannotBeRunIsToldBeforeAnythingIsBooted(String command, int code, String said) {
    assertThat(run("run", "--", command)).isEqualTo(new Result(code, "", said + "\n"));
    assertThat(rig.path("log")).doesNotExist();
  }

  @Test
  void aRigThatFailsIsNotReadyAndTheCommandDoesNotRun() {
    rig.script("broken", "start() {", "  echo 'no disk'", "  return 3", "}")
        .script("app", "depends() { dep broken; }")
        .enable("app");
    Result result = run("run", "--", "echo", "it runs");
    assertThat(result.code()).isEqualTo(10);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("linitd: the rig is not ready: not running: app\n", "broken", "no disk");
    assertThat(run("run", "--ready", "app", "--", "echo", "it runs").code()).isEqualTo(10);
    Result other = run("run", "--ready", "web", "db", "--", "echo", "it runs");
    assertThat(other.code()).isZero();
    assertThat(other.out()).isEqualTo("it runs\n");
  }

  @Test
  void whatIsNotEnabledIsStartedWhereItIsAskedFor() {
    rig.script("extra");
    assertThat(run("run", "--ready", "extra", "--", "linitctl", "is-running", "extra").code())
        .isZero();
    Result unknown = run("run", "--ready", "extr", "--", "true");
    assertThat(unknown.code()).isEqualTo(10);
    assertThat(unknown.err())
        .contains(
            "the rig is not ready: cannot start 'extr': no such service: ",
            "did you mean 'extra'?");
  }

  @Test
  void aRigThatTakesTooLongIsGivenUp() {
    rig.fifo("gate").script("slow", "start() { read x <$LINIT_ROOT/gate; }").enable("slow");
    Result result = run("run", "--ready=slow", "--timeout", "200ms", "--", "echo", "it runs");
    assertThat(result.code()).isEqualTo(124);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("the rig is not ready after 0.2 s", "slow");
  }

  @Test
  void aServiceThatDiesEndsTheRun() {
    Result result =
        run(
            "run",
            "--",
            "sh",
            "-c",
            "trap 'echo ended; exit 3' TERM; linitctl kill db KILL; while :; do sleep 0.1; done");
    assertThat(result.code()).isEqualTo(11);
    assertThat(result.out()).endsWith("ended\n");
    assertThat(result.err())
        .contains("linitd: 'db', which the rig needs, is failed: the command is ended\n");
  }

  @Test
  void aCommandThatDoesNotEndThenIsKilled() {
    Result result =
        run(
            "run",
            "--ready=db",
            "--",
            "sh",
            "-c",
            "trap '' TERM; linitctl kill db KILL; while :; do sleep 0.1; done");
    assertThat(result.code()).as(result.text()).isEqualTo(11);
  }

  @Test
  void whatTheCommandStopsItselfIsNoLoss() {
    Result result = run("run", "--", "sh", "-c", "linitctl stop db && echo gone; exit 0");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("gone");
  }

  @Test
  void aServiceThatIsStartedAgainIsNoLoss() {
    rig.script("db", "restart=always", "restart_delay=0", "command=sleep", "command_args=100000");
    Result result =
        run(
            "run",
            "--ready=db",
            "--",
            "sh",
            "-c",
            "linitctl kill db KILL;"
                + " until linitctl status db --json | grep -q '\"restarts\":1'; do :; done; exit 5");
    assertThat(result.code()).as(result.text()).isEqualTo(5);
  }

  @Test
  void aSignalWhileTheRigBootsEndsIt() {
    rig.script("slow", "start() { echo begun >$LINIT_ROOT/gate; sleep 100000; }").enable("slow");
    try (Fifo gate = Fifo.create(rig, "gate");
        Daemon linitd = start("run", "--", "echo", "it runs")) {
      assertThat(gate.hear()).isEqualTo("begun");
      linitd.signal("TERM");
      assertThat(linitd.awaitExit()).isEqualTo(143);
      assertThat(linitd.said()).doesNotContain("it runs");
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM", "INT", "HUP"})
  void aSignalIsTheCommands(String signal) {
    String script =
        "trap 'echo got; exit 4' " + signal + "; echo begun; while :; do sleep 0.1; done";
    try (Daemon linitd = start("run", "--", "sh", "-c", script)) {
      linitd.awaitLine("begun"::equals);
      linitd.signal(signal);
      assertThat(linitd.awaitExit()).isEqualTo(4);
      assertThat(linitd.said()).contains("got");
      assertThat(rig.lines("stopped")).containsExactly("web", "db");
    }
  }

  /** The terminal sends it to its whole foreground: once to the command, to no service. */
  @Test
  void interruptsFromTheTerminalAreTheCommandsAlone() throws Exception {
    rig.file(
        "command",
        "n=0; trap 'n=$((n + 1)); echo got' INT; echo begun\n"
            + "while ! read -r line; do :; done\n"
            + "linitctl is-running web db; echo \"$line $n $?\"\n",
        "rw-r--r--");
    // With exec, since not every shell would become it by itself.
    String linitd = "exec " + Command.bin("linitd") + " --root " + rig.root() + " run --";
    Process terminal =
        Command.builder(
                Map.of(),
                List.of("script", "-qec", linitd + " sh " + rig.path("command"), "/dev/null"))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = terminal.inputReader();
        OutputStream in = terminal.getOutputStream()) {
      until(out, "begun");
      in.write('\3');
      in.flush();
      until(out, "got");
      in.write('\3');
      in.flush();
      until(out, "got");
      in.write("over\n".getBytes(StandardCharsets.US_ASCII));
      in.flush();
      until(out, "over 2 0");
      assertThat(terminal.waitFor(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(terminal.exitValue()).isZero();
    } finally {
      terminal.destroyForcibly();
    }
    nothingIsLeft();
  }

  private static void until(BufferedReader out, String wanted) throws IOException {
    for (String line = out.readLine(); ; line = out.readLine()) {
      assertThat(line).as("before '%s'", wanted).isNotNull();
      if (line.endsWith(wanted)) {
        return;
      }
    }
  }

  @Test
  void aSecondSignalKillsTheCommand() {
    String script = "trap 'echo got' TERM; echo begun; while :; do sleep 0.1; done";
    try (Daemon linitd = start("run", "--", "sh", "-c", script)) {
      linitd.awaitLine("begun"::equals);
      linitd.signal("TERM");
      linitd.awaitLine("got"::equals);
      linitd.signal("TERM");
      assertThat(linitd.awaitExit()).isEqualTo(137);
    }
  }

  @Test
  void aSignalWhileTheRigStopsChangesNothingAndASecondOneKills() {
    rig.script("late", "stop() { echo stopping >$LINIT_ROOT/gate; sleep 100000; }").enable("late");
    try (Fifo gate = Fifo.create(rig, "gate");
        Daemon linitd = start("run", "--", "sh", "-c", "exit 6")) {
      assertThat(gate.hear()).isEqualTo("stopping");
      linitd.signal("TERM");
      linitd.awaitLine(line -> line.contains("SIGTERM: stopping already"));
      linitd.signal("TERM");
      assertThat(linitd.awaitExit()).isEqualTo(6);
    }
  }

  @Test
  void theReportTellsWhatHasHappened() throws IOException {
    rig.script("broken", "start() {", "  echo 'no <disk>'", "  return 3", "}")
        .script("never")
        .enable("broken");
    Path report = rig.path("a/report");
    assertThat(run("run", "--report", report.toString(), "--", "true").code()).isEqualTo(10);
    String xml = Files.readString(report.resolve("junit.xml"));
    assertThat(xml)
        .contains("tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"1\"")
        .contains("<testcase classname=\"linit\" name=\"web\" time=\"")
        .contains("name=\"never\" time=\"0.000\">\n    <skipped message=\"it was not started\"/>")
        .contains("<failure message=\"start exited with 3: no &lt;disk&gt;\">");
    assertThat(Files.readString(report.resolve("report.html"))).contains("<svg", "broken");
    List<String> events = Files.readAllLines(report.resolve("events.jsonl"));
    assertThat(events.get(0)).contains("\"event\":\"snapshot\"");
    assertThat(events).anyMatch(line -> line.contains("\"name\":\"db\",\"state\":\"stopped\""));
    assertThat(report.resolve("logs/broken.log")).hasContent("no <disk>");
  }

  @Test
  void aReportThatCannotBeWrittenIsToldBeforeAnythingIsBooted() {
    rig.file("file", "", "rw-r--r--");
    Result result = run("run", "--report", rig.path("file/report").toString(), "--", "true");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith("linitd: cannot use " + rig.path("file")).hasLineCount(1);
    assertThat(rig.lines("stopped")).isEmpty();
  }

  @Test
  void aFolderWithSpacesAndOtherLettersWillDo() {
    String folder = "Büro 1 'x'";
    rig.file(folder + "/init.d/a", "#!/etc/rc.common\n", "rwxr-xr-x")
        .file(folder + "/rc.d/.keep", "", "rw-r--r--");
    // As of cron or in a container, without a locale; the command has none either then.
    Result result =
        Command.run(
            "env",
            "-u",
            "LC_ALL",
            "-u",
            "LC_CTYPE",
            "-u",
            "LANG",
            Command.bin("linitd"),
            "--root",
            rig.path(folder).toString(),
            "run",
            "--ready",
            "a",
            "--report",
            rig.path(folder + "/out put").toString(),
            "--",
            "sh",
            "-c",
            "linitctl is-running a && echo \"$1 ${LC_ALL-none}\"",
            "-",
            "ü \"$x\"");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("ü \"$x\" none\n");
    assertThat(rig.path(folder + "/out put/report.html")).exists();
  }

  @Test
  void twoOnOneFolderAreRefused() {
    try (Daemon linitd = start("run", "--", "sh", "-c", "echo begun; sleep 100000")) {
      linitd.awaitLine("begun"::equals);
      Result second =
          Command.run(
              Command.bin("linitd"), "--root", rig.root().toString(), "run", "--", "echo", "x");
      assertThat(second.code()).isEqualTo(3);
      assertThat(second.out()).isEmpty();
      linitd.signal("TERM");
      assertThat(linitd.awaitExit()).isEqualTo(143);
    }
  }
}
