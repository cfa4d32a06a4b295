package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that are broken or mean it badly harm nobody but themselves. */
class BadClientTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  private static final String VERSION = "{\"id\":1,\"op\":\"version\"}\n";
  private static final int LONGEST = 64 * 1024;
  private static final String TURNED_AWAY =
      "{\"id\":null,\"ok\":false,\"code\":1,"
          + "\"error\":\"linitd has 2000 clients and takes no more; try again later\"}";

  @Test
  void clientThatLeavesEarlyHarmsNobody() {
    TestRig rig = SHARED.rig();
    try (Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", "start() { echo $this >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }");
      Daemon linitd = SHARED.linitd();
      linitd.connect().close();
      try (RawClient early = linitd.connect()) {
        early.send("start slow\n{\"id\":1,\"op\":\"events\"}\n");
        assertThat(at.hear()).isEqualTo("slow");
      }
      gate.open();
      Await.state(linitd, "slow", "running");
    }
  }

  @Test
  void halfAMessageIsNoRequest() {
    SHARED.rig().script("web");
    Daemon linitd = SHARED.linitd();
    for (String half :
        new String[] {"start web", "{\"id\":1,\"op\":\"start\",\"names\":[\"web\"]}"}) {
      try (RawClient client = linitd.connect().send(half).endOutput()) {
        assertThat(client.readLine()).isNull();
      }
    }
    assertThat(linitd.ctl("--json", "status", "web").out()).contains("\"state\":\"null\"");
  }

  @Test
  void messageWithoutEndIsCutOff() {
    Daemon linitd = SHARED.linitd();
    try (RawClient line = linitd.connect();
        RawClient json = linitd.connect()) {
      assertThat(line.send("a".repeat(LONGEST + 1)).readLine()).isNull();
      json.send("{\"id\":\"" + "a".repeat(LONGEST));
      assertThat(json.readLine())
          .isEqualTo(
              "{\"id\":null,\"ok\":false,\"code\":2,"
                  + "\"error\":\"a message is longer than 65536 bytes\"}");
      assertThat(json.readLine()).isNull();
    }
  }

  @Test
  void longestMessageIsTaken() {
    String before = "{\"id\":\"";
    String after = "\",\"op\":\"version\"}";
    String id = "a".repeat(LONGEST - before.length() - after.length());
    Daemon linitd = SHARED.linitd();
    try (RawClient client = linitd.connect()) {
      assertThat(client.send(before + id + after + "\n").readLine())
          .startsWith(before + id + "\",\"ok\":true");
    }
  }

  @Test
  void randomBytesEndNothing() {
    Random random = new Random(20180401);
    Daemon linitd = SHARED.linitd();
    try (RawClient polite = linitd.connect()) {
      for (int i = 0; i < 100; i++) {
        byte[] bytes = new byte[1 + random.nextInt(LONGEST)];
        random.nextBytes(bytes);
        if (i % 2 == 0) {
          bytes[0] = '{';
        }
        try (RawClient client = linitd.connect().send(bytes).endOutput()) {
          for (String line = client.readLine(); line != null; line = client.readLine()) {
            assertThat(line).contains("\"ok\":false,\"code\":2");
          }
        }
      }
      assertThat(polite.send(VERSION).readLine()).contains("\"ok\":true");
    }
  }

  @Test
  void fiveHundredConnectionsAtOnceAreAnsweredAndLeaveNothing() {
    try (TestRig rig = TestRig.create();
        Daemon linitd = rig.boot()) {
      crowd(linitd, 500);
      // The second crowd: whatever the daemon opens once and keeps is open by now.
      Await.until(() -> sockets(linitd) <= 4, () -> sockets(linitd));
      int before = descriptors(linitd).size();
      crowd(linitd, 500);
      Await.until(() -> descriptors(linitd).size() <= before, () -> descriptors(linitd));
    }
  }

  private static void crowd(Daemon linitd, int many) {
    List<RawClient> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < many; i++) {
        crowd.add(linitd.connect());
      }
      crowd.forEach(client -> client.send(VERSION));
      for (RawClient client : crowd) {
        assertThat(client.readLine()).contains("\"ok\":true");
      }
    } finally {
      crowd.forEach(RawClient::close);
    }
  }

  private static long sockets(Daemon linitd) {
    return descriptors(linitd).stream().filter(it -> it.startsWith("socket:")).count();
  }

  private static List<String> descriptors(Daemon linitd) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + linitd.pid() + "/fd"))) {
      for (Path descriptor : all.toList()) {
        try {
          found.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  /** A request that makes no sense, and the id and the words of its answer. */
  private record Bad(String request, String id, String error) {}

  private static List<Bad> badRequests() {
    return List.of(
        new Bad("{\"id\":7,\"op\":\"strat\"}", "7", "unknown op 'strat'; did you mean 'start'"),
        new Bad("{\"id\":7,\"op\":\"\"}", "7", "unknown op ''"),
        new Bad("{\"id\":7,\"op\":7}", "7", "needs an 'op', a string"),
        new Bad("{\"id\":7}", "7", "needs an 'op', a string"),
        new Bad(
            "{\"id\":7,\"op\":\"list\",\"nmaes\":[]}", "7", "unknown field 'nmaes'; did you mean"),
        new Bad("{\"id\":7,\"op\":\"start\",\"names\":\"db\"}", "7", "a list of strings"),
        new Bad("{\"id\":7,\"op\":\"start\",\"names\":[7]}", "7", "a list of strings"),
        new Bad("{\"id\":7,\"op\":\"start\",\"names\":[null]}", "7", "a list of strings"),
        new Bad("{\"id\":7,\"op\":\"start\",\"names\":[]}", "7", "at least one name"),
        new Bad("{\"id\":7,\"op\":\"start\",\"names\":[\"../x\"]}", "7", "service name"),
        new Bad("{\"id\":7,\"op\":\"start\",\"names\":[\"a\\u0000b\"]}", "7", "service name"),
        new Bad("{\"id\":7,\"op\":\"list\",\"names\":[\"db\"]}", "7", "takes no names"),
        new Bad("{\"id\":7,\"op\":\"list\",\"state\":\"running\"}", "7", "takes no 'state'"),
        new Bad("{\"id\":7,\"op\":\"state\",\"names\":[\"db\"]}", "7", "'state' must be"),
        new Bad(
            "{\"id\":7,\"op\":\"state\",\"names\":[\"db\"],\"state\":\"null\"}",
            "7",
            "'state' must be"),
        new Bad("{\"op\":\"list\"}", "null", "needs an 'id'"),
        new Bad("{\"id\":null,\"op\":\"list\"}", "null", "needs an 'id'"),
        new Bad("{\"id\":1.5,\"op\":\"list\"}", "null", "needs an 'id'"),
        new Bad("{\"id\":[1],\"op\":\"list\"}", "null", "needs an 'id'"),
        new Bad("{\"id\":99999999999999999999,\"op\":\"list\"}", "null", "needs an 'id'"),
        new Bad("{\"id\":7,\"id\":8,\"op\":\"list\"}", "null", "cannot read the request"),
        new Bad("{\"id\":7,\"op\":\"list\"", "null", "cannot read the request"),
        new Bad("{\"id\":7,\"op\":\"list\"}}", "null", "cannot read the request"),
        new Bad("{\"id\":7,\"op\":\"list\"} {}", "null", "cannot read the request"),
        new Bad("{", "null", "cannot read the request"),
        new Bad("{\"id\":1e999999999,\"op\":\"list\"}", "null", "a number is too large"),
        new Bad("{\"id\":7,\"op\":\"list\",\"names\":" + "[".repeat(9999), "null", "depth"),
        new Bad("{\"a\":".repeat(9999), "null", "depth"),
        new Bad("{\"id\":" + "9".repeat(60_000) + "}", "null", "cannot read the request"));
  }

  @Test
  void badRequestGetsOneClearErrorAndTheConnectionGoesOn() {
    Daemon linitd = SHARED.linitd();
    try (RawClient client = linitd.connect()) {
      badRequests()
          .forEach(
              bad -> {
                String reply = client.send(bad.request() + "\n").readLine();
                assertThat(reply)
                    .as("%.80s", bad.request())
                    .startsWith("{\"id\":" + bad.id() + ",\"ok\":false,\"code\":2,\"error\":\"")
                    .contains(bad.error())
                    .hasSizeLessThan(500);
              });
      assertThat(client.send(VERSION).readLine()).contains("\"ok\":true");
    }
  }

  @Test
  void readerThatNeverReadsIsCutOffAndHarmsNobody() {
    int many = 200_000;
    try (TestRig rig = TestRig.create()) {
      for (int i = 0; i < 100; i++) {
        rig.script("service-with-a-rather-long-name-" + i);
      }
      try (Daemon linitd = rig.boot();
          RawClient slow = linitd.connect();
          RawClient polite = linitd.connect()) {
        slow.send("{\"id\":1,\"op\":\"list\"}\n".repeat(many));
        assertThat(polite.send(VERSION).readLine()).contains("\"ok\":true");
        assertThat(slow.countUntilEnd()).isLessThan(many);
        assertThat(polite.send(VERSION).readLine()).contains("\"ok\":true");
      }
    }
  }

  /** Each of them is bounded, but all of them together would be more than there is memory. */
  @Test
  void fortyReadersThatNeverReadDoNotExhaustTheMemory() {
    try (TestRig rig = TestRig.create()) {
      for (int i = 0; i < 300; i++) {
        rig.script("service-with-a-rather-long-name-" + i);
      }
      List<RawClient> slow = new ArrayList<>();
      try (Daemon linitd = rig.boot()) {
        for (int i = 0; i < 40; i++) {
          slow.add(linitd.connect().send("{\"id\":1,\"op\":\"list\"}\n".repeat(1000)));
        }
        for (int i = 0; i < 20; i++) {
          try (RawClient polite = linitd.connect()) {
            assertThat(polite.send("{\"id\":1,\"op\":\"list\"}\n").readLine())
                .contains("service-with-a-rather-long-name-299");
          }
        }
        assertThat(slow.get(39).countUntilEnd()).isLessThan(1000);
        assertThat(linitd.stop()).isZero();
      } finally {
        slow.forEach(RawClient::close);
      }
    }
  }

  @Test
  void whoHasTooMuchUnderWayIsToldSoAndServedAgainLater() {
    TestRig rig = SHARED.rig();
    int most = 1000;
    try (Fifo at = Fifo.create(rig, "busy-at");
        Fifo gate = Fifo.create(rig, "busy-gate")) {
      rig.script(
          "busy", "start() { echo $this >$LINIT_ROOT/busy-at; read -r _ <$LINIT_ROOT/busy-gate; }");
      Daemon linitd = SHARED.linitd();
      try (RawClient greedy = linitd.connect();
          RawClient other = linitd.connect()) {
        greedy.send("{\"id\":1,\"op\":\"start\",\"names\":[\"busy\"]}\n".repeat(most + 1));
        assertThat(greedy.readLine())
            .isEqualTo(
                "{\"id\":1,\"ok\":false,\"code\":1,"
                    + "\"error\":\"too many requests are under way; await their answers\"}");
        assertThat(other.send(VERSION).readLine()).contains("\"ok\":true");
        assertThat(at.hear()).isEqualTo("busy");
        gate.open();
        for (int i = 0; i < most; i++) {
          assertThat(greedy.readLine()).contains("\"started\":[\"busy\"]");
        }
        assertThat(greedy.send(VERSION).readLine()).contains("\"ok\":true");
      }
    }
  }

  @Test
  void ofTooManyClientsTheLastAreTurnedAway() {
    Daemon linitd = SHARED.linitd();
    List<RawClient> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 2000; i++) {
        crowd.add(linitd.connect());
      }
      for (RawClient client : crowd) {
        assertThat(client.send(VERSION).readLine()).contains("\"ok\":true");
      }
      try (RawClient more = linitd.connect()) {
        assertThat(more.send(VERSION).readLine()).isEqualTo(TURNED_AWAY);
        assertThat(more.readLine()).isNull();
      }
      String why = "linitctl: linitd has 2000 clients and takes no more; try again later\n";
      for (String verb : List.of("list", "graph")) {
        Result refused = linitd.ctl(verb);
        assertThat(refused.err()).as(verb).isEqualTo(why);
        assertThat(refused.code()).isEqualTo(1);
      }
      for (RawClient client : crowd) {
        assertThat(client.send(VERSION).readLine()).contains("\"ok\":true");
      }
    } finally {
      crowd.forEach(RawClient::close);
    }
    Await.until(() -> linitd.ctl("version").code() == 0, linitd::said);
  }

  /** Scripts could not be started any more otherwise. */
  @Test
  void whereDescriptorsAreFewClientsLeaveSomeToScripts() {
    List<RawClient> crowd = new ArrayList<>();
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "start() { supervise -- sleep 1000000; }");
      String limited = "ulimit -n 512 && exec \"$0\" --root \"$1\"";
      String root = rig.root().toString();
      List<String> words = List.of("/bin/sh", "-c", limited, Command.bin("linitd"), root);
      try (Daemon linitd = Daemon.run(rig, Map.of(), words)) {
        linitd.awaitBoot();
        for (int i = 0; i < 256; i++) {
          crowd.add(linitd.connect());
          assertThat(crowd.get(i).send(VERSION).readLine()).contains("\"ok\":true");
        }
        try (RawClient more = linitd.connect()) {
          assertThat(more.send(VERSION).readLine()).isEqualTo(TURNED_AWAY.replace("2000", "256"));
        }
        String start = "{\"id\":2,\"op\":\"start\",\"names\":[\"web\"]}\n";
        assertThat(crowd.get(0).send(start).readLine()).contains("\"ok\":true");
        crowd.forEach(RawClient::close);
      }
    }
  }

  @Test
  void bootGoesOnMeanwhile() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", "start() { echo $this >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }")
          .script("web", "depends() { dep slow; }")
          .enable("web");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("slow");
        crowd(linitd, 100);
        try (RawClient half = linitd.connect();
            RawClient rubbish = linitd.connect().send("\0\0\0{\n");
            RawClient endless = linitd.connect().send("x".repeat(LONGEST * 2));
            RawClient stranger = linitd.connect().send("state slow running\n")) {
          half.send("start we");
          assertThat(rubbish.readLine()).isNull();
          assertThat(endless.readLine()).isNull();
          assertThat(stranger.readLine()).isNull();
          gate.open();
          assertThat(linitd.awaitBoot()).contains("boot is running");
        }
      }
    }
  }
}
