package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Services that would wait for each other: who closes the circle is refused at once with the whole
 * path, the others are told why, and once the scripts are repaired all start.
 */
class CycleTest {
  private static TestRig rig;
  private static Daemon linitd;

  @BeforeAll
  static void boot() {
    rig = TestRig.create();
    linitd = rig.boot();
  }

  @AfterAll
  static void stop() {
    try {
      linitd.close();
    } finally {
      rig.close();
    }
  }

  private static Result failed(int code, String name, String reason) {
    return new Result(code, "", "linitctl: cannot start '" + name + "': " + reason + "\n");
  }

  private static String json(Daemon daemon, String name) {
    Result status = daemon.ctl("--json", "status", name);
    assertThat(status.code()).isEqualTo(3);
    return status.out();
  }

  private static void repair(TestRig rig, Daemon daemon, List<String> names) {
    names.forEach(rig::script);
    List<String> start = new ArrayList<>(List.of("start"));
    start.addAll(names);
    assertThat(daemon.ctl(start.toArray(String[]::new))).isEqualTo(new Result(0, "", ""));
    start.set(0, "status");
    assertThat(daemon.ctl(start.toArray(String[]::new)).code()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void ofOneAndOfTwoIsRefusedInEveryShell(Shell shell) {
    try (TestRig own = TestRig.create().shell(shell)) {
      own.script("self", "depends() { dep self; }")
          .script("a", "depends() { dep b; }")
          .script("b", "depends() { dep a; }");
      try (Daemon daemon = own.boot()) {
        assertThat(daemon.ctl("start", "self"))
            .isEqualTo(failed(150, "self", "would deadlock: self → self"));
        assertThat(own.lines("log/self.log")).containsExactly("self: would deadlock: self → self");

        assertThat(daemon.ctl("start", "a"))
            .isEqualTo(failed(151, "a", "dependency 'b' failed: would deadlock: a → b → a"));
        assertThat(own.lines("log/b.log")).containsExactly("b: would deadlock: a → b → a");
        assertThat(own.lines("log/a.log"))
            .containsExactly("a: dependency 'b' failed: would deadlock: a → b → a");
        assertThat(json(daemon, "b")).contains("\"code\":150", "would deadlock: a → b → a");
        assertThat(json(daemon, "a")).contains("\"code\":151");

        assertThat(daemon.ctl("start", "b"))
            .isEqualTo(failed(151, "b", "dependency 'a' failed: would deadlock: b → a → b"));
        assertThat(daemon.ctl("graph").out())
            .contains("a  failed\n└─ b  failed\n   └─ a  failed  ↑\n");
        repair(own, daemon, List.of("self", "a", "b"));
      }
    }
  }

  @Test
  void ofFiftyNamesTheWholePath() {
    List<String> names = IntStream.range(0, 50).mapToObj(i -> "c" + i).toList();
    for (int i = 0; i < 50; i++) {
      rig.script("c" + i, "depends() { dep c" + (i + 1) % 50 + "; }");
    }
    String refusal = "would deadlock: " + String.join(" → ", names) + " → c0";
    assertThat(linitd.ctl("start", "c0"))
        .isEqualTo(
            failed(151, "c0", "dependency 'c1' failed: … dependency 'c49' failed: " + refusal));
    assertThat(rig.lines("log/c49.log")).containsExactly("c49: " + refusal);
    assertThat(json(linitd, "c49")).contains("\"code\":150", refusal);
    for (int i = 0; i < 49; i++) {
      String cause =
          i == 48 ? "" : i == 47 ? "dependency 'c49' failed: " : "… dependency 'c49' failed: ";
      assertThat(rig.lines("log/c" + i + ".log"))
          .containsExactly("c" + i + ": dependency 'c" + (i + 1) + "' failed: " + cause + refusal);
    }
    repair(rig, linitd, names);
  }

  @Test
  void thatTwoBranchesCloseAtTheSameTimeIsRefusedToOneOfThem() {
    assertThat(Command.run("mkfifo", path("to-l"), path("to-r")).code()).isZero();
    // Both scripts run and know of each other before either asks.
    rig.script("top", "depends() { dep l r; }")
        .script("l", "depends() { echo >$LINIT_ROOT/to-r; read -r line <$LINIT_ROOT/to-l; dep r; }")
        .script(
            "r", "depends() { read -r line <$LINIT_ROOT/to-r; echo >$LINIT_ROOT/to-l; dep l; }");
    Result start = linitd.ctl("start", "top");
    String codes =
        List.of("l", "r").stream()
            .map(name -> json(linitd, name).replaceAll("(?s).*\"code\":(\\d+).*", "$1"))
            .collect(Collectors.joining(" "));
    assertThat(codes).isIn("150 151", "151 150");
    String refused = codes.startsWith("150") ? "l" : "r";
    String other = codes.startsWith("150") ? "r" : "l";
    String path = "would deadlock: " + other + " → " + refused + " → " + other;
    assertThat(rig.lines("log/" + refused + ".log")).containsExactly(refused + ": " + path);
    assertThat(rig.lines("log/" + other + ".log"))
        .containsExactly(other + ": dependency '" + refused + "' failed: " + path);
    assertThat(start).isEqualTo(failed(151, "top", "dependency '" + refused + "' failed: " + path));
    repair(rig, linitd, List.of("l", "r", "top"));
  }

  @Test
  void thatClosesAtRunTimeThroughTwoBranchesNamesThemBoth() {
    assertThat(Command.run("mkfifo", path("go")).code()).isZero();
    rig.script("roof", "depends() { dep left right; }")
        .script("left", "depends() { read -r line <$LINIT_ROOT/go; dep under; }")
        .script("under", "depends() { dep right; }")
        .script("right", "depends() { dep left; }");
    try (RawClient watcher = linitd.connect();
        RawClient client = linitd.connect()) {
      watcher.send("{\"id\":1,\"op\":\"events\"}\n");
      client.send("{\"id\":2,\"op\":\"start\",\"names\":[\"roof\"]}\n");
      String event = watcher.readLine();
      while (!event.contains("\"right\",\"state\":\"starting\"")
          || !event.contains("\"waiting\":[\"left\"]")) {
        event = watcher.readLine();
      }
      // One branch waits for the other, which is under way: now that one goes on.
      assertThat(Command.run("/bin/sh", "-c", "echo >" + path("go")).code()).isZero();
      assertThat(client.readLine())
          .contains(
              "\"code\":151",
              "cannot start 'roof': dependency 'left' failed: dependency 'under' failed: would"
                  + " deadlock: right → left → under → right");
    }
    String path = "would deadlock: right → left → under → right";
    assertThat(rig.lines("log/under.log")).containsExactly("under: " + path);
    assertThat(json(linitd, "under")).contains("\"code\":150", path);
    assertThat(rig.lines("log/left.log").get(0))
        .isEqualTo("left: dependency 'under' failed: " + path);
    repair(rig, linitd, List.of("under", "left", "right", "roof"));
  }

  private static String path(String file) {
    return rig.path(file).toString();
  }
}
