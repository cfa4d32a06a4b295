package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shells that run one script after another: nothing of the one reaches the other. */
class WarmShellTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  /** Sets a variable to the pid of the shell in whose subshell a script runs. */
  private static final String PARENT = "read -r _ _ _ parent _ </proc/self/stat";

  private static final String[] TELL = {
    "start() {",
    "  echo \"variable ${dirt-none} exported ${DIRT-none} options $-\"",
    "  command -v soil || echo no function",
    "  alias | grep dirty || echo no alias",
    "  pwd",
    "  umask",
    "  ulimit -n",
    "  trap",
    "  jobs",
    "  env | grep -v -e LINIT_TOKEN -e LINIT_SCRIPT | sort",
    "  echo orders ${linit_name-}${linit_secret-}${linit_writable-}none",
    // The third is that of ls itself.
    "  echo fds $(ls /proc/self/fd)",
    "  readlink /proc/self/fd/0",
    "  sed -n 's/^Max file locks *\\([0-9]*\\) .*/\\1/p' /proc/self/limits >$LINIT_ROOT/$this.mark",
    "}"
  };

  @ParameterizedTest
  @EnumSource
  void nothingOfOneScriptReachesTheNext(Shell shell) {
    Daemon linitd = SHARED.in(shell);
    TestRig rig = linitd.rig();
    rig.script("first", TELL)
        .file("descriptor", "exec 5</dev/null\n", "rw-r--r--")
        .script(
            "dirty",
            "start() {",
            "  " + PARENT + "; echo $parent >$LINIT_ROOT/dirty.in",
            "  dirt=1; export DIRT=1 PATH=/nowhere:$PATH LINIT_ROOT=$LINIT_ROOT",
            "  soil() { :; }",
            "  alias dirty=soil",
            "  cd /tmp; umask 077; ulimit -S -n 64; trap 'echo trapped' EXIT TERM",
            "  . $LINIT_ROOT/descriptor",
            "  set -fu",
            "}")
        .script("next", TELL)
        .script("where", "start() { " + PARENT + "; echo $parent >$LINIT_ROOT/where.in; }")
        .script("all", "depends() { dep first; dep dirty; dep where; dep next; }");
    linitd.start("all");
    List<String> before = rig.lines("log/first.log");
    assertThat(before)
        .contains("variable none exported none options " + before.get(0).replaceAll(".* ", ""))
        .contains(
            "no function", "no alias", "orders none", "/", "/dev/null", "0022", "fds 0 1 2 3 9");
    assertThat(rig.lines("log/next.log")).isEqualTo(before);
    assertThat(rig.lines("next.mark")).isNotEqualTo(rig.lines("first.mark")).isNotEmpty();
    if (shell != Shell.PLAIN) {
      assertThat(rig.lines("where.in")).as("the same shell").isEqualTo(rig.lines("dirty.in"));
    }
    linitd.stop("all");
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfAScriptIsToldAsItWas(Shell shell) {
    Daemon linitd = SHARED.in(shell);
    linitd
        .rig()
        .script("code", "start() { echo no disk; exit 7; }")
        .script("killed", "start() { sh -c 'kill -9 $PPID'; }")
        .script("asked", "start() { sh -c 'kill $PPID'; }")
        .script("syntax", "start() { fi; }")
        .script("fine", "start() { false || :; }");
    linitd.ctl("start", "code", "killed", "asked", "syntax", "fine");
    assertThat(linitd.view("code")).contains("start exited with 7: no disk");
    assertThat(linitd.view("killed")).contains("signal 9");
    assertThat(linitd.view("asked")).contains("signal 15");
    assertThat(linitd.view("syntax")).contains("start exited with 2");
    assertThat(linitd.runs("fine")).isTrue();
  }

  @Test
  void aShellThatDiesTakesItsOwnScriptAlone() {
    Daemon linitd = SHARED.in(Shell.DASH);
    TestRig rig = linitd.rig();
    rig.fifo("go")
        .script("patient", "start() { read -r x <$LINIT_ROOT/go; }")
        .script(
            "parricide",
            "start() { " + PARENT + "; echo >$LINIT_ROOT/here; kill -9 $parent; sleep 1000; }")
        .script("both", "depends() { want patient parricide; }");
    try (RawClient client = linitd.connect()) {
      client.send("{\"id\":1,\"op\":\"start\",\"names\":[\"both\"]}\n");
      Await.until(() -> linitd.view("parricide").contains("failed"), () -> linitd.view("both"));
      assertThat(linitd.view("parricide")).contains("signal 9");
      assertThat(linitd.view("patient")).contains("starting");
      assertThat(Command.run("sh", "-c", "echo >" + rig.path("go")).code()).isZero();
      assertThat(client.readLine()).startsWith("{\"id\":1,\"ok\":true");
    }
    // The failure is told at once, and what is left is ended after it.
    Await.until(
        () -> linitd.processes().stream().noneMatch(it -> it.contains("sleep 1000")),
        linitd::processes);
  }

  @Test
  void aScriptThatTakesTooLongEndsWithWhatItHasStarted() {
    Daemon linitd = SHARED.in(Shell.DASH);
    linitd.rig().script("slow", "start_timeout=200ms", "start() { trap '' TERM; sleep 1001; }");
    assertThat(linitd.ctl("start", "slow").err()).contains("took longer than 0.2 s");
    Await.until(
        () -> linitd.processes().stream().noneMatch(it -> it.contains("sleep 1001")),
        linitd::processes);
  }

  @ParameterizedTest
  @EnumSource
  void aMainProcessThatNobodyExpectedIsSupervisedAllTheSame(Shell shell) {
    Daemon linitd = SHARED.in(shell);
    linitd
        .rig()
        .file("common", "run_it() { supervise -- sleep 1002; }\n", "rw-r--r--")
        .script("hidden", ". $LINIT_ROOT/common", "start() { run_it; }");
    linitd.start("hidden");
    Await.until(() -> linitd.pid("hidden") > 0, () -> linitd.view("hidden"));
    linitd.awaitProcess(it -> it.startsWith(linitd.pid("hidden") + " sleep 1002"));
    Command.run("/bin/kill", "-9", Long.toString(linitd.pid("hidden")));
    Await.until(() -> linitd.view("hidden").contains("failed"), () -> linitd.view("hidden"));
    assertThat(linitd.view("hidden")).contains("signal 9");
    linitd.start("hidden");
    linitd.stop("hidden");
    assertThat(linitd.processes()).noneMatch(it -> it.contains("sleep 1002"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void whatAScriptHasLeftCannotSpeakForTheNext(Shell shell) {
    Daemon linitd = SHARED.in(shell);
    TestRig rig = linitd.rig();
    rig.fifo("speak")
        .fifo("spoken")
        .script(
            "leaver",
            "speak() {",
            "  read -r x <$LINIT_ROOT/speak",
            "  echo 'ended 0' >&9; echo ' ended 0' >&9; echo 'dep forged' >&9",
            "  echo >$LINIT_ROOT/spoken",
            "}",
            "start() { speak & }")
        .script("forged")
        .script(
            "speaker",
            "depends() { dep leaver; }",
            "start() { echo >$LINIT_ROOT/speak; read -r x <$LINIT_ROOT/spoken; dep after; false; }")
        .script("after");
    assertThat(linitd.ctl("start", "speaker").code()).isEqualTo(1);
    assertThat(linitd.view("speaker")).contains("start exited with 1");
    assertThat(linitd.runs("after")).isTrue();
    assertThat(linitd.view("forged")).contains("\"runs\":0");
  }

  @Test
  void whoClearsItsEnvironmentIsKnownByItsShell() {
    Daemon linitd = SHARED.in(Shell.DASH);
    TestRig rig = linitd.rig();
    rig.script(
            "circle", "depends() { env -i PATH=$PATH LINITSOCK=$LINITSOCK linitctl start round; }")
        .script("round", "depends() { dep circle; }");
    assertThat(linitd.ctl("start", "circle").err()).contains("circle", "round");
    assertThat(linitd.view("round")).contains("deadlock");
  }

  @Test
  void anIdleLinitdKeepsNone() {
    Daemon linitd = SHARED.in(Shell.DASH);
    linitd.rig().script("quick");
    linitd.start("quick");
    Await.until(() -> linitd.shells().isEmpty(), linitd::shells);
  }

  /** The texts say the opposite of what the scripts do, go round in circles, and name nobody. */
  @Test
  void aHintThatLiesChangesNothing() {
    try (TestRig rig = TestRig.create()) {
      int count = 40;
      for (int i = 0; i < count; i++) {
        String below = i == 0 ? ":" : "n=" + (i - 1) + "; dep s$n";
        rig.script(
            "s" + i,
            "# dep s" + (i + 1) % count + " nobody",
            "depends() { " + below + "; }",
            "start() { echo $this >>$LINIT_ROOT/order; }");
        rig.enable("s" + i);
      }
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.said()).anyMatch(line -> line.contains("boot is running"));
        List<String> order = rig.lines("order");
        assertThat(order).hasSize(count);
        for (int i = 0; i < count; i++) {
          assertThat(order.get(i)).isEqualTo("s" + i);
        }
      }
    }
  }
}
