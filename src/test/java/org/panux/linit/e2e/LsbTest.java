package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts whose header says what they need, and that know nothing of linit. */
class LsbTest {
  /** A script that writes down what it is called with, and goes on with {@code body}. */
  private static TestRig lsb(TestRig rig, String name, String header, String... body) {
    return rig.file(
        "init.d/" + name,
        "#!/bin/sh\n### BEGIN INIT INFO\n# Provides: "
            + name
            + "\n"
            + header
            + "### END INIT INFO\n"
            + "echo \""
            + name
            + " $*\" >>"
            + rig.path("calls")
            + "\n"
            + String.join("\n", body)
            + "\n",
        "rwxr-xr-x");
  }

  private static TestRig lsb(String name, String header, String... body) {
    return lsb(TestRig.create(), name, header, body);
  }

  @RegisterExtension static final Shared SHARED = Shared.create();

  /** A script of that name in the rig that tests share, whose linitd it gives. */
  private static Daemon shared(String name, String header, String... body) {
    lsb(SHARED.rig(), name, header, body);
    return SHARED.linitd();
  }

  /** What a script of the shared rig was called with. */
  private static List<String> calls(String name) {
    return SHARED.rig().lines("calls").stream()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void itsHeaderSaysWhatComesBefore(Shell shell) {
    try (TestRig rig = lsb("web", "# Required-Start: $network store\n").shell(shell)) {
      lsb(rig, "networking", "# Required-Start:\n");
      lsb(rig, "db", "# Provides: store\n# Should-Start: cache\n");
      lsb(rig, "cache", "");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("start", "web")).isEqualTo(new Result(0, "", ""));
        assertThat(rig.lines("calls")).containsExactly("networking start", "db start", "web start");
        assertThat(linitd.ctl("graph", "web").out())
            .isEqualTo(
                """
                web  running
                ├─ networking  running  (wanted)
                └─ db  running
                """);
        assertThat(linitd.ctl("stop", "store").out()).isEqualTo("also stopped: db web\n");
        assertThat(rig.lines("calls")).endsWith("web stop", "db stop");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "# Should-Start: cache, ''",
    "# Should-Start: storage nobody $named, # Provides: storage",
    "# Should-Stop: cache, ''",
    "'', # X-Start-Before: web",
    "# Required-Start: $all, ''",
  })
  void whatOnlyComesFirstIsWaitedForAndNotNeeded(String web, String cache) {
    String slow =
        "[ $1 = stop ] || { echo here >$LINIT_ROOT/at; read -r line <$LINIT_ROOT/go; };"
            + " echo cache is there >>$LINIT_ROOT/calls; exit 1";
    try (TestRig rig = lsb("web", web + "\n");
        Fifo at = Fifo.create(rig, "at");
        Fifo go = Fifo.create(rig, "go")) {
      lsb(rig, "cache", cache + "\n", slow);
      try (Daemon linitd = rig.enable("web", "cache").start()) {
        assertThat(at.hear()).isEqualTo("here");
        Await.waiting(linitd, "web", "cache");
        assertThat(linitd.ctl("status", "web").out()).contains("  waits for  cache\n");
        go.open();
        linitd.awaitBoot();
        assertThat(rig.lines("calls").stream().filter(line -> !line.endsWith(" status")))
            .containsExactly("cache start", "cache is there", "web start");
        assertThat(linitd.runs("web")).isTrue();
        linitd.stop("web");
        linitd.start("web");
        assertThat(rig.lines("calls")).as("nobody starts it").endsWith("web stop", "web start");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, start exited with 1: no luck",
    "4, start exited with 4 (insufficient privilege): no luck",
    "5, start exited with 5 (the program is not installed): no luck",
    "6, start exited with 6 (the program is not configured): no luck"
  })
  void anExitCodeIsSaidInWords(int code, String reason) {
    String name = "unlucky" + code;
    assertThat(shared(name, "", "echo no luck; exit " + code).ctl("start", name))
        .isEqualTo(new Result(1, "", "linitctl: cannot start '" + name + "': " + reason + "\n"));
  }

  @Test
  void itsShortDescriptionIsShown() {
    Daemon linitd = shared("described", "# Short-Description: pages, \"all\" of $them\n");
    linitd.start("described");
    assertThat(linitd.ctl("status", "described").out())
        .contains("  is         pages, \"all\" of $them\n");
  }

  @Test
  void aStopOfWhatDoesNotRunIsOne() {
    Daemon linitd = shared("ended", "", "[ $1 = start ] || exit 7");
    linitd.start("ended");
    assertThat(linitd.ctl("stop", "ended")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void aStopThatFailsIsSaid() {
    Daemon linitd = shared("forbidden", "", "[ $1 = start ] || exit 4");
    linitd.start("forbidden");
    assertThat(linitd.ctl("stop", "forbidden"))
        .isEqualTo(
            new Result(
                1,
                "",
                "linitctl: 'forbidden' was stopped, but stop exited with 4 (insufficient"
                    + " privilege)\n"));
  }

  @Test
  void whatItRequiresAndNobodyProvidesIsSaidByName() {
    Daemon linitd = shared("poor", "# Required-Start: $syslog storage\n");
    Result result = linitd.ctl("start", "poor");
    assertThat(result.code()).isEqualTo(151);
    assertThat(result.err())
        .isEqualTo(
            "linitctl: cannot start 'poor': dependency 'storage' failed: no such service: there is"
                + " no "
                + SHARED.rig().path("init.d/storage")
                + "\n");
    assertThat(calls("poor")).isEmpty();
  }

  @Test
  void aFacilityThatFailsKeepsNobodyFromStarting() {
    try (TestRig rig = lsb("web", "# Required-Start: $network\n")) {
      lsb(rig, "networking", "", "exit 1");
      try (Daemon linitd = rig.boot()) {
        linitd.start("web");
        assertThat(linitd.ctl("is-failed", "networking").code()).isZero();
      }
    }
  }

  @Test
  void aMalformedHeaderIsSaidWithItsLine() {
    Daemon linitd = shared("torn", "# Required-Start $network\n");
    Result result = linitd.ctl("start", "torn");
    assertThat(result.code()).isEqualTo(6);
    assertThat(result.err())
        .isEqualTo(
            "linitctl: cannot start 'torn': "
                + SHARED.rig().path("init.d/torn")
                + ":4: 'Required-Start $network' is no 'Key: value' of an LSB header; a line that"
                + " goes on with the one before is indented by two spaces\n");
    assertThat(calls("torn")).isEmpty();
  }

  @Test
  void headersInACircleAreRefusedWithTheirPath() {
    try (TestRig rig = lsb("a", "# Required-Start: b\n")) {
      lsb(rig, "b", "# Required-Start: $network\n");
      lsb(rig, "networking", "# Required-Start: a\n");
      lsb(rig, "d", "# Required-Start: a\n");
      try (Daemon linitd = rig.enable("a", "b", "d").boot()) {
        assertThat(linitd.ctl("start", "a"))
            .isEqualTo(
                new Result(
                    150,
                    "",
                    "linitctl: cannot start 'a': would deadlock: a → b → networking → a\n"));
        assertThat(linitd.ctl("start", "d").code()).isEqualTo(151);
        assertThat(rig.lines("calls")).isEmpty();
      }
    }
  }

  @Test
  void itIsEnabledAndDisabledWithoutBeingRun() throws Exception {
    Daemon linitd = shared("chosen", "");
    Path link = SHARED.rig().path("rc.d/chosen");
    assertThat(linitd.ctl("enable", "chosen")).isEqualTo(new Result(0, "", ""));
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../init.d/chosen"));
    assertThat(linitd.ctl("disable", "chosen")).isEqualTo(new Result(0, "", ""));
    assertThat(link).doesNotExist();
    assertThat(calls("chosen")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, running",
    "1, 'dead, and its pid file is there'",
    "2, 'dead, and its lock file is there'",
    "3, not running",
    "4, unknown",
    "9, 'exit code 9, which means nothing'"
  })
  void whatItsStatusMeansIsSaidWhereNoProcessIsKnown(int code, String meaning) {
    String name = "asked" + code;
    Daemon linitd = shared(name, "", "[ $1 != status ] || exit " + code);
    assertThat(linitd.ctl("status", name).out())
        .isEqualTo(name + ": null, never started\n  script     says: " + meaning + "\n");
    linitd.start(name);
    assertThat(linitd.ctl("status", name).out()).endsWith("  script     says: " + meaning + "\n");
    assertThat(calls(name)).containsExactly("status", "start", "status");
  }

  /** Starts {@code sleep} as a daemon, and writes down its pid. */
  private static String daemon(String name) {
    return "[ $1 != start ] || { setsid sleep 100000 & echo $! >$LINIT_ROOT/" + name + ".pid; }";
  }

  /** The pid of that one, once linitd knows it. */
  private static String awaitPid(Daemon linitd, String name) {
    Await.until(() -> linitd.pid(name) > 0, () -> linitd.view(name));
    return SHARED.rig().lines(name + ".pid").get(0);
  }

  @Test
  void theEndOfItsDaemonIsTheEndOfTheService() {
    Daemon linitd = shared("forks", "", daemon("forks"));
    linitd.start("forks");
    String pid = awaitPid(linitd, "forks");
    assertThat(linitd.ctl("status", "forks").out()).contains("  process    " + pid + "\n");
    List<String> calls = calls("forks");
    assertThat(linitd.ctl("is-running", "forks").code()).isZero();
    assertThat(calls("forks")).as("whose process is known").isEqualTo(calls);
    assertThat(Command.run("/bin/kill", "-9", pid).code()).isZero();
    Await.state(linitd, "forks", "failed");
    assertThat(linitd.ctl("status", "forks").out())
        .contains("  reason     its process ended, nobody knows how\n");
    linitd.start("forks");
    linitd.stop("forks");
  }

  @Test
  void aProgramWithoutAHeaderIsWatchedToo() {
    String program = "#!/usr/bin/env sh\n" + daemon("lamp") + "\necho \"$@\"\n";
    TestRig rig = SHARED.rig().file("init.d/lamp", program, "rwxr-xr-x");
    Daemon linitd = SHARED.linitd();
    linitd.start("lamp");
    assertThat(rig.lines("log/lamp.log")).containsExactly("start");
    assertThat(Command.run("/bin/kill", "-9", awaitPid(linitd, "lamp")).code()).isZero();
    Await.state(linitd, "lamp", "failed");
    linitd.start("lamp");
    linitd.stop("lamp");
    assertThat(rig.lines("log/lamp.log")).containsExactly("start", "start", "stop");
  }

  @Test
  void whatItLeavesIsEndedWithIt() {
    Daemon linitd = shared("litters", "", "[ $1 = stop ] || setsid sleep 100001 &");
    linitd.start("litters");
    linitd.awaitProcess(it -> it.endsWith("sleep 100001 "));
    linitd.stop("litters");
    assertThat(linitd.processes()).noneMatch(it -> it.endsWith("sleep 100001 "));
  }
}
