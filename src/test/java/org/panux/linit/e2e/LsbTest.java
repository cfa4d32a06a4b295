package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        "[ $1 = stop ] || read -r line <$LINIT_ROOT/go; echo cache is there >>"
            + "$LINIT_ROOT/calls; exit 1";
    try (TestRig rig = lsb("web", web + "\n");
        Fifo go = Fifo.create(rig, "go")) {
      lsb(rig, "cache", cache + "\n", slow);
      try (Daemon linitd = rig.enable("web", "cache").start()) {
        Await.until(
            () -> linitd.ctl("status", "web").out().contains("  waits for  cache\n"),
            () -> linitd.ctl("status", "web").text());
        go.open();
        linitd.awaitBoot();
        assertThat(rig.lines("calls").stream().filter(line -> !line.endsWith(" status")))
            .containsExactly("cache start", "cache is there", "web start");
        assertThat(linitd.ctl("is-running", "web").code()).isZero();
        assertThat(linitd.ctl("stop", "web").code()).isZero();
        assertThat(linitd.ctl("start", "web").code()).isZero();
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
    try (TestRig rig = lsb("web", "", "echo no luck; exit " + code);
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web"))
          .isEqualTo(new Result(1, "", "linitctl: cannot start 'web': " + reason + "\n"));
    }
  }

  @Test
  void itsShortDescriptionIsShown() {
    try (TestRig rig = lsb("web", "# Short-Description: pages, \"all\" of $them\n");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("status", "web").out())
          .contains("  is         pages, \"all\" of $them\n");
    }
  }

  @Test
  void aStopOfWhatDoesNotRunIsOne() {
    try (TestRig rig = lsb("web", "", "[ $1 = start ] || exit 7");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("stop", "web")).isEqualTo(new Result(0, "", ""));
    }
  }

  @Test
  void aStopThatFailsIsSaid() {
    try (TestRig rig = lsb("web", "", "[ $1 = start ] || exit 4");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("stop", "web"))
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "linitctl: 'web' was stopped, but stop exited with 4 (insufficient"
                      + " privilege)\n"));
    }
  }

  @Test
  void whatItRequiresAndNobodyProvidesIsSaidByName() {
    try (TestRig rig = lsb("web", "# Required-Start: $syslog storage\n");
        Daemon linitd = rig.boot()) {
      Result result = linitd.ctl("start", "web");
      assertThat(result.code()).isEqualTo(151);
      assertThat(result.err())
          .isEqualTo(
              "linitctl: cannot start 'web': dependency 'storage' failed: no such service: there is"
                  + " no "
                  + rig.path("init.d/storage")
                  + "\n");
      assertThat(rig.lines("calls")).isEmpty();
    }
  }

  @Test
  void aFacilityThatFailsKeepsNobodyFromStarting() {
    try (TestRig rig = lsb("web", "# Required-Start: $network\n")) {
      lsb(rig, "networking", "", "exit 1");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("start", "web").code()).isZero();
        assertThat(linitd.ctl("is-failed", "networking").code()).isZero();
      }
    }
  }

  @Test
  void aMalformedHeaderIsSaidWithItsLine() {
    try (TestRig rig = lsb("web", "# Required-Start $network\n");
        Daemon linitd = rig.boot()) {
      Result result = linitd.ctl("start", "web");
      assertThat(result.code()).isEqualTo(6);
      assertThat(result.err())
          .isEqualTo(
              "linitctl: cannot start 'web': "
                  + rig.path("init.d/web")
                  + ":4: 'Required-Start $network' is no 'Key: value' of an LSB header; a line that"
                  + " goes on with the one before is indented by two spaces\n");
      assertThat(rig.lines("calls")).isEmpty();
    }
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
    try (TestRig rig = lsb("web", "");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("enable", "web")).isEqualTo(new Result(0, "", ""));
      assertThat(Files.readSymbolicLink(rig.path("rc.d/web"))).isEqualTo(Path.of("../init.d/web"));
      assertThat(linitd.ctl("disable", "web")).isEqualTo(new Result(0, "", ""));
      assertThat(rig.path("rc.d/web")).doesNotExist();
      assertThat(rig.lines("calls")).isEmpty();
    }
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
    try (TestRig rig = lsb("web", "", "[ $1 != status ] || exit " + code);
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("status", "web").out())
          .isEqualTo("web: null, never started\n  script     says: " + meaning + "\n");
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("status", "web").out())
          .endsWith("  script     says: " + meaning + "\n");
      assertThat(rig.lines("calls")).containsExactly("web status", "web start", "web status");
    }
  }

  /** Starts {@code sleep} as a daemon, and writes down its pid. */
  private static final String DAEMON =
      "[ $1 != start ] || { setsid sleep 100000 & echo $! >$LINIT_ROOT/pid; }";

  @Test
  void theEndOfItsDaemonIsTheEndOfTheService() {
    try (TestRig rig = lsb("web", "", DAEMON);
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web").code()).isZero();
      Await.until(() -> linitd.ctl("status", "web").out().contains("  process    "), rig::root);
      String pid = rig.lines("pid").get(0);
      assertThat(linitd.ctl("status", "web").out()).contains("  process    " + pid + "\n");
      List<String> calls = rig.lines("calls");
      assertThat(linitd.ctl("is-running", "web").code()).isZero();
      assertThat(rig.lines("calls")).as("whose process is known").isEqualTo(calls);
      assertThat(Command.run("/bin/kill", "-9", pid).code()).isZero();
      Await.state(linitd, "web", "failed");
      assertThat(linitd.ctl("status", "web").out())
          .contains("  reason     its process ended, nobody knows how\n");
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("stop", "web").code()).isZero();
    }
  }

  @Test
  void aProgramWithoutAHeaderIsWatchedToo() {
    String program = "#!/usr/bin/env sh\n" + DAEMON + "\necho \"$@\"\n";
    try (TestRig rig = TestRig.create().file("init.d/lamp", program, "rwxr-xr-x");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "lamp").code()).isZero();
      assertThat(rig.lines("log/lamp.log")).containsExactly("start");
      Await.until(() -> linitd.ctl("status", "lamp").out().contains("  process    "), rig::root);
      assertThat(Command.run("/bin/kill", "-9", rig.lines("pid").get(0)).code()).isZero();
      Await.state(linitd, "lamp", "failed");
      assertThat(linitd.ctl("start", "lamp").code()).isZero();
      assertThat(linitd.ctl("stop", "lamp").code()).isZero();
      assertThat(rig.lines("log/lamp.log")).containsExactly("start", "start", "stop");
    }
  }

  @Test
  void whatItLeavesIsEndedWithIt() {
    try (TestRig rig = lsb("web", "", "[ $1 = stop ] || setsid sleep 100000 &");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.processes()).anyMatch(it -> it.endsWith("sleep 100000 "));
      assertThat(linitd.ctl("stop", "web").code()).isZero();
      assertThat(linitd.processes()).noneMatch(it -> it.endsWith("sleep 100000 "));
    }
  }
}
