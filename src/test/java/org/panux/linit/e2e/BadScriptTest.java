package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Scripts that cannot be run, or do not succeed: one clear line and its exit code, and linitd goes
 * on.
 */
class BadScriptTest {
  private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

  private static TestRig rig;
  private static Daemon linitd;

  @BeforeAll
  static void boot() {
    rig = TestRig.create();
    rig.conf("shell = [" + Shell.DASH.hocon() + "]\nkill-grace = 300 ms\n")
        .script("good")
        .script(
            "loud",
            "start() { head -c " + TEN_MEGABYTES + " /dev/zero | tr '\\0' x; echo; echo end; }")
        .enable("loud", "good");
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

  /** What is wrong with a script, and what is said of it; {@code FILE} stands for its path. */
  enum Bad {
    NOT_EXECUTABLE(
        6,
        "FILE is not executable; try 'chmod +x FILE'",
        (rig, file) -> rig.file(file, "#!/etc/rc.common\n", "rw-r--r--")),
    NO_INTERPRETER(
        6,
        "FILE needs the interpreter /no/such/interpreter, which is missing",
        (rig, file) -> rig.file(file, "#!/no/such/interpreter -x\n", "rwxr-xr-x")),
    FOLDER(6, "FILE is a folder, not a script", (rig, file) -> create(rig.path(file))),
    EMPTY(
        6,
        "FILE is empty; a script begins with '#!/etc/rc.common'",
        (rig, file) -> rig.file(file, "", "rwxr-xr-x")),
    NO_SHEBANG(
        6,
        "FILE does not begin with '#!'; a script begins with '#!/etc/rc.common'",
        (rig, file) -> rig.file(file, "start() { :; }\n", "rwxr-xr-x")),
    DANGLING(
        6, "FILE is a link to a file that does not exist", (rig, file) -> link(rig.path(file))),
    EXITS_WITH_3(
        1,
        "start exited with 3: the disk is full",
        (rig, file) -> script(rig, file, "start() { echo one; echo the disk is full; exit 3; }")),
    FAILS_QUIETLY(1, "start exited with 1", (rig, file) -> script(rig, file, "start() { false; }")),
    FAILS_BEFORE_START(
        1,
        "start exited with 4: not today",
        (rig, file) -> script(rig, file, "depends() { echo not today >&2; return 4; }")),
    KILLED(
        1,
        "start exited with 137 (signal 9, KILL)",
        (rig, file) -> script(rig, file, "start() { kill -9 $$; }")),
    WRITES_CONTROL_CHARACTERS(
        1,
        "start exited with 1: ?[31mred?",
        (rig, file) -> script(rig, file, "start() { printf '\\033[31mred\\007'; exit 1; }")),
    FAILS_AS_A_PROGRAM(
        1,
        "start exited with 2: sorry",
        (rig, file) -> rig.file(file, "#!/bin/sh\necho sorry; exit 2\n", "rwxr-xr-x"));

    private final int code;
    private final String reason;
    private final BiConsumer<TestRig, String> make;

    Bad(int code, String reason, BiConsumer<TestRig, String> make) {
      this.code = code;
      this.reason = reason;
      this.make = make;
    }

    private static void script(TestRig rig, String file, String line) {
      rig.file(file, "#!/etc/rc.common\n" + line + "\n", "rwxr-xr-x");
    }

    private static void create(Path folder) {
      try {
        Files.createDirectory(folder);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private static void link(Path link) {
      try {
        Files.createSymbolicLink(link, Path.of("nowhere"));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void getsOneLineAndStartsOnceItIsRepaired(Bad bad) throws IOException {
    String name = "bad-" + bad.ordinal();
    String file = "init.d/" + name;
    bad.make.accept(rig, file);
    String reason = bad.reason.replace("FILE", rig.path(file).toString());
    assertThat(linitd.ctl("start", name))
        .isEqualTo(
            new Result(bad.code, "", "linitctl: cannot start '" + name + "': " + reason + "\n"));
    assertThat(linitd.ctl("status", name).out()).contains("failed", reason);
    assertThat(linitd.ctl("restart", "good")).isEqualTo(new Result(0, "", ""));

    Files.delete(rig.path(file));
    rig.script(name);
    assertThat(linitd.ctl("start", name)).isEqualTo(new Result(0, "", ""));
    assertThat(linitd.runs(name)).isTrue();
    assertThat(linitd.processes()).isEmpty();
  }

  @Test
  void thatPrintsTenMegabytesIsLoggedAndTheBootGoesOn() throws IOException {
    assertThat(linitd.said()).anyMatch(line -> line.contains("boot is running"));
    Path log = rig.path("log/loud.log");
    assertThat(Files.size(log)).isEqualTo(TEN_MEGABYTES + "\nend\n".length());
  }

  @ParameterizedTest
  @EnumSource
  void withASyntaxErrorFailsWithTheLineInEveryShell(Shell shell) {
    try (TestRig other = TestRig.create().shell(shell)) {
      other.script("torn", "start() {", "  if then", "}").script("good").enable("torn");
      try (Daemon daemon = other.boot()) {
        assertThat(daemon.said()).anyMatch(line -> line.contains("; failed: torn (start exited"));
        Result start = daemon.ctl("start", "torn");
        assertThat(start.code()).isEqualTo(1);
        assertThat(start.out()).isEmpty();
        assertThat(start.err().lines()).hasSize(1);
        assertThat(start.err())
            .startsWith("linitctl: cannot start 'torn': start exited with ")
            .contains(other.path("init.d/torn").toString());
        assertThat(other.lines("log/torn.log").toString()).containsIgnoringCase("syntax error");
        assertThat(daemon.ctl("start", "good")).isEqualTo(new Result(0, "", ""));
      }
    }
  }

  @Test
  void thatFailsLeavesNoProcessBehind() throws Exception {
    rig.script(
        "litter",
        "start() {",
        "  sleep 1000 & echo $! >>$LINIT_ROOT/left",
        "  setsid sleep 1000 & echo $! >>$LINIT_ROOT/left",
        "  sh -c 'trap \"\" TERM; echo >$LINIT_ROOT/deaf; exec sleep 1000' &",
        "  echo $! >>$LINIT_ROOT/left",
        "  read -r line <$LINIT_ROOT/deaf",
        "  return 5",
        "}");
    assertThat(Command.run("mkfifo", rig.path("deaf").toString()).code()).isZero();
    assertThat(linitd.ctl("start", "litter"))
        .isEqualTo(new Result(1, "", "linitctl: cannot start 'litter': start exited with 5\n"));
    assertThat(rig.lines("left")).hasSize(3);
    for (String pid : rig.lines("left")) {
      ProcessHandle.of(Long.parseLong(pid))
          .map(ProcessHandle::onExit)
          .orElse(CompletableFuture.completedFuture(null))
          .get(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(linitd.processes()).isEmpty();
  }
}
