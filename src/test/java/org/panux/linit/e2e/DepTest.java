package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code dep}, {@code want} and {@code linitctl} inside scripts, in each shell. */
class DepTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  /** Two scripts that come up only if both run at the same time. */
  private static void pair(TestRig rig, String one, String two) {
    assertThat(Command.run("mkfifo", path(rig, one), path(rig, two)).code()).isZero();
    rig.script(
            one, "start() { echo >$LINIT_ROOT/" + two + "; read -r x <$LINIT_ROOT/" + one + "; }")
        .script(
            two, "start() { read -r x <$LINIT_ROOT/" + two + "; echo >$LINIT_ROOT/" + one + "; }");
  }

  private static String path(TestRig rig, String file) {
    return rig.path(file).toString();
  }

  @ParameterizedTest
  @EnumSource
  void startsWhatIsNeededFromInsideAScript(Shell shell) {
    TestRig rig = SHARED.in(shell).rig();
    pair(rig, "p1", "p2");
    pair(rig, "q1", "q2");
    rig.script("good")
        .script("broken", "start() { echo no disk; exit 3; }")
        .script("parallel", "depends() { dep p1 p2; }")
        .script("background", "depends() { dep q1 & dep q2 & wait; }")
        .script("nothing", "depends() { dep; want; }")
        .script("fails", "depends() { dep good broken; echo on; }", "start() { echo started; }")
        .script("deeper", "depends() { dep fails; }")
        .script("handles", "depends() { dep broken || echo code $?; dep good; }")
        .script(
            "subshell",
            "depends() {",
            "  (dep good)",
            "  (dep broken) || echo code $?",
            "  text=$(dep good; echo in substitution)",
            "  echo $text",
            "  dep good | cat",
            "  sh -c 'linitctl start good'",
            "}")
        .script("wants", "depends() { want broken missing good; echo on; }")
        .script("stdin", "start() { cat; readlink /proc/self/fd/0; }");
    Daemon linitd = SHARED.in(shell);
    for (String name :
        new String[] {"parallel", "background", "nothing", "handles", "subshell", "stdin"}) {
      assertThat(linitd.ctl("start", name)).as(name).isEqualTo(new Result(0, "", ""));
    }
    assertThat(rig.lines("log/stdin.log")).containsExactly("/dev/null");
    String cause = "dependency 'broken' failed: start exited with 3: no disk";
    assertThat(rig.lines("log/handles.log")).containsExactly("handles: " + cause, "code 151");
    assertThat(rig.lines("log/subshell.log"))
        .containsExactly("linitctl: " + cause, "code 151", "in substitution");

    assertThat(linitd.ctl("start", "wants")).isEqualTo(new Result(0, "", ""));
    assertThat(rig.lines("log/wants.log")).containsExactly("on");

    assertThat(linitd.ctl("start", "fails"))
        .isEqualTo(new Result(151, "", "linitctl: cannot start 'fails': " + cause + "\n"));
    assertThat(rig.lines("log/fails.log")).containsExactly("fails: " + cause);
    assertThat(linitd.ctl("start", "deeper"))
        .isEqualTo(
            new Result(
                151,
                "",
                "linitctl: cannot start 'deeper': dependency 'fails' failed: " + cause + "\n"));
    assertThat(linitd.ctl("graph", "wants").out())
        .isEqualTo(
            """
            wants  running
            ├─ broken  failed  (wanted)
            ├─ missing  failed  (wanted)
            └─ good  running  (wanted)
            """);
    assertThat(linitd.ctl("graph", "background").out()).contains("─ q1  running", "─ q2  running");
  }

  /** Without a search path no command can be run, so that only the channel is left. */
  @ParameterizedTest
  @EnumSource
  void needsNoCommandForTheAncestorsWords(Shell shell) {
    TestRig rig = SHARED.in(shell).rig();
    assertThat(Command.run("mkfifo", path(rig, "hold")).code()).isZero();
    rig.script("fine")
        .script("another")
        .script(
            "calls",
            "start() {",
            "  PATH=/nowhere",
            "  linitctl start fine",
            "  linitctl stop another",
            "  linitctl state calls running",
            "  read -r line <$LINIT_ROOT/hold",
            "  linitctl state fine stopped || echo code $?",
            "  linitctl start lacking || echo code $?",
            "  linitctl stop calls || echo code $?",
            "  dep fine",
            "  echo end >$LINIT_ROOT/ended",
            "  linitctl state calls failed",
            "}");
    Daemon linitd = SHARED.in(shell);
    try (RawClient watcher = linitd.connect()) {
      // It says that it runs while its script is held.
      linitd.start("another");
      assertThat(linitd.ctl("start", "calls")).isEqualTo(new Result(0, "", ""));
      assertThat(linitd.ctl("status", "another").out()).contains("stopped");
      assertThat(rig.lines("ended")).isEmpty();

      watcher.send("{\"id\":1,\"op\":\"events\"}\n");
      assertThat(watcher.readLine()).contains("\"calls\",\"state\":\"running\"");
      assertThat(Command.run("/bin/sh", "-c", "echo >" + path(rig, "hold")).code()).isZero();
      String event = watcher.readLine();
      while (!event.contains("\"calls\",\"state\":\"failed\"")) {
        event = watcher.readLine();
      }
      assertThat(event).contains("its process failed");
      assertThat(rig.lines("ended")).containsExactly("end");
      assertThat(rig.lines("log/calls.log"))
          .containsExactly(
              "calls: only 'fine' itself can report its state, this is 'calls'",
              "code 4",
              "calls: dependency 'lacking' failed: no such service: there is no "
                  + rig.path("init.d/lacking"),
              "code 151",
              "calls: would deadlock: calls → calls",
              "code 150");
    }
  }

  @ParameterizedTest
  @EnumSource
  void costsNoForkAndNoExec(Shell shell) {
    assumeThat(traceable()).as("strace can trace").isTrue();
    try (TestRig rig = TestRig.create()) {
      String calls = "execve,execveat,fork,vfork,clone,clone3";
      rig.conf(
              "shell = [\"/usr/bin/strace\", -f, -A, -qqq, -e, \"trace="
                  + calls
                  + "\", -e, \"signal=none\", -o, \""
                  + path(rig, "trace")
                  + "\", "
                  + shell.hocon()
                  + "]\nwarm-shells = "
                  + (shell != Shell.PLAIN)
                  + "\n")
          .script("good")
          .script("again", "depends() { dep good; dep good; want good; linitctl start good; }");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("start", "again")).isEqualTo(new Result(0, "", ""));
        // Of boot, of good and of again: the shell itself, or a fork of one that stays.
        List<String> trace =
            rig.lines("trace").stream().filter(line -> !line.contains(" resumed>")).toList();
        long shells = trace.stream().filter(line -> line.contains("execve(")).count();
        assertThat(shells).as(trace::toString).isLessThanOrEqualTo(3);
        assertThat(trace.size() - shells)
            .as(trace::toString)
            .isEqualTo(shell == Shell.PLAIN ? 0 : 3);
      }
    }
  }

  /** A container may forbid it. */
  private static boolean traceable() {
    return Command.run("/bin/sh", "-c", "/usr/bin/strace -o /dev/null true").code() == 0;
  }
}
