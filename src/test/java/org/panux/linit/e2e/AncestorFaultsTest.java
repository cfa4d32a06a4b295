package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was wrong with the ancestor, line by line, and is right here. */
class AncestorFaultsTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  private static final Pattern SLEEPS =
      Pattern.compile("^voluntary_ctxt_switches:\\s+(\\d+)$", Pattern.MULTILINE);
  private static final Pattern THREAD = Pattern.compile("^Pid:\\s+(\\d+)$", Pattern.MULTILINE);
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  @Test
  void failedDependencyEndsTheWait() {
    SHARED.rig().script("web1", "depends() { dep db1; }").script("db1", "start() { exit 3; }");
    Daemon linitd = SHARED.linitd();
    try (AncestorClient client = new AncestorClient(linitd, '\0')) {
      assertThat(client.start("web1")).isEqualTo(AncestorClient.LOST);
      assertThat(linitd.ctl("start", "web1"))
          .isEqualTo(
              new Result(
                  151,
                  "",
                  "linitctl: cannot start 'web1': dependency 'db1' failed: start exited with 3\n"));
    }
  }

  @Test
  void missingScriptEndsTheWait() {
    SHARED.rig().script("web2", "depends() { dep ghost2; }");
    Daemon linitd = SHARED.linitd();
    try (AncestorClient client = new AncestorClient(linitd, '\0');
        AncestorClient other = new AncestorClient(linitd, '\0')) {
      assertThat(client.start("ghost2")).isEqualTo(AncestorClient.LOST);
      assertThat(other.start("web2")).isEqualTo(AncestorClient.LOST);
    }
  }

  @Test
  void cycleIsRefused() {
    TestRig rig =
        SHARED
            .rig()
            .script("left", "depends() { dep right; }")
            .script("right", "depends() { dep left; }");
    Daemon linitd = SHARED.linitd();
    try (AncestorClient client = new AncestorClient(linitd, '\0')) {
      assertThat(client.start("left")).isEqualTo(AncestorClient.LOST);
      assertThat(rig.lines("log/right.log"))
          .containsExactly("right: would deadlock: left → right → left");
      assertThat(linitd.ctl("--json", "status", "right").out()).contains("\"code\":150");
      assertThat(rig.lines("log/left.log"))
          .containsExactly("left: dependency 'right' failed: would deadlock: left → right → left");
      assertThat(linitd.ctl("--json", "status", "left").out()).contains("\"code\":151");
    }
  }

  @Test
  void failedServiceCanBeStartedAgain() {
    TestRig rig = SHARED.rig().script("db4", "start() { [ -e $LINIT_ROOT/disk ]; }");
    Daemon linitd = SHARED.linitd();
    try (AncestorClient client = new AncestorClient(linitd, '\0')) {
      assertThat(client.start("db4")).isEqualTo(AncestorClient.LOST);
    }
    rig.file("disk", "", "rw-r--r--");
    try (AncestorClient client = new AncestorClient(linitd, '\0')) {
      assertThat(client.start("db4")).isZero();
    }
  }

  @Test
  void strangerCannotReportAState() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", "start() { false; }").enable("db");
      try (Daemon linitd = rig.boot();
          AncestorClient stranger = new AncestorClient(linitd, '\0')) {
        assertThat(stranger.tell("state db running").hear()).isNull();
        assertThat(linitd.ctl("is-failed", "db").code()).isZero();
      }
    }
  }

  @Test
  void stopOfAServiceThatDoesNotRunReturns() {
    SHARED.rig().script("idle").script("broken", "start() { false; }");
    Daemon linitd = SHARED.linitd();
    assertThat(linitd.ctl("start", "broken").code()).isEqualTo(1);
    try (AncestorClient client = new AncestorClient(linitd, '\0')) {
      assertThat(client.stop("idle")).isZero();
      assertThat(client.stop("broken")).isZero();
      assertThat(client.stop("ghost6")).isZero();
    }
  }

  @Test
  void stopLooksAtWhoDependsOnTheService() {
    TestRig rig =
        SHARED
            .rig()
            .script("web7", "depends() { dep db7; }", "stop() { echo web7 >>$LINIT_ROOT/order; }")
            .script("db7", "stop() { echo db7 >>$LINIT_ROOT/order; }");
    Daemon linitd = SHARED.linitd();
    try (AncestorClient client = new AncestorClient(linitd, '\0')) {
      assertThat(client.start("web7")).isZero();
      try (AncestorClient other = new AncestorClient(linitd, '\0')) {
        assertThat(other.stop("db7")).isZero();
      }
      assertThat(rig.lines("order")).containsExactly("web7", "db7");
    }
  }

  @Test
  void thereIsAShutdown() {
    try (TestRig rig = TestRig.create()) {
      rig.script("db", "stop() { echo stopped >$LINIT_ROOT/db; }").enable("db");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.stop()).isZero();
        assertThat(rig.lines("db")).containsExactly("stopped");
      }
    }
  }

  @Test
  void rubbishDoesNotEndTheDaemon() {
    Random random = new Random(2018);
    SHARED.rig().script("db8");
    Daemon linitd = SHARED.linitd();
    linitd.start("db8");
    for (int i = 0; i < 50; i++) {
      byte[] rubbish = new byte[1 + random.nextInt(4096)];
      random.nextBytes(rubbish);
      try (RawClient client = linitd.connect()) {
        client.send(rubbish).endOutput();
      }
    }
    try (RawClient endless = linitd.connect();
        AncestorClient client = new AncestorClient(linitd, '\0')) {
      endless.send("start ".repeat(20_000));
      assertThat(endless.readLine()).isNull();
      assertThat(client.start("db8")).isZero();
    }
  }

  /** A measurement, so time has to pass; nothing here waits for something to happen meanwhile. */
  @Test
  void idleDaemonSleeps() throws InterruptedException {
    int seconds = 3;
    try (TestRig rig = TestRig.create().script("db").enable("db");
        Daemon linitd = rig.boot()) {
      // A shell that stays does so for a second.
      Await.until(() -> linitd.shells().isEmpty(), linitd::shells);
      Map<String, Long> before = sleeps(linitd);
      Thread.sleep(seconds * 1000L);
      long wakeUps = 0;
      for (Map.Entry<String, Long> thread : sleeps(linitd).entrySet()) {
        wakeUps += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      }
      assertThat(wakeUps).isBetween(0L, 15L * seconds);
    }
  }

  /** How often each of the daemon's threads went to sleep so far. */
  private static Map<String, Long> sleeps(Daemon linitd) {
    Map<String, Long> counts = new HashMap<>();
    for (String status : read("/proc/" + linitd.pid() + "/task", "status")) {
      Matcher thread = THREAD.matcher(status);
      Matcher sleeps = SLEEPS.matcher(status);
      assertThat(thread.find() && sleeps.find()).as(status).isTrue();
      counts.put(thread.group(1), Long.parseLong(sleeps.group(1)));
    }
    return counts;
  }

  @Test
  void manyChildrenThatEndAtOnceAreAllReaped() {
    int many = 60;
    String[] names = IntStream.range(0, many).mapToObj(i -> "s" + i).toArray(String[]::new);
    try (TestRig rig = TestRig.create();
        Fifo ready = Fifo.create(rig, "ready");
        Fifo gate = Fifo.create(rig, "gate")) {
      for (String name : names) {
        rig.script(
            name,
            "start() {",
            "  exec 3<$LINIT_ROOT/gate",
            "  echo $this >$LINIT_ROOT/ready",
            "  read -r _ <&3 || :",
            "}");
      }
      rig.enable(names);
      try (Daemon linitd = rig.start()) {
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < many; i++) {
          waiting.add(ready.hear());
        }
        assertThat(waiting).containsExactlyInAnyOrder(names);
        gate.openForAll();
        assertThat(linitd.awaitBoot()).contains("boot is running");
        String tasks = "/proc/" + linitd.pid() + "/task";
        Await.until(
            () -> String.join("", read(tasks, "children")).isBlank(),
            () -> read(tasks, "children"));
      }
    }
  }

  @Test
  void socketIsNotOpenToOthers() throws IOException {
    TestRig rig = SHARED.rig();
    Daemon linitd = SHARED.linitd();
    for (String socket : new String[] {"run/linit.sock", "run/channels"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.path(socket))))
          .isEqualTo("rw-------");
    }
    assertThat(sockets("/proc/net/tcp", "/proc/net/tcp6"))
        .doesNotContainAnyElementsOf(socketsOf(linitd));
  }

  /** The inodes of the sockets that a process holds. */
  private static List<String> socketsOf(Daemon linitd) throws IOException {
    List<String> inodes = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + linitd.pid() + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          Matcher matcher = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
          if (matcher.matches()) {
            inodes.add(matcher.group(1));
          }
        } catch (NoSuchFileException e) {
          // Closed since it was listed.
        }
      }
    }
    assertThat(inodes).isNotEmpty();
    return inodes;
  }

  /** The inodes in the kernel's tables of sockets. */
  private static List<String> sockets(String... tables) throws IOException {
    List<String> inodes = new ArrayList<>();
    for (String table : tables) {
      if (Files.exists(Path.of(table))) {
        Files.readAllLines(Path.of(table)).stream()
            .skip(1)
            .map(line -> line.strip().split("\\s+")[9])
            .forEach(inodes::add);
      }
    }
    return inodes;
  }

  /** The text of {@code file} in every folder below {@code folder}. */
  private static List<String> read(String folder, String file) {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of(folder))) {
      for (Path each : folders.toList()) {
        try {
          texts.add(Files.readString(each.resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          // That thread has ended meanwhile.
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return texts;
  }
}
