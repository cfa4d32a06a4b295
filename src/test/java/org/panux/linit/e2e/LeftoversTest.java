package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a stop no process of the service is alive, whatever it has done to get away. */
class LeftoversTest {
  @RegisterExtension static final Shared SHARED = Shared.conf("kill-grace = 50 milliseconds\n");

  /** Here what is to be stopped has its time. */
  @RegisterExtension static final Shared PATIENT = Shared.create();

  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  /** How many times the service with a daemon is started and stopped, and how many times before. */
  private static final int CYCLES = Integer.getInteger("linit.cycles", 200);

  private static final int WARM_UP = 50;

  /** Leaves its parent, its session and its environment, and does not want to end. */
  private static final String DAEMON =
      "(setsid env -i PIDS=\"$LINIT_ROOT/pids\" /bin/sh -c '(exec /bin/sh -c \"trap \\\"\\\" TERM HUP"
          + " INT; echo \\$\\$ >>\\\"\\$PIDS\\\"; exec sleep 1000\") &' </dev/null >/dev/null 2>&1 &)";

  /** Writes a title over its environment, as redis and nginx do. */
  private static final String TITLE =
      "(setsid perl -e '$0 = \"x\" x 9000; open(F, \">>\", shift); print F \"$$\\n\"; close(F);"
          + " sleep 1000' \"$LINIT_ROOT/pids\" </dev/null >/dev/null 2>&1 &)";

  private static TestRig rig(String more) {
    return TestRig.create().conf("kill-grace = 50 milliseconds\n" + more);
  }

  private static long awaitPid(TestRig rig, int number) {
    Await.until(() -> rig.lines("pids").size() > number, () -> rig.lines("pids"));
    return Long.parseLong(rig.lines("pids").get(number));
  }

  /** Whether it is there, and does not only wait to be reaped. */
  private static boolean alive(long pid) {
    try {
      String status = Files.readString(Path.of("/proc/" + pid + "/status"));
      return !status.contains("State:\tZ");
    } catch (IOException e) {
      return false;
    }
  }

  private static void startsAndIsGoneAfterTheStop(TestRig rig, Daemon linitd) throws IOException {
    linitd.start("db");
    long daemon = awaitPid(rig, 0);
    assertThat(alive(daemon)).isTrue();
    assertThat(Files.readString(Path.of("/proc/" + daemon + "/environ"), StandardCharsets.UTF_8))
        .doesNotContain("LINIT");
    linitd.stop("db");
    assertThat(alive(daemon)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void daemonThatHasThrownAwayItsEnvironmentIsEnded(Shell shell) throws IOException {
    TestRig rig = SHARED.in(shell).rig().script("db", "start() { " + DAEMON + "; }");
    startsAndIsGoneAfterTheStop(rig, SHARED.in(shell));
  }

  @Test
  void daemonThatWritesATitleOverItsEnvironmentIsEnded() throws IOException {
    try (TestRig rig = rig("").script("db", "start() { " + TITLE + "; }");
        Daemon linitd = rig.boot()) {
      startsAndIsGoneAfterTheStop(rig, linitd);
    }
  }

  @Test
  void shutdownLeavesNoDaemonEither() {
    try (TestRig rig = rig("").script("db", "start() { " + DAEMON + "; }").enable("db")) {
      long daemon;
      try (Daemon linitd = rig.boot()) {
        daemon = awaitPid(rig, 0);
        assertThat(linitd.stop()).isZero();
      }
      assertThat(alive(daemon)).isFalse();
    }
  }

  /** An ordinary user may make no group, and read the limits of its own processes. */
  @Test
  void daemonOfAnOrdinaryUserIsEnded() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("only root can be another user")
        .isEqualTo("root");
    List<String> probe = new ArrayList<>(AS_NOBODY);
    probe.addAll(List.of("test", "-r", Command.bin("linitd")));
    assumeThat(Command.run(Map.of(), probe).code())
        .as("another user can run %s", Command.bin("linitd"))
        .isZero();
    try (TestRig rig = rig("").script("db", "start() { " + DAEMON + "; }")) {
      assertThat(Command.run("chown", "-R", "65534:65534", rig.root().toString()).code()).isZero();
      List<String> command = new ArrayList<>(AS_NOBODY);
      command.addAll(List.of(Command.bin("linitd"), "--root", rig.root().toString()));
      try (Daemon linitd = Daemon.run(rig, Map.of(), command)) {
        linitd.awaitBoot();
        startsAndIsGoneAfterTheStop(rig, linitd);
      }
    }
  }

  /** Such a process has a limit of its own, and is found by its group alone. */
  @ParameterizedTest
  @CsvSource({"v1, true", "v2, true", "off, false"})
  void supervisedServiceHasAGroupWhereOneCanBeMade(String mode, boolean made) {
    try (TestRig rig = rig("cgroups = " + mode + "\n")) {
      rig.script(
          "db",
          "start() {",
          "  cat /proc/self/cgroup >\"$LINIT_ROOT/groups\"",
          "  env >\"$LINIT_ROOT/env\"",
          "  (ulimit -S -w 7; " + DAEMON + ")",
          "  supervise -- sleep 1000",
          "}");
      String group = "/db.service";
      try (Daemon linitd = rig.boot()) {
        linitd.start("db");
        long daemon = awaitPid(rig, 0);
        if (made) {
          assumeThat(rig.lines("groups"))
              .as("control groups " + mode + " cannot be made here")
              .anyMatch(line -> line.endsWith(group));
        }
        assertThat(rig.lines("groups").stream().anyMatch(line -> line.endsWith(group)))
            .isEqualTo(made);
        assertThat(rig.lines("env"))
            .noneMatch(line -> line.startsWith("LINIT_MARKER") || line.startsWith("LINIT_CGROUP"));
        linitd.stop("db");
        assertThat(alive(daemon)).isEqualTo(!made);
        assertThat(linitd.stop()).isZero();
        if (made) {
          assertThat(folders(rig, group)).isEmpty();
        } else {
          // What hides its limit, its environment and its parents is found by a group alone.
          ProcessHandle.of(daemon).ifPresent(ProcessHandle::destroyForcibly);
        }
      }
    }
  }

  /** The folders of the groups that the script was in, those that are left. */
  private static List<Path> folders(TestRig rig, String group) {
    return rig.lines("groups").stream()
        .filter(line -> line.endsWith(group))
        .map(line -> line.split(":", 3))
        .flatMap(
            parts ->
                Stream.of("", "unified", "systemd", parts[1])
                    .map(mount -> Path.of("/sys/fs/cgroup", mount, parts[2]).getParent()))
        .filter(Files::exists)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "QUIT", "USR2", "35"})
  void stopSignalIsAnySignal(String signal) {
    TestRig rig =
        PATIENT
            .rig()
            .script(
                "web" + signal,
                "stop_signal=" + signal,
                "command=/bin/bash",
                "command_args='-c \"trap \\\"echo got >$LINIT_ROOT/got"
                    + signal
                    + "; exit 0\\\" "
                    + signal
                    + ";"
                    + " echo \\$\\$ >>$LINIT_ROOT/pids"
                    + signal
                    + "; while :; do sleep 0.05; done\"'");
    Daemon linitd = PATIENT.linitd();
    linitd.start("web" + signal);
    Await.until(() -> !rig.lines("pids" + signal).isEmpty(), linitd::processes);
    linitd.stop("web" + signal);
    assertThat(rig.lines("got" + signal)).containsExactly("got");
  }

  /** What there is of each kind of thing that must not grow; descriptors as what they are. */
  private record Count(List<String> descriptors, long threads, long files) {
    boolean within(Count before) {
      return descriptors.size() <= before.descriptors.size()
          && threads <= before.threads
          && files <= before.files;
    }
  }

  private static Count count(TestRig rig, Daemon linitd) {
    Path process = Path.of("/proc/" + linitd.pid());
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"));
        Stream<Path> threads = Files.list(process.resolve("task"));
        Stream<Path> files = Files.walk(rig.root())) {
      // The JDK keeps a thread that waits for a child for a minute after the child's end.
      Predicate<Path> reaper = LeftoversTest::isReaper;
      return new Count(
          descriptors.map(LeftoversTest::target).sorted().toList(),
          threads.filter(reaper.negate()).count(),
          files.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  private static boolean isReaper(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).startsWith("process reaper");
    } catch (IOException e) {
      return true;
    }
  }

  /** {@code -Dlinit.cycles=1000} for the thousand. */
  @Test
  void cyclesLeaveNothingMoreThanBefore() {
    try (TestRig rig = rig("kill-grace = 0\n")) {
      rig.script("db", "start() { " + DAEMON + "; }");
      try (Daemon linitd = rig.boot();
          AncestorClient client = new AncestorClient(linitd, '\n')) {
        cycle(client, WARM_UP);
        Count before = count(rig, linitd);
        cycle(client, CYCLES);
        // A process that is left would hold the socket that its script spoke on.
        String mark = "PIDS=" + rig.root() + "/pids";
        assertThat(rig.lines("pids"))
            .as(() -> linitd.said().toString())
            .noneMatch(pid -> environment(pid).contains(mark));
        Await.until(
            () -> count(rig, linitd).within(before), () -> count(rig, linitd) + " > " + before);
      }
    }
  }

  /** Of a pid that somebody else may have got since. */
  private static String environment(String pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static void cycle(AncestorClient client, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(client.start("db")).isZero();
      assertThat(client.stop("db")).isZero();
    }
  }
}
