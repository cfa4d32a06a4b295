package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a container with linit ends: its exit codes, signals, and what it refuses. */
@EnabledIfEnvironmentVariable(
    named = Containers.VARIABLE,
    matches = ".+",
    disabledReason = Containers.NEEDED)
class ContainerExitTest {
  /** What {@code run} gets, its exit code, and what is said. */
  private record Run(String words, int code, String said) {
    String[] list() {
      return Stream.of(words.split(" ")).map(word -> word.replace('_', ' ')).toArray(String[]::new);
    }
  }

  private static final List<Run> RUNS =
      List.of(
          new Run("-- linitctl is-running web", 0, "web | hello"),
          new Run("-- sh -c exit_7", 7, "the run is over"),
          new Run("-- sh -c kill_-KILL_$$", 137, "the run is over"),
          new Run("-- /etc/passwd", 126, "cannot run '/etc/passwd': it is not executable"),
          new Run("-- no-such-command", 127, "cannot run 'no-such-command': there is no such"),
          new Run("-- sh -c linitctl_kill_db;sleep_99", 11, "'db', which the rig needs, is"),
          new Run("--ready app -- true", 10, "dependency 'broken' failed: start exited with 3"),
          new Run("--ready db1 -- true", 10, "no such service"),
          new Run("--ready slow --timeout 500ms -- true", 124, "the rig is not ready after 0.5 s"),
          new Run("--report /proc/x -- true", 1, "linitd: cannot "),
          new Run("--exit-with db", 143, "'db' is over, with 143"),
          new Run("--exit-with job", 5, "'job' is over, with 5"),
          new Run("--exit-with done", 0, "'done' is over, with 0"));

  private final Containers containers = new Containers();

  @AfterEach
  void remove() {
    containers.close();
  }

  /** With an init of the engine, and with that of the image. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--init"})
  void eachEndHasItsCode(String options) {
    containers
        .rig()
        .script("web", "depends() { dep db; }", "start() { echo hello; }")
        .script("db", "command=sleep", "command_args=100000")
        .script("broken", "start() { return 3; }")
        .script("app", "depends() { dep broken; }")
        .script("slow", "start() { sleep 100000; }")
        .script("job", "start() { sh -c 'exit 5'; }")
        .script("done", "depends() { dep web; }")
        .enable("web");
    List<String> ids = RUNS.stream().map(run -> containers.startRig(options, run.list())).toList();
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < ids.size(); i++) {
      Run run = RUNS.get(i);
      if (run.words().equals("--exit-with db")) {
        containers.awaitBoot(ids.get(i));
        containers.done("exec", ids.get(i), "linitctl", "kill", "db", "TERM");
      }
      all.assertThat(containers.exitCode(ids.get(i)))
          .as(run + "\n" + containers.logs(ids.get(i)))
          .isEqualTo(run.code());
      all.assertThat(containers.logs(ids.get(i))).contains(run.said());
    }
    all.assertAll();
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "-- true, 143"})
  void aStopWhileItBootsEndsTheBoot(String words, int code) {
    containers.rig().script("web", "start() { echo begun; sleep 100000; }").enable("web");
    String id = containers.startRig("", words.isEmpty() ? new String[0] : words.split(" "));
    containers.awaitLog(id, "web | begun");
    containers.done("stop", id);
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isEqualTo(code);
    assertThat(containers.logs(id)).doesNotContain("killing what is left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--init"})
  void aStopIsTheCommands(String options) {
    containers.rig().script("web", "stop() { echo last; }").enable("web");
    String script = "trap 'echo got; exit 4' TERM; echo begun; while :; do sleep 0.1; done";
    String id = containers.startRig(options, "--", "sh", "-c", script);
    containers.awaitLog(id, "begun");
    containers.done("stop", id);
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isEqualTo(4);
    assertThat(containers.logs(id)).contains("got", "web | last");
  }

  @Test
  void aSecondStopChangesNothingAndAThirdKills() {
    containers.rig().script("web", "stop() { echo stopping; sleep 100000; }").enable("web");
    String id = containers.startRig("", "--", "sh", "-c", "exit 6");
    containers.awaitLog(id, "web | stopping");
    containers.done("kill", "-s", "TERM", id);
    containers.awaitLog(id, "SIGTERM: stopping already");
    containers.done("kill", "-s", "TERM", id);
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isEqualTo(6);
  }

  /** A container has no locale, unless somebody gives it one. */
  @Test
  void aRigMayHaveAnyName() {
    String script =
        "mkdir -p \"$1/init.d\"; printf '#!/etc/rc.common\\n"
            + "' >\"$1/init.d/a\"; chmod +x \"$1/init.d/a\"; exec linitd --root \"$1\" run --ready"
            + " a -- sh -c 'linitctl status --json a; echo \"$1\"' - ü";
    String id =
        containers.start("--entrypoint sh", Containers.LINIT, "-c", script, "-", "/tmp/Büro 1");
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isZero();
    assertThat(containers.logs(id)).contains("\"running\"", "\nü\n");
  }

  @Test
  void withoutProcItSaysWhatToDo() {
    String id =
        containers.start(
            "--cap-add SYS_ADMIN --security-opt apparmor=unconfined --entrypoint sh",
            Containers.LINIT,
            "-c",
            "umount -l /proc; exec linitd run");
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isEqualTo(1);
    assertThat(containers.logs(id)).contains("linitd: there is no /proc, which linitd needs");
  }

  @Test
  void withNothingWritableItSaysWhatToDo() {
    String id = containers.start("--read-only --user 12345:12345 --cap-drop ALL", Containers.LINIT);
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isEqualTo(1);
    assertThat(containers.logs(id))
        .startsWith("linitd: cannot ")
        .contains("/run/linit")
        .hasLineCount(1);
  }

  @Test
  void aRigThatIsSlowToStopIsKilledBeforeTheEngineDoes() {
    containers
        .rig()
        .script("web", "stop() { trap '' TERM; while :; do sleep 1; done; }")
        .enable("web");
    String id = containers.startRig("");
    containers.awaitBoot(id);
    containers.done("stop", id);
    assertThat(containers.exitCode(id)).isZero();
    assertThat(containers.logs(id)).contains("not over after 9 s: killing what is left");
  }

  @Test
  void tooLittleMemoryIsRefused() {
    String id = containers.start("-m 64m", Containers.LINIT);
    assertThat(containers.exitCode(id)).isEqualTo(1);
    assertThat(containers.logs(id))
        .contains("linitd: 64 MB of memory are too few for linitd alone");
  }

  @Test
  void aRigThatLosesAServiceEnds() {
    containers.rig().script("web", "command=sleep", "command_args=100000").enable("web");
    String id = containers.startRig("");
    containers.awaitLog(id, "linitd: the rig is ready");
    containers.done("exec", id, "linitctl", "kill", "web", "KILL");
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isEqualTo(11);
    assertThat(containers.logs(id)).contains("'web', which the rig needs, is failed");
  }
}
