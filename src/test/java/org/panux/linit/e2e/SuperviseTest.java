package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services whose main process is a child of linitd. */
class SuperviseTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  /** A service that writes down its pid, and then waits for signals, which it writes down too. */
  private static final String[] SERVER = {
    "command=/bin/sh",
    "command_args='-c \"echo \\$\\$ >>$LINIT_ROOT/pids;"
        + " trap \\\"echo INT >>$LINIT_ROOT/signals; exit 0\\\" INT;"
        + " trap \\\"echo QUIT >>$LINIT_ROOT/signals; exit 0\\\" QUIT;"
        + " trap \\\"echo TERM >>$LINIT_ROOT/signals; exit 0\\\" TERM;"
        + " while :; do sleep 0.05; done\"'",
  };

  private static String[] server(String... more) {
    return IntStream.range(0, SERVER.length + more.length)
        .mapToObj(i -> i < SERVER.length ? SERVER[i] : more[i - SERVER.length])
        .toArray(String[]::new);
  }

  private static String awaitLine(TestRig rig, String file, int number) {
    Await.until(() -> rig.lines(file).size() > number, () -> file + " has " + rig.lines(file));
    return rig.lines(file).get(number);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsKilledIsStartedAgainAsAChildOfLinitd(Shell shell) {
    TestRig rig = SHARED.in(shell).rig().script("web", server("restart=on-failure"));
    Daemon linitd = SHARED.in(shell);
    linitd.start("web");
    String first = awaitLine(rig, "pids", 0);
    assertThat(Command.run("ps", "-o", "ppid=", "-p", first).out().strip())
        .isEqualTo(Long.toString(linitd.pid()));
    try (RawClient events = linitd.connect()) {
      Await.state(events, "web", "running");
      Command.run("/bin/kill", "-KILL", first);
      String line = events.readLine();
      while (!line.contains("\"name\":\"web\",\"state\":\"starting\"")) {
        line = events.readLine();
      }
      assertThat(line).contains("its process was ended by signal 9 (KILL)");
    }
    assertThat(awaitLine(rig, "pids", 1)).isNotEqualTo(first);
    Await.state(linitd, "web", "running");
    assertThat(linitd.runs("web")).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void settingsHoldForTheProcess(Shell shell) {
    TestRig rig =
        SHARED
            .in(shell)
            .rig()
            .file(
                "env",
                "# a comment\n\nGREETING=\"hello world\"\nexport OTHER='$HOME'\n",
                "rw-r--r--")
            .script(
                "set",
                "command=/bin/sh",
                "command_args='-c \"umask; nice; pwd; ulimit -n; echo $GREETING $OTHER\"'"
                    .replace("$G", "\\$G")
                    .replace("$O", "\\$O"),
                "umask=027 nice=5 directory=/usr env_file=$LINIT_ROOT/env limits='nofile=99 core=0'");
    Daemon linitd = SHARED.in(shell);
    linitd.ctl("start", "set");
    Await.state(linitd, "set", "stopped");
    assertThat(rig.lines("log/set.log"))
        .containsExactly("0027", "5", "/usr", "99", "hello world $HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "QUIT"})
  void theStopSignalIsSentToTheProcessAndNoOther(String signal) {
    try (TestRig rig =
        TestRig.create().script("web", server("stop_signal=" + signal)).enable("web")) {
      try (Daemon linitd = rig.boot()) {
        awaitLine(rig, "pids", 0);
        assertThat(linitd.ctl("stop", "web")).isEqualTo(new Result(0, "", ""));
        assertThat(rig.lines("signals")).containsExactly(signal);
      }
    }
  }

  @Test
  void aLinitdInTheBackgroundOfAScriptCanStillSendSigint() {
    try (TestRig rig = TestRig.create().script("web", server("stop_signal=INT")).enable("web")) {
      List<String> inBackground =
          List.of("sh", "-c", "\"$@\" & wait $!", "sh", Command.bin("linitd"), "--root");
      List<String> command = new ArrayList<>(inBackground);
      command.add(rig.root().toString());
      try (Daemon shell = Daemon.run(rig, Map.of(), command)) {
        shell.awaitBoot();
        awaitLine(rig, "pids", 0);
        shell.stop("web");
        assertThat(rig.lines("signals")).containsExactly("INT");
        ProcessHandle.of(shell.pid()).orElseThrow().children().forEach(ProcessHandle::destroy);
        assertThat(shell.awaitExit()).isZero();
      }
    }
  }

  @Test
  void whatIgnoresItsStopSignalIsKilledByTheSchedule() {
    SHARED
        .rig()
        .script(
            "deaf",
            "stop_schedule=HUP/0.01/USR1/0.01/KILL/5",
            "start() { supervise -- sh -c 'trap \"\" HUP USR1; sleep 100000 & wait'; }");
    Daemon linitd = SHARED.linitd();
    linitd.start("deaf");
    linitd.stop("deaf");
    assertThat(linitd.processes()).noneMatch(it -> it.contains("sleep 100000"));
  }

  @Test
  void aRestartLoopEndsInAFailureWithItsHistory() {
    TestRig rig =
        SHARED
            .rig()
            .script(
                "broken",
                "restart=always restart_delay=1ms restart_limit=3/1h",
                "start() { echo started >>$LINIT_ROOT/starts-broken; supervise -- sh -c 'echo no disk; exit 3'; }");
    Daemon linitd = SHARED.linitd();
    linitd.ctl("start", "broken");
    Await.state(linitd, "broken", "failed");
    assertThat(linitd.ctl("status", "broken").out())
        .contains("restarted 3 times in ")
        .contains("and then its process exited with 3: no disk");
    assertThat(rig.lines("starts-broken")).hasSize(4);
  }

  @Test
  void aDependentIsLeftAloneWhileWhatItNeedsIsRestarted() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", server("restart=always"))
          .script("web", "depends() { dep db; }", "start() { echo web >>$LINIT_ROOT/starts; }")
          .enable("web");
      try (Daemon linitd = rig.boot()) {
        Command.run("/bin/kill", "-KILL", awaitLine(rig, "pids", 0));
        awaitLine(rig, "pids", 1);
        Await.state(linitd, "db", "running");
        assertThat(linitd.runs("web")).isTrue();
        assertThat(rig.lines("starts")).containsExactly("web");
        assertThat(linitd.ctl("stop", "db").out()).contains("web");
      }
    }
  }

  @Test
  void twoHundredThatDieAtOnceAllComeBack() {
    try (TestRig rig = TestRig.create()) {
      String[] names = IntStream.range(0, 200).mapToObj(i -> "s" + i).toArray(String[]::new);
      for (String name : names) {
        rig.script(name, "command=sleep command_args=100000 restart=always restart_delay=1ms");
      }
      rig.enable(names);
      try (Daemon linitd = rig.boot()) {
        // A service runs a moment before its shell has become the program.
        Await.until(() -> sleeping(linitd).size() == 200, () -> sleeping(linitd).size());
        sleeping(linitd).forEach(ProcessHandle::destroyForcibly);
        try (RawClient client = linitd.connect()) {
          Await.until(
              () -> {
                client.send("{\"id\":1,\"op\":\"list\"}\n");
                return client.readLine().split("\"runs\":2").length == 201;
              },
              () -> linitd.ctl("list").out());
        }
        Await.until(() -> sleeping(linitd).size() == 200, () -> sleeping(linitd).size());
      }
    }
  }

  private static List<ProcessHandle> sleeping(Daemon linitd) {
    return ProcessHandle.of(linitd.pid())
        .orElseThrow()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/sleep"))
        .toList();
  }

  /**
   * linitd was killed after it had told others that the service runs, and before it could tell its
   * script: descriptor 9 takes what is said, and gives no answer.
   */
  @ParameterizedTest
  @EnumSource
  void aScriptWhoseLinitdIsKilledBeforeItAnswersBecomesItsProgramAllTheSame(Shell shell) {
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "command=/bin/sh", "command_args=\"-c 'echo served >$LINIT_ROOT/served'\"");
      String lib = Command.home().resolve("lib/linit").toString();
      List<String> words = new ArrayList<>(shell.command());
      words.addAll(List.of("-c", "exec \"$@\" <>/dev/null", "shell"));
      words.addAll(shell.command());
      words.addAll(List.of(lib + "/linit-start", "web"));
      Map<String, String> environment =
          Map.of(
              "LINIT_LIB", lib,
              "LINIT_COMMON", "1",
              "LINIT_MARKER", "1000000",
              "LINIT_ROOT", rig.root().toString(),
              "LINIT_RUN", rig.path("run").toString(),
              "LINIT_INIT_D", rig.path("init.d").toString(),
              "LINIT_SCRIPT", rig.path("init.d/web").toString());
      Result result = Command.run(environment, words);
      assertThat(result.err()).isEmpty();
      assertThat(result.code()).isZero();
      assertThat(rig.lines("served")).containsExactly("served");
    }
  }

  /** What is wrong in a script is named, with its line where it has one. */
  private static final List<String> BAD =
      List.of(
          "comand=sleep | 6 | init.d/x:2: unknown variable 'comand'; did you mean 'command'?",
          "command=/no/such/thing | 1 | init.d/x:2: cannot run '/no/such/thing': there is no such command",
          "restart=sometimes | 1 | init.d/x:2: restart: 'sometimes' is none of no, on-failure, always",
          "restart_delay=soon | 1 | init.d/x:2: restart_delay: 'soon' is no duration; write 30 for",
          "restart_limit=5 | 1 | init.d/x:2: restart_limit: '5' is no limit; write 5/30s",
          "stop_signal=TREM | 1 | init.d/x:2: stop_signal: 'TREM' is no signal; did you mean 'TERM'?",
          "stop_schedule=TERM | 1 | stop_schedule: 'TERM' does not say how long to wait after TERM",
          "ready=tcp:localhost:99999 | 1 | init.d/x:2: ready: ",
          "ready='log:(' | 1 | init.d/x:2: ready: ",
          "command=sleep command_user=nobodyatall | 1 | init.d/x:2: command_user: there is no user",
          "command=sleep limits=files=3 | 1 | limits: unknown limit 'files'; known are as core",
          "command=sleep nice=nicer | 1 | nice: 'nicer' is no number from -20 to 19",
          "command=sleep umask=9x | 1 | umask: '9x' is none; write 027",
          "command=sleep directory=/no/where | 1 | directory: cannot change to '/no/where'",
          "command=sleep env_file=/no/file | 1 | env_file: cannot read '/no/file'",
          "start() { supervise --redy x -- sleep 1; } | 1 | init.d/x:2: supervise: unknown option '--redy'",
          "start() { supervise --ready; } | 1 | init.d/x:2: supervise: --ready needs a value",
          "start() { supervise --; } | 1 | supervise: usage: supervise",
          "start() { (supervise -- sleep 1); } | 1 | a long-running process is linitd's");

  @Test
  void badInputIsNamedWithItsLine() {
    TestRig rig = SHARED.rig();
    for (int i = 0; i < BAD.size(); i++) {
      rig.script("x" + i, BAD.get(i).split(" \\| ")[0]);
    }
    Daemon linitd = SHARED.linitd();
    for (int i = 0; i < BAD.size(); i++) {
      String[] parts = BAD.get(i).split(" \\| ");
      Result result = linitd.ctl("start", "x" + i);
      assertThat(result.err())
          .startsWith("linitctl: cannot start 'x" + i + "': ")
          .contains(parts[2].replace("init.d/x:", "init.d/x" + i + ":"));
      assertThat(result.err().lines()).hasSize(1);
      assertThat(result.code()).isEqualTo(Integer.parseInt(parts[1]));
    }
  }
}
