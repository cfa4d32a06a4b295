package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * As many clients as linitd takes, and as bad ones as there are: those who are in are served, a
 * boot that goes on is hardly later, and nothing of it stays. Run by {@code scripts/load}, which
 * shows the figures.
 */
@EnabledIfSystemProperty(
    named = "linit.load.seconds",
    matches = "[1-9]\\d*",
    disabledReason = "takes minutes, and figures of its own: run scripts/load")
class LoadTest {
  private static final int MOST_CLIENTS = 2000;
  private static final int WAITING = 1000;
  private static final int RUBBISH = 500;
  private static final int SLOW = 200;
  private static final int LISTS = 20;
  private static final int RATE = 3000;

  /** What a dep may take longer, at the 99th of a hundred, than without anybody else. */
  private static final double MOST_DELAY_MILLIS = 20;

  /** A busy machine may hold up anyone; linitd would do so each time. */
  private static final int ATTEMPTS = 3;

  /** So many deps of one start are recorded, which takes memory; the next ones are not. */
  private static final int RECORDED = 20_000;

  /** What collections leave differs by so much from one to the next. */
  private static final long NOISE_BYTES = 1_000_000;

  private static final int SCRIPTS = 10_000;
  private static final int STARTED = 500;

  private static final String VERSION = "{\"id\":1,\"op\":\"version\"}\n";
  private static final String REFUSED = "linitd has 2000 clients and takes no more";

  private final int seconds = Integer.getInteger("linit.load.seconds", 0);

  @Test
  void crowdsDelayNobodyAndLeaveNothing() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate");
        Fifo waited = Fifo.create(rig, "waited")) {
      for (int i = 0; i < 60; i++) {
        rig.script("service-with-a-rather-long-name-" + i)
            .enable("service-with-a-rather-long-name-" + i);
      }
      rig.script(
              "prober",
              "start() { echo $LINIT_TOKEN >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }")
          .script("waited", "start() { read -r _ <$LINIT_ROOT/waited; }");
      try (Daemon linitd = rig.boot();
          RawClient first = linitd.connect().send(start("prober"));
          LoadProbe probe = new LoadProbe(rig, at.hear(), "service-with-a-rather-long-name-0")) {
        // Whatever is loaded once is loaded by then.
        probe.measure(new LoadShort(linitd, 1, RATE));
        crowd(linitd, 100).close();
        probe.ask(RECORDED);
        LoadDaemon.of(linitd);
        LoadDaemon before = settled(linitd, Long.MAX_VALUE);
        System.out.println("load: before: " + before);
        shortOnes(linitd, probe);
        System.out.println("load: after short ones: " + settled(linitd, before.descriptors()));
        crowds(linitd, probe, waited);
        LoadDaemon after = settled(linitd, before.descriptors());
        System.out.println("load: after the crowds: " + after);
        assertThat(after.heapBytes()).isLessThan(before.heapBytes() + NOISE_BYTES);
        gate.open();
        assertThat(first.readLine()).contains("\"ok\":true");
      }
    }
  }

  private void shortOnes(Daemon linitd, LoadProbe probe) {
    LoadProbe.Measured quiet = probe.measure(LoadTest::rest);
    double delay =
        delay(
            "short connections",
            quiet,
            () -> {
              LoadShort load = new LoadShort(linitd, seconds, RATE);
              LoadProbe.Measured figures = probe.measure(load);
              System.out.printf(
                  "load: %d short connections a second for %d s, of %d that were tried%n",
                  load.rate(), seconds, RATE);
              assertThat(load.unanswered()).isZero();
              return figures;
            });
    assertThat(delay).isLessThan(MOST_DELAY_MILLIS);
  }

  /** All of them at once, and deps meanwhile. */
  private void crowds(Daemon linitd, LoadProbe probe, Fifo waited) {
    LoadProbe.Measured quiet = probe.measure(LoadTest::rest);
    byte[] start = start("waited").getBytes(StandardCharsets.UTF_8);
    try (LoadCrowd waiting = new LoadCrowd(linitd);
        LoadCrowd drip = new LoadCrowd(linitd).join(1, new byte[0])) {
      waiting.join(WAITING, start);
      double delay =
          delay(
              WAITING + " that wait, " + RUBBISH + " with rubbish, " + SLOW + " slow readers",
              quiet,
              () -> probe.measure(() -> crowdsCome(linitd, drip)));
      assertThat(delay).isLessThan(MOST_DELAY_MILLIS);
      // Who is cut off is gone before long; one is the test's own.
      int free = MOST_CLIENTS - WAITING - 2;
      waiting.join(free, start);
      assertThat(newcomer(linitd)).contains(REFUSED);
      // Who drips has been in all the time, and is served.
      drip.send(0, VERSION.getBytes(StandardCharsets.UTF_8));
      assertThat(drip.lines()).singleElement().asString().contains("\"code\":2");
      waited.open();
      assertThat(waiting.lines())
          .hasSize(WAITING + free)
          .allMatch(it -> it.contains("\"ok\":true"));
      System.out.printf("load: %d clients at once, the next one is told so%n", MOST_CLIENTS);
    }
  }

  /** Slow readers, who stay for a while, and rubbish, which comes again and again meanwhile. */
  private static void crowdsCome(Daemon linitd, LoadCrowd drip) {
    Random random = new Random(20180401);
    LoadCrowd slow = crowd(linitd, SLOW);
    for (int i = 0; i < 5; i++) {
      LoadCrowd rubbish = new LoadCrowd(linitd);
      for (int j = 0; j < RUBBISH; j++) {
        byte[] bytes = new byte[1 + random.nextInt(4096)];
        random.nextBytes(bytes);
        bytes[0] = j % 2 == 0 ? (byte) '{' : bytes[0];
        bytes[bytes.length - 1] = '\n';
        rubbish.join(1, bytes);
      }
      // A byte a second.
      drip.send(0, "{".getBytes(StandardCharsets.UTF_8));
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      rubbish.lines();
      rubbish.close();
    }
    slow.close();
  }

  /** Slow readers: each asks for much, and reads nothing. */
  private static LoadCrowd crowd(Daemon linitd, int many) {
    byte[] greedy = "{\"id\":1,\"op\":\"list\"}\n".repeat(LISTS).getBytes(StandardCharsets.UTF_8);
    return new LoadCrowd(linitd).join(many, greedy);
  }

  private static void rest() {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
  }

  /** How much later a dep is with a load than without, in milliseconds: the best of a few times. */
  private static double delay(
      String what, LoadProbe.Measured quiet, Supplier<LoadProbe.Measured> load) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && least >= MOST_DELAY_MILLIS; i++) {
      LoadProbe.Measured with = load.get();
      report(what, quiet, with);
      least = Math.min(least, with.laterThan(quiet));
    }
    return least;
  }

  private static void report(String what, LoadProbe.Measured quiet, LoadProbe.Measured with) {
    System.out.printf(
        "load: %s: a dep is %.2f ms later at p99: %s; before: %s%n",
        what, with.laterThan(quiet), with, quiet);
  }

  private static String start(String name) {
    return "{\"id\":1,\"op\":\"start\",\"names\":[\"" + name + "\"]}\n";
  }

  private static String newcomer(Daemon linitd) {
    try (RawClient client = linitd.connect().send(VERSION)) {
      return client.readLine();
    }
  }

  /** What it holds once no more descriptors are open than that. */
  private static LoadDaemon settled(Daemon linitd, long most) {
    List<LoadDaemon> seen = new ArrayList<>();
    Await.until(
        () -> {
          seen.add(LoadDaemon.of(linitd));
          return seen.get(seen.size() - 1).descriptors() <= most;
        },
        () -> seen);
    return seen.get(seen.size() - 1);
  }

  private static boolean isListed(Daemon linitd, String name) {
    try (RawClient client = linitd.connect().send("{\"id\":1,\"op\":\"list\"}\n")) {
      String answer = client.readLine();
      return answer != null && answer.contains("\"" + name + "\"");
    }
  }

  @Test
  void littleMemoryAndManyServicesAreEnoughForAnAnswer() {
    try (TestRig rig = TestRig.create()) {
      for (int i = 0; i < SCRIPTS; i++) {
        rig.script("s" + i, "start() { :; }");
      }
      Map<String, String> little = Map.of("_JAVA_OPTIONS", "-Xmx24m");
      List<String> words = List.of("--root", rig.root().toString());
      try (Daemon linitd = Daemon.start(rig, little, words)) {
        linitd.awaitBoot();
        for (int i = 0; i < SCRIPTS; i += 500) {
          String[] names = new String[500];
          for (int j = 0; j < names.length; j++) {
            names[j] = "s" + (i + j);
          }
          try (RawClient client = linitd.connect()) {
            String list = "[\"" + String.join("\",\"", names) + "\"]";
            String op = i < STARTED ? "start" : "status";
            String answer =
                client.send("{\"id\":1,\"op\":\"" + op + "\",\"names\":" + list + "}\n").readLine();
            assertThat(answer)
                .as(op)
                .startsWith("{\"id\":1,\"ok\":true")
                .contains(names[names.length - 1]);
          }
        }
        assertThat(linitd.ctl("list").out().lines()).hasSizeGreaterThan(SCRIPTS);
        List<CompletableFuture<Boolean>> lists = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          lists.add(CompletableFuture.supplyAsync(() -> isListed(linitd, "s" + (SCRIPTS - 1))));
        }
        assertThat(lists).allMatch(CompletableFuture::join);
        assertThat(linitd.ctl("--json", "graph").out()).contains("\"s0\"");
        assertThat(linitd.ctl("--json", "status").out()).contains("\"s0\"");
        System.out.printf(
            "load: 24 MB of heap, %d services, of which %d were started: %s%n",
            SCRIPTS, STARTED, LoadDaemon.of(linitd));
        linitd.start("s" + (SCRIPTS - 1));
      }
    }
  }
}
