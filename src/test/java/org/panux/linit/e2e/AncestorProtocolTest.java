package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the ancestor's messages, by a client that knows nothing else. */
class AncestorProtocolTest {
  @ParameterizedTest
  @ValueSource(chars = {'\0', '\n'})
  void startTellsEachStateAtOnceAndAtEachChangeUntilTheClientLeaves(char terminator) {
    try (TestRig rig = TestRig.create();
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("db", "start() { read -r _ <$LINIT_ROOT/gate; }").script("cache");
      try (Daemon linitd = rig.boot();
          AncestorClient client = new AncestorClient(linitd, terminator);
          AncestorClient other = new AncestorClient(linitd, terminator)) {
        client.tell("start db cache");
        List<String> notices = new ArrayList<>();
        while (!notices.contains("notify cache running")) {
          notices.add(client.hear());
        }
        assertThat(notices)
            .containsExactlyInAnyOrder(
                "notify db starting", "notify cache starting", "notify cache running");
        gate.open();
        assertThat(client.hear()).isEqualTo("notify db running");

        assertThat(other.stop("db")).isZero();
        assertThat(client.hear()).isEqualTo("notify db stopping");
        assertThat(client.hear()).isEqualTo("notify db stopped");
        gate.open();
        assertThat(other.start("db")).isZero();
        assertThat(client.hear()).isEqualTo("notify db starting");
        assertThat(client.hear()).isEqualTo("notify db running");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\n'})
  void aServiceThatCannotRunIsBadAndThenTheConnectionEnds(char terminator) {
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "depends() { dep db; }").script("db", "start() { false; }");
      try (Daemon linitd = rig.boot();
          AncestorClient web = new AncestorClient(linitd, terminator);
          AncestorClient ghost = new AncestorClient(linitd, terminator);
          AncestorClient bad = new AncestorClient(linitd, terminator)) {
        assertThat(web.tell("start web").hear()).isEqualTo("notify web starting");
        assertThat(web.hear()).isEqualTo("notify web bad");
        assertThat(web.hear()).isNull();
        assertThat(ghost.tell("start ghost").hear()).isEqualTo("notify ghost starting");
        assertThat(ghost.hear()).isEqualTo("notify ghost bad");
        assertThat(ghost.hear()).isNull();
        assertThat(bad.tell("start ../web").hear()).isEqualTo("notify ../web bad");
        assertThat(bad.hear()).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\n'})
  void runningIsToldAtOnceAndStopTellsStoppingAndThenStopped(char terminator) {
    try (TestRig rig = TestRig.create().script("db").enable("db").script("idle");
        Daemon linitd = rig.boot();
        AncestorClient client = new AncestorClient(linitd, terminator)) {
      try (AncestorClient other = new AncestorClient(linitd, terminator)) {
        assertThat(other.tell("start db").hear()).isEqualTo("notify db running");
      }
      assertThat(client.tell("stop db").hear()).isEqualTo("notify db stopping");
      assertThat(client.hear()).isEqualTo("notify db stopped");
      assertThat(client.tell("stop db").hear()).isEqualTo("notify db stopped");
      assertThat(client.tell("stop idle").hear()).isEqualTo("notify idle stopped");
      assertThat(client.tell("stop ghost").hear()).isEqualTo("notify ghost stopped");
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\n'})
  void stateOfAnotherIsNotBelievedAndEndsTheConnection(char terminator) {
    try (TestRig rig = TestRig.create().script("db").enable("db");
        Daemon linitd = rig.boot()) {
      for (String state : new String[] {"stopped", "failed", "running"}) {
        try (AncestorClient stranger = new AncestorClient(linitd, terminator)) {
          assertThat(stranger.tell("state db " + state).hear()).isNull();
        }
      }
      assertThat(linitd.runs("db")).isTrue();
    }
  }

  @Test
  void anythingElseEndsTheConnection() {
    List<String> messages =
        List.of(
            "",
            " ",
            "hello",
            "start",
            "start ",
            " start db",
            "start db ",
            "start  db",
            "START db",
            "stop",
            "stop db web",
            "state db",
            "state db null",
            "state db flying",
            "notify db running",
            "channel x",
            "dep db",
            "[]");
    try (TestRig rig = TestRig.create().script("db");
        Daemon linitd = rig.boot()) {
      for (String message : messages) {
        try (AncestorClient client = new AncestorClient(linitd, '\n')) {
          assertThat(client.tell(message).hear()).as("after '%s'", message).isNull();
        }
      }
      assertThat(linitd.ctl("is-running", "db").code()).isEqualTo(3);
    }
  }

  @Test
  void eachAnswerHasTheTerminatorOfItsRequest() {
    try (TestRig rig = TestRig.create().script("db").enable("db");
        Daemon linitd = rig.boot();
        RawClient client = linitd.connect()) {
      assertThat(client.send("stop ghost\0").read('\0')).isEqualTo("notify ghost stopped");
      assertThat(client.send("start db\n").read('\n')).isEqualTo("notify db running");
      assertThat(client.send("stop ghost\0").read('\0')).isEqualTo("notify ghost stopped");
    }
  }

  /** Whoever has socat has a client. */
  @Test
  void aPipeIsAClient() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "needs socat");
    try (TestRig rig = TestRig.create().script("db").script("bad", "start() { exit 3; }");
        Daemon linitd = rig.boot()) {
      String client = "printf '%s\\n' \"$1\" | socat -t 60 - UNIX-CONNECT:\"$LINITSOCK\"";
      Map<String, String> socket = Map.of("LINITSOCK", rig.socket().toString());
      assertThat(Command.run(socket, List.of("/bin/sh", "-c", client, "sh", "start db")))
          .isEqualTo(new Result(0, "notify db starting\nnotify db running\n", ""));
      assertThat(Command.run(socket, List.of("/bin/sh", "-c", client, "sh", "stop db")))
          .isEqualTo(new Result(0, "notify db stopping\nnotify db stopped\n", ""));
      assertThat(Command.run(socket, List.of("/bin/sh", "-c", client, "sh", "start bad")))
          .isEqualTo(new Result(0, "notify bad starting\nnotify bad bad\n", ""));
      assertThat(linitd.alive()).isTrue();
    }
  }
}
