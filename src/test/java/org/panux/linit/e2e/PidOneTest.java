package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** linitd as process 1 of a bare PID namespace. */
class PidOneTest {
  private final TestRig rig =
      TestRig.create()
          .script("web", "start() { :; }", "stop() { echo web >>$LINIT_ROOT/stopped; }")
          .enable("web");

  @BeforeEach
  void needs() {
    assumeThat(Command.run("unshare", "-p", "-f", "--mount-proc", "true").code())
        .as("needs root, for a PID namespace")
        .isZero();
  }

  @AfterEach
  void remove() {
    rig.close();
  }

  /** In a namespace where linitd is process 1; {@code before} comes before it. */
  private List<String> inside(String before, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-p",
                "-m",
                "-f",
                "--mount-proc",
                "sh",
                "-c",
                before + "exec \"$@\"",
                "sh",
                Command.bin("linitd"),
                "--root",
                rig.root().toString()));
    command.addAll(Arrays.asList(words));
    return command;
  }

  private static void needsTini() {
    assumeThat(Command.run("sh", "-c", "command -v tini || command -v catatonit").code())
        .as("needs tini or catatonit")
        .isZero();
  }

  @Test
  void orphansAreReaped() {
    needsTini();
    // The command goes on when what it has left behind is no process any more, not even a zombie.
    String script =
        "pid=$(sh -c 'sleep 0.1 >/dev/null 2>&1 & echo $!');"
            + " while [ -e /proc/$pid ]; do sleep 0.05; done; cat /proc/1/comm; exit 6";
    Result result = Command.run(Map.of(), inside("", "run", "--", "sh", "-c", script));
    assertThat(result.code()).as(result.text()).isEqualTo(6);
    assertThat(result.out()).matches("(tini|catatonit)\n");
    assertThat(rig.lines("stopped")).containsExactly("web");
  }

  @Test
  void signalsComeThrough() {
    needsTini();
    try (Daemon linitd = Daemon.run(rig, Map.of(), inside("", "run"))) {
      linitd.awaitLine(line -> line.startsWith("linitd: the rig is ready after"));
      Result child = Command.run("pgrep", "-P", Long.toString(linitd.pid()));
      assertThat(Command.run("kill", "-TERM", child.out().strip()).code()).isZero();
      assertThat(linitd.awaitExit()).isZero();
      assertThat(linitd.said()).contains("linitd: SIGTERM: stopping all services");
      assertThat(rig.lines("stopped")).containsExactly("web");
    }
  }

  @Test
  void withoutAnInitInFrontItSaysWhatThatMeans() {
    Result result =
        Command.run(Map.of(), inside("PATH=$(dirname \"$1\"):/bin-only; ", "--version"));
    assertThat(result.err()).contains("linitd: process 1 without tini or catatonit: ");
  }

  @Test
  void withoutProcItSaysWhatToDo() {
    Result result = Command.run(Map.of(), inside("umount /proc /proc 2>/dev/null; ", "run"));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("linitd: there is no /proc, which linitd needs; mount it: mount -t proc proc");
  }
}
