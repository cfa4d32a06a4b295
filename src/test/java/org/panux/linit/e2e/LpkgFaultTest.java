package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** lpkg killed or failing anywhere, and several at once. */
class LpkgFaultTest {
  /** Where file systems are in memory: a change waits for the disk several times. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** How far one tried change is from the next of its kind: 2 is each. */
  private static final String STEP = Boolean.getBoolean("linit.failures.each") ? "2" : "8";

  @TempDir Path folder;

  /**
   * Before each fourth change to the file system, and with {@code -Dlinit.failures.each=true}
   * before each single one: src/test/lpkg/faults says how.
   */
  @ParameterizedTest
  @ValueSource(strings = {"kill", "fail"})
  void theRootIsWholeWhereverAChangeEnds(String fault) throws IOException {
    Lpkg.in(folder);
    boolean memory = Files.isWritable(MEMORY);
    Path work =
        memory
            ? Files.createTempDirectory(MEMORY, "lpkg")
            : Files.createDirectory(folder.resolve("work"));
    try {
      Result result = Command.run(Lpkg.script("faults"), work.toString(), fault, STEP);
      assertThat(result.code()).as(result.text()).isZero();
      assertThat(result.out()).matches("\\d+ old, \\d+ new, \\d+ killed in an undo\n");
    } finally {
      Lpkg.ok(Command.run("rm", "-rf", work.toString()));
    }
  }

  private Lpkg root() {
    LpkgRepository repository =
        new LpkgRepository(folder.resolve("repository"))
            .publish(
                LpkgBase.make(folder.resolve("base")),
                LpkgPackage.of("slow", "1", "base").hook("echo at work >/tmp/at; cat /tmp/go\n"),
                LpkgPackage.of("quick", "1"));
    return Lpkg.in(folder).with(repository, "base");
  }

  private Process start(Lpkg lpkg, String... words) throws IOException {
    ProcessBuilder builder = Command.builder(lpkg.environment(), lpkg.command(words));
    return builder.redirectErrorStream(true).start();
  }

  /** By these pipes the hook of slow says that it has begun, and is told to go on. */
  private void pipes(Lpkg lpkg) {
    for (String pipe : List.of("tmp/at", "tmp/go")) {
      Lpkg.ok(Command.run("mkfifo", lpkg.root.resolve(pipe).toString()));
    }
  }

  @Test
  void anotherWaitsUntilTheFirstHasEnded() throws Exception {
    Lpkg lpkg = root();
    pipes(lpkg);
    Process first = start(lpkg, "install", "slow");
    assertThat(lpkg.read("tmp/at")).isEqualTo("at work\n");
    Result impatient = lpkg.run("install", "quick", "--no-wait");
    assertThat(impatient.code()).isEqualTo(8);
    assertThat(impatient.err())
        .isEqualTo(
            "lpkg: another lpkg, process " + first.pid() + ", is at work on " + lpkg.root + "\n");
    Process second = start(lpkg, "install", "quick");
    // It is seen waiting before the first one goes on.
    String waiting = second.inputReader().readLine();
    assertThat(waiting).isEqualTo("lpkg: waiting for another lpkg, process " + first.pid());
    lpkg.write("tmp/go", "go\n");
    assertThat(first.waitFor(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isZero();
    assertThat(lpkg.does("list")).isEqualTo("base 1-1 pinned\nquick 1-1 pinned\nslow 1-1 pinned\n");
  }

  @Test
  void aDeadOnesLockIsTakenOverAndItsHookRunAgain() throws Exception {
    Lpkg lpkg = root();
    pipes(lpkg);
    Process first = start(lpkg, "install", "slow");
    assertThat(lpkg.read("tmp/at")).isEqualTo("at work\n");
    first.destroyForcibly().waitFor();
    // Its hook is still there, and ends with its pipe; or it has gone with what it prints to.
    try {
      lpkg.write("tmp/go", "go\n");
    } catch (UncheckedIOException e) {
      assertThat(e).hasMessageContaining("Broken pipe");
    }
    for (String pipe : List.of("tmp/at", "tmp/go")) {
      Files.delete(lpkg.root.resolve(pipe));
    }
    lpkg.write("tmp/go", "");
    Result second = lpkg.run("install", "quick");
    assertThat(second.err())
        .isEqualTo("lpkg: finishing or undoing what an lpkg before this one had begun\n");
    assertThat(second.code()).isZero();
    assertThat(lpkg.read("tmp/at")).isEqualTo("at work\n");
    assertThat(lpkg.does("list")).isEqualTo("base 1-1 pinned\nquick 1-1 pinned\nslow 1-1 pinned\n");
  }

  /** Numbers of processes come again: a lock names more than that. */
  @Test
  void aLockOfAnEarlierProcessWithTheSameNumberIsNone() throws Exception {
    Lpkg lpkg = root();
    Path lock = lpkg.root.resolve("var/lib/lpkg/lock");
    long own = ProcessHandle.current().pid();
    Files.createSymbolicLink(lock.resolve("99"), Path.of(own + ".1.boot"));
    lpkg.does("install", "quick", "--no-wait");
    assertThat(lock.resolve("99")).doesNotExist();
  }

  @Test
  void manyAtOnceComeOneAfterTheOther() {
    LpkgPackage[] packages = new LpkgPackage[8];
    for (int i = 0; i < packages.length; i++) {
      packages[i] = LpkgPackage.of("p" + i, "1").file("p" + i, "p");
    }
    LpkgRepository repository = new LpkgRepository(folder.resolve("repository")).publish(packages);
    Lpkg lpkg = Lpkg.in(folder).with(repository, "p0");
    String script =
        "for i in 1 2 3 4 5 6 7; do \"$@\" install p$i & all=\"$all $!\"; done\n"
            + "for pid in $all; do wait $pid || exit; done\n";
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    words.addAll(lpkg.command("--root"));
    words.remove(words.size() - 1);
    Lpkg.ok(Command.run(Map.copyOf(lpkg.environment()), words));
    assertThat(lpkg.does("list")).hasLineCount(8);
    assertThat(lpkg.does("verify")).isEqualTo("8 verified\n");
  }
}
