package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever actor fails on whatever message, for want of memory or by a mistake: linitd goes on,
 * nobody waits for ever, and what has failed can be started and stopped again. A build has a part
 * of them fail, CI and each night have more.
 */
class ActorFailureTest {
  /** Each actor has its turn, and not only each fourth; and its making. */
  private static final boolean EACH = Boolean.getBoolean("linit.failures.each");

  /** Each message of an actor has its turn, and not only the first. */
  private static final boolean ALL = Boolean.getBoolean("linit.failures.all");

  /** What is thrown; each message has the next one. */
  private static final String[] FAILURES = {
    "IllegalStateException", "OutOfMemoryError", "StackOverflowError"
  };

  /** The messages that the work below leads to, by the actors that get them. */
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry("Prober", "Made Saw Newline Stop"),
          Map.entry("AncestorStart", "Heard EndOfInput"),
          Map.entry(
              "Connection",
              "Received EndOfInput Say Told Glanced Stream PeerFound QueryEnded Asked"),
          Map.entry("LogWatch", "Watch Written"),
          Map.entry("Queries", "Run"),
          Map.entry("JsonRecord", "Recalled"),
          Map.entry("JsonQuery", "Looked Completed Inspected"),
          Map.entry("JsonWhy", "Explained Completed"),
          Map.entry("JsonLogs", "Read"),
          Map.entry("JsonFollow", "Touched Opened Read Taken EndOfInput"),
          Map.entry("JsonStart", "Heard WrittenDown"),
          Map.entry("Gateway", "Accepted Left"),
          Map.entry("JsonStop", "Looked Checked Stopping"),
          Map.entry("JsonEvents", "Told EndOfInput"),
          Map.entry("JsonWait", "Checked Over"),
          Map.entry("JsonBegin", "Looked Checked Heard"),
          Map.entry("JsonSteer", "Looked Checked Judged WrittenDown"),
          Map.entry("Inspection", "Recalled Found Read"),
          Map.entry("SupWatcher", "Found Gone Told"),
          Map.entry("Sweeper", "Sweep Find Signal Chase Looked"),
          Map.entry(
              "ScriptProcess", "Begin Launched Found Identify Named Exited Supervise End Signal"),
          Map.entry("ProcessWatcher", "Watch LookNow Looked"),
          Map.entry("Launches", "Launch Ended Freed Waits"),
          Map.entry("DaemonFinder", "Looked Confirm Confirmed"),
          Map.entry("Feed", "Happened Flush Taken WindowOver Follow Pictured"),
          Map.entry(
              "Service",
              "Start Stop Release Steer Depend Claim Heard Supervise OutputTaken DaemonFound"
                  + " OfProcess OfProber Newline OfFinder OfSup AllSignalled AllSwept"),
          Map.entry(
              "Registry",
              "Link Changed Traced Start Stop Steer Claim Look Glance Recall Explain Publish Await"
                  + " Follow Picture"),
          Map.entry("Journal", "Put Forward Written"));

  private static final List<String> SERVICES =
      List.of("plain", "sup", "fork", "lsb", "told", "one");

  private static Path agent;
  private static TestRig rig;
  private static Daemon linitd;
  private static OutputStream orders;
  private static int turn;

  @BeforeAll
  static void begin() throws IOException {
    agent = Files.createTempFile("agent", ".jar");
    writeAgent();
    rig =
        rig()
            .script("plain", "start() { supervise -- sleep 9901; }")
            .script(
                "sup",
                "start() { linit-sup --name $this -- sleep 9902; }",
                "stop() { linit-sup-stop $this; }")
            .script(
                "fork",
                "ready=pid:$LINIT_ROOT/fork.pid",
                "start() { sleep 9903 & echo $! >$LINIT_ROOT/fork.pid; }")
            .file("init.d/lsb", "#!/bin/sh\ncase $1 in start) sleep 9904 & ;; esac\n", "rwxr-xr-x")
            .script(
                "told", "ready=fd:3", "start() { supervise -- sh -c 'echo >&3; exec sleep 9905'; }")
            .script("one", "depends() { dep plain; }", "start() { publish value=1; echo hello; }");
    linitd = start(rig, "");
    orders = Files.newOutputStream(rig.path("orders"));
    linitd.awaitBoot();
  }

  private static TestRig rig() {
    return TestRig.create()
        .fifo("orders")
        .script("other", "start() { supervise -- sleep 9900; }")
        .enable("other");
  }

  /** Starts a linitd with the agent in it, and with its first order, where there is one. */
  private static Daemon start(TestRig rig, String order) {
    String words = rig.path("orders") + (order.isEmpty() ? "" : "," + order.replace(' ', ','));
    return Daemon.start(
        rig,
        Map.of("JDK_JAVA_OPTIONS", "-javaagent:" + agent + "=" + words),
        List.of("--root", rig.root().toString()));
  }

  /** A jar with the agent alone, which finds the library that it uses where the tests have it. */
  private static void writeAgent() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", FailureAgent.class.getName());
    main.put(
        Attributes.Name.CLASS_PATH,
        ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toString());
    Path classes =
        Path.of(FailureAgent.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path folder = classes.resolve(FailureAgent.class.getPackageName().replace('.', '/'));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(agent), manifest);
        DirectoryStream<Path> files = Files.newDirectoryStream(folder, "FailureAgent*.class")) {
      for (Path file : files) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  @AfterAll
  static void end() throws IOException {
    try {
      linitd.close();
    } finally {
      orders.close();
      rig.close();
      Files.delete(agent);
    }
  }

  /**
   * Each message of each actor, and the making of those that are made in the course of the work.
   */
  static Stream<Arguments> work() {
    Set<String> once =
        Set.of(
            "Feed",
            "Gateway",
            "Journal",
            "Launches",
            "LogWatch",
            "ProcessWatcher",
            "Queries",
            "Registry",
            "Service",
            "Sweeper");
    return some(List.copyOf(new TreeSet<>(MESSAGES.keySet())))
        .flatMap(
            actor ->
                Stream.concat(
                        Stream.of(MESSAGES.get(actor).split(" "))
                            .limit(ALL ? Integer.MAX_VALUE : 1),
                        EACH && !once.contains(actor) ? Stream.of("new") : Stream.empty())
                    .map(message -> Arguments.of(actor, message)));
  }

  static Stream<String> boot() {
    return some(
        List.of(
            "Guardian BootHeard",
            "Guardian BootRuns",
            "Guardian BootDone",
            "Journal Put",
            "Registry Link",
            "Registry Changed",
            "Launches Launch",
            "Service Heard",
            "Service new"));
  }

  static Stream<String> shutdown() {
    return some(
        List.of(
            "Guardian Shutdown",
            "Guardian AllQuiet",
            "Guardian AllSwept",
            "Guardian StateRemoved",
            "Registry Shutdown",
            "Service Stop",
            "Service Release",
            "Service AllSwept",
            "ScriptProcess End",
            "Sweeper Sweep",
            "Sweeper Looked",
            "Journal Remove",
            "Journal FileRemoved"));
  }

  private static <T> Stream<T> some(List<T> all) {
    return IntStream.range(0, all.size()).filter(i -> EACH || i % 4 == 0).mapToObj(all::get);
  }

  @ParameterizedTest
  @MethodSource("work")
  void whateverFailsAllElseGoesOnAndNobodyWaitsForEver(String actor, String message) {
    order(failing(actor + " " + message));
    long before = struck();
    useAll();
    order("none none none");
    // What comes after the first message of an actor may not always come.
    assumeTrue(!ALL || struck() > before, "it has not come to that");
    assertThat(struck()).as("it has come to that").isEqualTo(before + 1);
    assertThat(ask("start", SERVICES)).contains("\"ok\":true");
    assertThat(ask("stop", SERVICES)).contains("\"ok\":true");
    assertThat(ask("status", List.of("other"))).contains("\"state\":\"running\"");
    assertThat(linitd.processes()).singleElement().asString().contains("sleep 9900");
  }

  @ParameterizedTest
  @MethodSource("boot")
  void whateverFailsInABootItComesToItsEnd(String where) {
    try (TestRig own = rig();
        Daemon booting = start(own, failing(where))) {
      booting.awaitBoot();
      assertThat(booting.said()).contains("failed: " + where);
      assertThat(booting.ctl("start", "other").code()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("shutdown")
  void whateverFailsWhileAllIsStoppedLinitdEnds(String where) {
    try (TestRig own = rig();
        Daemon ending = start(own, failing(where))) {
      ending.awaitBoot();
      assertThat(ending.stop()).isZero();
      assertThat(ending.said()).contains("failed: " + where);
    }
  }

  /** What there is one of, and has others below it, cannot be made a second time. */
  @Test
  void withoutItsRegistryLinitdEndsAndTheNextGoesOn() {
    try (TestRig own = rig()) {
      Daemon ending = start(own, failing("Registry new"));
      assertThat(ending.awaitExit()).isEqualTo(1);
      assertThat(ending.said()).anyMatch(line -> line.contains("ended by an error of its own"));
      try (Daemon next = Daemon.start(own)) {
        next.awaitBoot();
        assertThat(next.runs("other")).isTrue();
      }
    }
  }

  /** The order that has an actor fail on a message; on its making by an error, which is worse. */
  private static String failing(String where) {
    int mildest = where.endsWith(" new") ? 1 : 0;
    return where + " " + FAILURES[mildest + turn++ % (FAILURES.length - mildest)];
  }

  private static void order(String line) {
    try {
      orders.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    linitd.awaitLine(("armed: " + line)::equals);
  }

  private static long struck() {
    return linitd.said().stream().filter(line -> line.startsWith("failed: ")).count();
  }

  /** Something of everything; each request is answered, or its connection ends. */
  private static void useAll() {
    try (RawClient events = linitd.connect();
        RawClient log = linitd.connect()) {
      events.send("{\"id\":1,\"op\":\"events\"}\n").readLine();
      for (String name : SERVICES) {
        ask("start", List.of(name));
      }
      log.send("{\"id\":1,\"op\":\"logs\",\"names\":[\"one\"],\"lines\":1,\"follow\":true}\n");
      log.readLine();
      for (String op : List.of("status", "why", "record", "logs", "wait", "reload", "reset")) {
        ask(op, List.of("plain"));
      }
      for (String op : List.of("list", "graph", "status", "published", "version")) {
        tell("{\"id\":1,\"op\":\"" + op + "\"}\n");
      }
      tell("{\"id\":1,\"op\":\"status\",\"names\":[\"plain\"],\"details\":true}\n");
      tell("{\"id\":1,\"op\":\"start\",\"names\":[\"plain\"],\"no_wait\":true}\n");
      tell("{\"id\":1,\"op\":\"kill\",\"names\":[\"plain\"],\"signal\":\"CONT\"}\n");
      tell("{\"id\":1,\"op\":\"kill\",\"names\":[\"plain\"],\"signal\":\"CONT\",\"all\":true}\n");
      ask("restart", List.of("plain"));
      tell("start one\n");
      tell("stop one\n");
      killSup();
      for (String name : SERVICES) {
        ask("stop", List.of(name));
      }
      events.endOutput().countUntilEnd();
      log.endOutput().countUntilEnd();
    }
  }

  /** It runs on, watched by linitd itself. */
  private static void killSup() {
    linitd.processes().stream()
        .filter(it -> it.contains("/linit-sup "))
        .forEach(it -> Command.run("/bin/kill", "-KILL", it.substring(0, it.indexOf(' '))));
  }

  private static String ask(String op, List<String> names) {
    return tell(
        "{\"id\":1,\"op\":\"" + op + "\",\"names\":[\"" + String.join("\",\"", names) + "\"]}\n");
  }

  /** The first line of the answer; nothing where linitd has ended the connection. */
  private static String tell(String request) {
    try (RawClient client = linitd.connect()) {
      String answer = client.send(request).endOutput().readLine();
      return answer == null ? "" : answer;
    }
  }
}
