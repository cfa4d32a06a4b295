package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code linitctl wait} returns at the event, and at the moment when there can be none. */
class WaitTest {
  private static final String GATED =
      "start() { echo here >$LINIT_ROOT/at; read -r word <$LINIT_ROOT/gate; }";

  private static String request(String names, String more) {
    return "{\"id\":1,\"op\":\"wait\",\"names\":[" + names + "]" + more + "}\n";
  }

  /** Runs linitctl in the background. */
  private static CompletableFuture<Result> ctl(Daemon linitd, String... words) {
    List<String> command = new ArrayList<>(List.of(Command.bin("linitctl")));
    command.addAll(Arrays.asList(words));
    return CompletableFuture.supplyAsync(() -> Command.run(linitd.environment(), command));
  }

  @Test
  void whatRunsIsNotWaitedFor() {
    try (TestRig rig = TestRig.create().script("a").script("b").enable("a", "b");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("wait", "a", "b")).isEqualTo(new Result(0, "", ""));
      assertThat(linitd.ctl("--json", "wait", "a", "b").out())
          .contains("\"ok\":true,\"running\":[\"a\",\"b\"]");
    }
  }

  @Test
  void itIsOverWhenTheLastOneRunsOrWithAnyTheFirst() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", GATED).script("web", "depends() { dep slow; }").script("a").enable("web");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("here");
        RawClient all = linitd.connect().send(request("\"web\",\"a\"", ""));
        RawClient any = linitd.connect().send(request("\"web\",\"a\"", ",\"any\":true"));
        // Nobody has asked for it, and boot may yet.
        linitd.ctl("start", "a");
        assertThat(any.readLine()).isEqualTo("{\"id\":1,\"ok\":true,\"running\":[\"a\"]}");
        CompletableFuture<Result> ctl = ctl(linitd, "wait", "web", "boot", "--timeout", "1h");
        gate.open();
        assertThat(all.readLine()).isEqualTo("{\"id\":1,\"ok\":true,\"running\":[\"web\",\"a\"]}");
        assertThat(ctl.join()).isEqualTo(new Result(0, "", ""));
        linitd.awaitBoot();
        all.close();
        any.close();
      }
    }
  }

  @Test
  void failureEndsItAtOnceWithItsCause() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script(
              "db", "start() { echo here >$LINIT_ROOT/at; read -r w <$LINIT_ROOT/gate; return 3; }")
          .script("web", "depends() { dep db; }");
      try (Daemon linitd = rig.boot();
          RawClient starter = linitd.connect()) {
        starter.send("{\"id\":1,\"op\":\"start\",\"names\":[\"web\"]}\n");
        assertThat(at.hear()).isEqualTo("here");
        CompletableFuture<Result> ctl = ctl(linitd, "wait", "web", "--timeout=1h");
        try (RawClient waiter = linitd.connect()) {
          waiter.send(request("\"web\"", "")).send("{\"id\":2,\"op\":\"version\"}\n");
          assertThat(waiter.readLine()).startsWith("{\"id\":2");
          gate.open();
          assertThat(waiter.readLine())
              .startsWith(
                  "{\"id\":1,\"ok\":false,\"code\":1,\"error\":\"'web' has failed: dependency 'db'"
                      + " failed: start exited with 3\",\"failures\":[{\"name\":\"web\",\"code\":1,")
              .contains("\"services\":[{\"name\":\"web\",\"state\":\"failed\"");
        }
        assertThat(ctl.join().code()).isEqualTo(1);
        assertThat(ctl.join().out()).isEmpty();
        assertThat(ctl.join().err())
            .startsWith("linitctl: 'web' has failed: dependency 'db' failed: start exited with 3\n")
            .contains("because its dependency db failed.\ndb failed: start exited with 3.\n");
      }
    }
  }

  @Test
  void anyGoesOnUntilNoneIsLeft() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", GATED + "; return 4")
          .script("bad", "start() { return 3; }")
          .script(
              "slow",
              "start() { echo here >$LINIT_ROOT/at; read -r w <$LINIT_ROOT/gate; return 4; }");
      try (Daemon linitd = rig.boot();
          RawClient client = linitd.connect();
          RawClient starter = linitd.connect()) {
        starter.send("{\"id\":1,\"op\":\"start\",\"names\":[\"slow\",\"bad\"]}\n");
        assertThat(at.hear()).isEqualTo("here");
        Await.state(linitd, "bad", "failed");
        client.send(request("\"bad\",\"slow\"", ",\"any\":true"));
        gate.open();
        assertThat(client.readLine())
            .contains("\"failures\":[{\"name\":\"bad\"", "{\"name\":\"slow\"");
      }
    }
  }

  @Test
  void whatNobodyAsksForIsNotWaitedForOnceNothingStarts() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", GATED).script("never").enable("slow");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("here");
        RawClient client = linitd.connect().send(request("\"never\"", ""));
        client.send("{\"id\":2,\"op\":\"version\"}\n");
        assertThat(client.readLine()).startsWith("{\"id\":2,");
        gate.open();
        assertThat(client.readLine())
            .contains("\"code\":1,\"error\":\"'never' is not being started\"");
        client.close();
        Result late = linitd.ctl("wait", "never");
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.err())
            .isEqualTo(
                "linitctl: 'never' is not being started\n"
                    + "never was never started: nobody has asked for it.\n");
        linitd.awaitBoot();
      }
    }
  }

  @Test
  void restartIsWaitedForAndStopIsNot() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("web", "stop() { echo here >$LINIT_ROOT/at; read -r word <$LINIT_ROOT/gate; }");
      try (Daemon linitd = rig.boot();
          RawClient other = linitd.connect()) {
        linitd.ctl("start", "web");
        other.send("{\"id\":5,\"op\":\"restart\",\"names\":[\"web\"]}\n");
        assertThat(at.hear()).isEqualTo("here");
        CompletableFuture<Result> again = ctl(linitd, "wait", "web");
        gate.open();
        assertThat(again.join().code()).isZero();
        other.readLine();
        other.send("{\"id\":6,\"op\":\"stop\",\"names\":[\"web\"]}\n");
        assertThat(at.hear()).isEqualTo("here");
        Result stopped = linitd.ctl("wait", "web");
        gate.open();
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err())
            .startsWith(
                "linitctl: 'web' is being stopped: stopped by request\nweb is being stopped");
        other.readLine();
      }
    }
  }

  @Test
  void timeOutIsACodeOfItsOwn() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", GATED).enable("slow");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("here");
        Result late = linitd.ctl("wait", "slow", "boot", "--timeout", "50ms");
        assertThat(late.code()).isEqualTo(124);
        assertThat(late.err()).isEqualTo("linitctl: not running after 0.05 s: slow boot\n");
        assertThat(linitd.ctl("wait", "slow", "--timeout", "soon"))
            .isEqualTo(
                new Result(
                    2,
                    "",
                    "linitctl: --timeout: 'soon' is no duration; write 30 for seconds, or"
                        + " 500ms, 1.5s, 2min, 1h\n"));
        gate.open();
        linitd.awaitBoot();
      }
    }
  }

  @Test
  void linitdThatDiesOrThatEndsIsSaidInOneLine() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", GATED).enable("slow");
      try (Daemon linitd = rig.start()) {
        assertThat(at.hear()).isEqualTo("here");
        CompletableFuture<Result> ctl = ctl(linitd, "wait", "slow");
        // The one that waits is there when another one, that came later, is answered.
        Await.until(() -> clients(linitd) > 0, () -> clients(linitd));
        linitd.die();
        assertThat(ctl.join().code()).isEqualTo(7);
        assertThat(ctl.join().err()).startsWith("linitctl: linitd").hasLineCount(1);
        gate.open();
        try (Daemon next = rig.start()) {
          gate.open();
          next.awaitBoot();
        }
      }
    }
  }

  /** How many connections to its socket there are. */
  private static long clients(Daemon linitd) {
    String path = linitd.environment().get("LINITSOCK");
    return Command.run("cat", "/proc/net/unix")
            .out()
            .lines()
            .filter(line -> line.endsWith(path))
            .count()
        - 1;
  }

  @Test
  void noSuchServiceIsNoTimeOut() {
    try (TestRig rig = TestRig.create().script("web");
        Daemon linitd = rig.boot()) {
      Result result = linitd.ctl("wait", "wbe");
      assertThat(result.code()).isEqualTo(5);
      assertThat(result.err())
          .isEqualTo(
              "linitctl: cannot wait: no such service: there is no "
                  + rig.path("init.d/wbe")
                  + "; did you mean 'web'?\n");
    }
  }
}
