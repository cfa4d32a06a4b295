package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.Json;

/** The stream of changes, and what a reader is told who does not keep up with it. */
class EventsTest {
  private static Map<String, Object> json(String line) {
    try {
      return Json.object(line);
    } catch (Json.Malformed e) {
      throw new AssertionError(line, e);
    }
  }

  private static long number(Map<String, Object> event, String field) {
    return (Long) event.get(field);
  }

  /** Who is in which state by whose doing. */
  private static String shown(Map<String, Object> event) {
    Map<?, ?> service = (Map<?, ?>) event.get("service");
    Map<?, ?> cause = (Map<?, ?>) event.get("cause");
    return service.get("name") + " " + service.get("state") + " by " + cause.get("by");
  }

  private static RawClient follow(Daemon linitd, String more) {
    return linitd.connect().send("{\"id\":\"e\",\"op\":\"events\"" + more + "}\n");
  }

  @Test
  void everyChangeHasItsNumberItsTimeAndItsCause() {
    long began = System.currentTimeMillis();
    try (TestRig rig =
            TestRig.create()
                .script("db", "start() { return 3; }")
                .script("web", "depends() { dep db; }")
                .script("app")
                .script("job", "start() { linitctl stop app; }");
        Daemon linitd = rig.boot();
        RawClient events = follow(linitd, "")) {
      Map<String, Object> snapshot = json(events.readLine());
      assertThat(snapshot).containsEntry("event", "snapshot").containsEntry("ok", true);
      linitd.ctl("start", "web");
      long sequence = number(snapshot, "seq");
      StringBuilder all = new StringBuilder();
      while (!all.toString().contains("web failed")) {
        Map<String, Object> event = json(events.readLine());
        assertThat(event).containsEntry("event", "service").containsEntry("id", "e");
        assertThat(number(event, "seq")).isEqualTo(++sequence);
        assertThat(number(event, "time_ms")).isBetween(began, System.currentTimeMillis());
        all.append(shown(event)).append('\n');
      }
      assertThat(all.toString().lines().filter(line -> !line.startsWith("web starting by itself")))
          .containsExactly(
              "web starting by linitctl",
              "db starting by web",
              "db failed by itself",
              "web failed by db");
    }
  }

  @Test
  void whoKnowsAnEventGetsWhatCameAfterIt() {
    try (TestRig rig = TestRig.create().script("web");
        Daemon linitd = rig.boot()) {
      long known = number(json(linitd.ctl("events").out()), "seq");
      linitd.ctl("start", "web");
      linitd.ctl("stop", "web");
      List<String> lines =
          linitd.ctl("events", "--since", Long.toString(known)).out().lines().toList();
      assertThat(json(lines.get(0)))
          .containsEntry("event", "since")
          .containsEntry("seq", known + lines.size() - 1);
      assertThat(lines.subList(1, lines.size()).stream().map(line -> shown(json(line))))
          .containsExactly(
              "web starting by linitctl",
              "web running by itself",
              "web stopping by linitctl",
              "web stopped by linitctl");
      long last = known + lines.size() - 1;
      assertThat(linitd.ctl("events", "--since", Long.toString(last)).out()).hasLineCount(1);
      try (RawClient half = follow(linitd, ",\"since\":" + known).endOutput()) {
        assertThat(half.countUntilEnd()).isEqualTo(lines.size());
      }
      Result wrong = linitd.ctl("events", "--since", "999999");
      assertThat(wrong.code()).isEqualTo(1);
      assertThat(wrong.err())
          .isEqualTo(
              "linitctl: there was no event 999999 yet, the last one is "
                  + last
                  + "; each linitd counts from 1\n");
      assertThat(linitd.ctl("events", "--since", "yesterday").code()).isEqualTo(2);
    }
  }

  /** Makes 12,000 changes, which is more than are kept, and no process. */
  private static void failMany(RawClient client) {
    StringBuilder starts = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      starts.append("{\"id\":1,\"op\":\"start\",\"names\":[\"nothing-").append(i).append("\"]}\n");
    }
    for (int i = 0; i < 60; i++) {
      client.send(starts.toString());
      for (int j = 0; j < 100; j++) {
        assertThat(client.readLine()).contains("no such service");
      }
    }
  }

  @Test
  void readerThatDoesNotReadIsToldWhatItLostAndBeginsAnew() {
    try (TestRig rig = TestRig.create().script("web");
        Daemon linitd = rig.boot();
        RawClient slow = follow(linitd, "");
        RawClient polite = linitd.connect()) {
      failMany(polite);
      long sequence = number(json(slow.readLine()), "seq");
      Map<String, Object> event = json(slow.readLine());
      while (event.get("event").equals("service")) {
        assertThat(number(event, "seq")).isEqualTo(++sequence);
        event = json(slow.readLine());
      }
      assertThat(event).containsEntry("event", "lost").containsEntry("from", sequence + 1);
      long to = number(event, "to");
      assertThat(number(event, "count")).isEqualTo(to - sequence);
      assertThat(to).isGreaterThan(sequence + 1000);
      Map<String, Object> snapshot = json(slow.readLine());
      assertThat(snapshot).containsEntry("event", "snapshot").containsEntry("seq", to);
      assertThat(snapshot).doesNotContainKey("ok");
      linitd.ctl("start", "web");
      assertThat(number(json(slow.readLine()), "seq")).isEqualTo(to + 1);
    }
  }

  @Test
  void whoAsksForWhatIsKeptNoMoreIsToldThatTooAndLinitctlEnds() {
    try (TestRig rig = TestRig.create();
        Daemon linitd = rig.boot();
        RawClient client = linitd.connect()) {
      failMany(client);
      List<String> lines = linitd.ctl("events", "--since", "0").out().lines().toList();
      assertThat(lines).hasSize(2);
      assertThat(json(lines.get(0)))
          .containsEntry("ok", true)
          .containsEntry("event", "lost")
          .containsEntry("from", 1L);
      assertThat(json(lines.get(1))).containsEntry("event", "snapshot");
    }
  }

  @Test
  void followingEndsWithLinitdOrWithWhoReads() throws IOException {
    try (TestRig rig = TestRig.create().script("web").script("web2")) {
      Process ctl;
      try (Daemon linitd = rig.boot()) {
        ctl = start(linitd, "linitctl events --follow");
        BufferedReader out = reader(ctl);
        assertThat(out.readLine()).contains("\"event\":\"snapshot\"");
        linitd.ctl("start", "web");
        assertThat(out.readLine()).contains("\"web\",\"state\":\"starting\"");
        Process head =
            start(
                linitd, "linitctl events --follow | { read -r a; echo one; read -r b; echo two; }");
        BufferedReader two = reader(head);
        assertThat(two.readLine()).isEqualTo("one");
        linitd.ctl("start", "web2");
        assertThat(two.readLine()).isEqualTo("two");
        linitd.ctl("stop", "web2");
        assertThat(head.onExit().join().exitValue()).isZero();
      }
      assertThat(ctl.onExit().join().exitValue()).isEqualTo(7);
      String err = new String(ctl.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(err).startsWith("linitctl: linitd has gone: ").hasLineCount(1);
    }
  }

  private static Process start(Daemon linitd, String line) throws IOException {
    ProcessBuilder builder =
        Command.builder(linitd.environment(), List.of("/bin/sh", "-c", "exec 3>&-\n" + line));
    builder.environment().remove("LINIT_ROOT");
    builder
        .environment()
        .merge("PATH", Command.home().resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    return builder.start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void twoHundredFollowersHearAllOfABoot() {
    try (TestRig rig = TestRig.create()) {
      for (int i = 0; i < 30; i++) {
        rig.script("s" + i).enable("s" + i);
      }
      rig.script("go", "depends() { want $(ls $LINIT_ROOT/rc.d); }");
      try (Daemon linitd = rig.boot()) {
        linitd.ctl("stop", "boot");
        List<RawClient> followers = new java.util.ArrayList<>();
        try {
          for (int i = 0; i < 200; i++) {
            followers.add(follow(linitd, ""));
          }
          for (RawClient follower : followers) {
            assertThat(follower.readLine()).contains("snapshot");
          }
          linitd.ctl("stop", "s0", "s1", "s2");
          linitd.ctl("start", "go");
          String first = null;
          for (RawClient follower : followers) {
            StringBuilder all = new StringBuilder();
            while (!all.toString().contains("\"name\":\"go\",\"state\":\"running\"")) {
              all.append(follower.readLine()).append('\n');
            }
            first = first == null ? all.toString() : first;
            assertThat(all.toString()).isEqualTo(first);
          }
        } finally {
          followers.forEach(RawClient::close);
        }
      }
    }
  }
}
