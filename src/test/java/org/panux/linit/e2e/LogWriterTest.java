package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log writer as linitd starts it, spoken to as linitd does. */
class LogWriterTest {
  private TestRig rig;
  private Process writer;

  @BeforeEach
  void make() throws IOException {
    rig = TestRig.create();
    Files.createDirectories(rig.path("run/log"));
    Files.createDirectories(rig.path("log"));
  }

  @AfterEach
  void remove() throws Exception {
    if (writer != null) {
      writer.destroyForcibly().waitFor();
    }
    rig.close();
  }

  /** Starts it below the command {@code before}. */
  private void start(String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.add("sh");
    command.add(Command.home().resolve("lib/linit/linit-log").toString());
    command.add(rig.path("run/log").toString());
    command.add(rig.path("log").toString());
    writer = new ProcessBuilder(command).redirectErrorStream(true).start();
    // Not closed: it is the pipe that the process prints to.
    BufferedReader said =
        new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8));
    assertThat(said.readLine()).isEqualTo("ready");
  }

  private RawClient linitd() {
    return RawClient.connect(rig.path("run/log/sock")).send("keep 1000000 2\n");
  }

  private RandomAccessFile service(String name) throws IOException {
    return new RandomAccessFile(
        rig.fifo("run/log/" + name + ".fifo").path("run/log/" + name + ".fifo").toFile(), "rw");
  }

  @Test
  void whatEverybodyIsSentDoesNotEndIt() throws Exception {
    start();
    try (RawClient linitd = linitd();
        RandomAccessFile service = service("a")) {
      assertThat(linitd.send("open a\n").readLine()).isEqualTo("opened a");
      String pid = Long.toString(writer.pid());
      assertThat(Command.run("/bin/kill", "-TERM", pid).code()).isZero();
      assertThat(Command.run("/bin/kill", "-INT", pid).code()).isZero();
      assertThat(Command.run("/bin/kill", "-HUP", pid).code()).isZero();
      service.writeBytes("still there\n");
      assertThat(linitd.send("sync a 1\n").readLine()).isEqualTo("synced a 1");
      assertThat(rig.lines("log/a.log")).containsExactly("still there");
      String session = Command.run("ps", "-o", "sid=", "-p", pid).out().strip();
      assertThat(session).isEqualTo(pid);
    }
    assertThat(writer.waitFor()).isZero();
    assertThat(rig.path("run/log/sock")).doesNotExist();
  }

  @Test
  void onlyItsOwnUserMaySpeakToIt() throws Exception {
    start();
    assertThat(Files.getPosixFilePermissions(rig.path("run/log/sock")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    // What makes no sense does no harm.
    try (RawClient linitd = linitd()) {
      assertThat(linitd.send("hello\n").readLine()).isEqualTo("unknown hello");
      assertThat(linitd.send("open\n").readLine()).isEqualTo("unknown open");
    }
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void onAFullDiskTheServiceRunsAndTheLossIsCounted() throws Exception {
    assumeTrue(
        Command.run("unshare", "-m", "true").code() == 0, "needs root, for a mount namespace");
    start(
        "unshare",
        "-m",
        "sh",
        "-c",
        "mount -t tmpfs -o size=64k tmpfs " + rig.path("log") + " && exec \"$@\"",
        "sh");
    Path logs = Path.of("/proc/" + writer.pid() + "/root" + rig.path("log"));
    try (RawClient linitd = linitd();
        RandomAccessFile service = service("a")) {
      assertThat(linitd.send("open a\n").readLine()).isEqualTo("opened a");
      String line = "x".repeat(999) + "\n";
      int printed = 0;
      for (; printed < 500_000; printed += line.length()) {
        service.writeBytes(line);
      }
      assertThat(linitd.readLine()).matches("lost a [0-9]+ No space left on device");
      assertThat(linitd.send("sync a 1\n").readLine()).isEqualTo("synced a 1");
      long kept = Files.size(logs.resolve("a.log"));
      long lost = printed - kept;
      assertThat(lost).isPositive();
      // Somebody makes room.
      Files.write(logs.resolve("a.log"), new byte[0]);
      service.writeBytes("room again\n");
      assertThat(linitd.readLine()).isEqualTo("found a " + lost);
      assertThat(linitd.send("sync a 2\n").readLine()).isEqualTo("synced a 2");
      assertThat(Files.readString(logs.resolve("a.log")).strip())
          .isEqualTo(
              "[linit: "
                  + lost
                  + " bytes of output were lost: No space left on device]\nroom again");
    }
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void inAReadOnlyFolderTheServiceRunsAndTheLossIsCounted() throws Exception {
    assumeTrue(
        Command.run("unshare", "-m", "true").code() == 0, "needs root, for a mount namespace");
    String logs = rig.path("log").toString();
    start(
        "unshare",
        "-m",
        "sh",
        "-c",
        "mount -t tmpfs tmpfs " + logs + " && mount -o remount,ro " + logs + " && exec \"$@\"",
        "sh");
    try (RawClient linitd = linitd();
        RandomAccessFile service = service("a")) {
      assertThat(linitd.send("open a\n").readLine()).isEqualTo("opened a");
      for (int i = 0; i < 10_000; i++) {
        service.writeBytes("0123456789\n");
      }
      assertThat(linitd.readLine()).matches("lost a [0-9]+ Read-only file system");
      assertThat(linitd.send("sync a 1\n").readLine()).isEqualTo("synced a 1");
      Result remount =
          Command.run("nsenter", "-t", "" + writer.pid(), "-m", "mount", "-o", "remount,rw", logs);
      assertThat(remount.code()).as(remount.err()).isZero();
      service.writeBytes("back\n");
      assertThat(linitd.readLine()).isEqualTo("found a 110000");
    }
    assertThat(writer.waitFor()).isZero();
  }

  /** Context switches of each of its threads: each is a wake-up. A thread may end meanwhile. */
  private Map<Path, Long> wakeUps() throws IOException {
    Map<Path, Long> counts = new HashMap<>();
    try (var tasks = Files.list(Path.of("/proc/" + writer.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        try (var status = Files.lines(task.resolve("status"))) {
          status
              .filter(line -> line.startsWith("voluntary_ctxt_switches"))
              .forEach(line -> counts.put(task, Long.parseLong(line.replaceAll("[^0-9]", ""))));
        } catch (IOException | UncheckedIOException e) {
          // It has ended.
        }
      }
    }
    return counts;
  }

  @Test
  void idleItSleeps() throws Exception {
    start();
    try (RawClient linitd = linitd();
        RandomAccessFile service = service("a")) {
      assertThat(linitd.send("open a\n").readLine()).isEqualTo("opened a");
      assertThat(linitd.send("sync a 1\n").readLine()).isEqualTo("synced a 1");
      // How long is of no importance, a rate is measured; a second shows one tick a second.
      long begun = System.nanoTime();
      Map<Path, Long> before = wakeUps();
      Thread.sleep(3000);
      long count = 0;
      for (Map.Entry<Path, Long> thread : wakeUps().entrySet()) {
        count += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      }
      double rate = count / ((System.nanoTime() - begun) / 1e9);
      System.out.printf("idle log writer: %.1f wake-ups a second%n", rate);
      assertThat(rate).isLessThan(15);
      assertThat(service.length()).isNotNegative();
    }
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void theRigsLogsAreShownWithTimesAndNames() {
    rig.script("quiet", "start() { :; }")
        .script("a", "depends() { dep b; }", "start() { echo 'a one'; printf 'a\\ttwo'; }")
        .script("b", "start() { echo 'b one'; }")
        .enable("a");
    try (Daemon linitd = rig.boot()) {
      Result result = linitd.ctl("logs", "a", "b");
      assertThat(result.code()).isZero();
      String time = "20[0-9-]{8} [0-9:]{8}\\.[0-9]{3}";
      List<String> lines = result.out().lines().toList();
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0)).matches(time + " b \\| b one");
      assertThat(lines.get(1)).matches(time + " a \\| a one");
      assertThat(lines.get(2)).matches(time + " a \\| a\ttwo");
      assertThat(linitd.ctl("logs", "-n", "1", "a").out()).hasLineCount(1).endsWith("a\ttwo\n");
      assertThat(linitd.ctl("logs", "quiet")).isEqualTo(new Result(0, "", ""));
      assertThat(linitd.ctl("logs", "-n", "1", "b", "--json").out())
          .matches(
              "\\{\"id\":1,\"ok\":true,\"lines\":\\[\\{\"time_ms\":[0-9]{13},\"name\":\"b\",\"text\":\"b one\"}],\"cut\":false}\n");
      Result unknown = linitd.ctl("logs", "c");
      assertThat(unknown.code()).isEqualTo(5);
      assertThat(unknown.err())
          .isEqualTo(
              "linitctl: 'c': no such service: there is no "
                  + rig.path("init.d/c")
                  + "; did you mean 'a' or 'b'?\n");
      assertThat(rig.path("run/log/sock")).doesNotExist();
      // A service that has gone still has its logs.
      assertThat(Command.run("rm", rig.path("init.d/b").toString()).code()).isZero();
      assertThat(linitd.ctl("logs", "b").out()).endsWith("b one\n");
    }
  }

  @Test
  void whatDoesNotFitAnAnswerIsSaid() {
    rig.script(
            "a",
            "start() { i=0; while [ $i -lt 600 ]; do echo $i; i=$((i+1)); done; printf %0999d 0; printf %0400000d 0; }")
        .enable("a");
    try (Daemon linitd = rig.boot()) {
      Result result = linitd.ctl("logs", "a");
      assertThat(result.code()).isZero();
      assertThat(result.err())
          .isEqualTo("linitctl: older lines do not fit one answer; they are in the log files\n");
    }
  }
}
