package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the ancestor's messages, by a client that knows nothing else. */
class AncestorProtocolTest {
  @RegisterExtension static final Shared LINES = Shared.create();
  @RegisterExtension static final Shared ZEROS = Shared.create();

  /** The one for tests that use this terminator. */
  private static Daemon shared(char terminator) {
    return (terminator == '\n' ? LINES : ZEROS).linitd();
  }

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\n'})
  void startTellsEachStateAtOnceAndAtEachChangeUntilTheClientLeaves(char terminator) {
    TestRig rig = shared(terminator).rig();
    try (Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("db", "start() { read -r _ <$LINIT_ROOT/gate; }").script("cache");
      Daemon linitd = shared(terminator);
      try (AncestorClient client = new AncestorClient(linitd, terminator);
          AncestorClient other = new AncestorClient(linitd, terminator)) {
        client.tell("start db cache");
        List<String> notices = new ArrayList<>();
        // Of several services it is told as it comes.
        while (notices.size() < 3) {
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
    shared(terminator)
        .rig()
        .script("page", "depends() { dep disk; }")
        .script("disk", "start() { false; }");
    Daemon linitd = shared(terminator);
    try (AncestorClient web = new AncestorClient(linitd, terminator);
        AncestorClient ghost = new AncestorClient(linitd, terminator);
        AncestorClient bad = new AncestorClient(linitd, terminator)) {
      assertThat(web.tell("start page").hear()).isEqualTo("notify page starting");
      assertThat(web.hear()).isEqualTo("notify page bad");
      assertThat(web.hear()).isNull();
      assertThat(ghost.tell("start ghost").hear()).isEqualTo("notify ghost starting");
      assertThat(ghost.hear()).isEqualTo("notify ghost bad");
      assertThat(ghost.hear()).isNull();
      assertThat(bad.tell("start ../page").hear()).isEqualTo("notify ../page bad");
      assertThat(bad.hear()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\n'})
  void runningIsToldAtOnceAndStopTellsStoppingAndThenStopped(char terminator) {
    shared(terminator).rig().script("base").script("idle");
    Daemon linitd = shared(terminator);
    linitd.start("base");
    try (AncestorClient client = new AncestorClient(linitd, terminator)) {
      try (AncestorClient other = new AncestorClient(linitd, terminator)) {
        assertThat(other.tell("start base").hear()).isEqualTo("notify base running");
      }
      assertThat(client.tell("stop base").hear()).isEqualTo("notify base stopping");
      assertThat(client.hear()).isEqualTo("notify base stopped");
      assertThat(client.tell("stop base").hear()).isEqualTo("notify base stopped");
      assertThat(client.tell("stop idle").hear()).isEqualTo("notify idle stopped");
      assertThat(client.tell("stop spirit").hear()).isEqualTo("notify spirit stopped");
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'\0', '\n'})
  void stateOfAnotherIsNotBelievedAndEndsTheConnection(char terminator) {
    shared(terminator).rig().script("steady");
    Daemon linitd = shared(terminator);
    linitd.start("steady");
    for (String state : new String[] {"stopped", "failed", "running"}) {
      try (AncestorClient stranger = new AncestorClient(linitd, terminator)) {
        assertThat(stranger.tell("state steady " + state).hear()).isNull();
      }
    }
    assertThat(linitd.runs("steady")).isTrue();
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
            " start never",
            "start never ",
            "start  never",
            "START never",
            "stop",
            "stop never web",
            "state never",
            "state never null",
            "state never flying",
            "notify never running",
            "channel x",
            "dep never",
            "[]");
    LINES.rig().script("never");
    Daemon linitd = LINES.linitd();
    for (String message : messages) {
      try (AncestorClient client = new AncestorClient(linitd, '\n')) {
        assertThat(client.tell(message).hear()).as("after '%s'", message).isNull();
      }
    }
    assertThat(linitd.ctl("is-running", "never").code()).isEqualTo(3);
  }

  @Test
  void eachAnswerHasTheTerminatorOfItsRequest() {
    LINES.rig().script("each");
    Daemon linitd = LINES.linitd();
    linitd.start("each");
    try (RawClient client = linitd.connect()) {
      assertThat(client.send("stop ghost\0").read('\0')).isEqualTo("notify ghost stopped");
      assertThat(client.send("start each\n").read('\n')).isEqualTo("notify each running");
      assertThat(client.send("stop ghost\0").read('\0')).isEqualTo("notify ghost stopped");
    }
  }

  /** Of two who tell of one service, one could say what was after the other has said what is. */
  @Test
  void eachChangeIsToldOnceHoweverOftenAServiceWasStarted() {
    LINES.rig().script("again");
    try (AncestorClient client = new AncestorClient(LINES.linitd(), '\n')) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.start("again")).isZero();
      }
      client.tell("stop again");
      // From the start, and the answer to the stop.
      assertThat(List.of(client.hear(), client.hear(), client.hear(), client.hear()))
          .containsExactlyInAnyOrder(
              "notify again stopping",
              "notify again stopping",
              "notify again stopped",
              "notify again stopped");
      client.tell("start again");
      assertThat(client.hear()).isEqualTo("notify again starting");
    }
  }

  /** Whoever has socat has a client. */
  @Test
  void aPipeIsAClient() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "needs socat");
    TestRig rig = LINES.rig().script("piped").script("bad1", "start() { exit 3; }");
    Daemon linitd = LINES.linitd();
    String client = "printf '%s\\n' \"$1\" | socat -t 60 - UNIX-CONNECT:\"$LINITSOCK\"";
    Map<String, String> socket = Map.of("LINITSOCK", rig.socket().toString());
    assertThat(Command.run(socket, List.of("/bin/sh", "-c", client, "sh", "start piped")))
        .isEqualTo(new Result(0, "notify piped starting\nnotify piped running\n", ""));
    assertThat(Command.run(socket, List.of("/bin/sh", "-c", client, "sh", "stop piped")))
        .isEqualTo(new Result(0, "notify piped stopping\nnotify piped stopped\n", ""));
    assertThat(Command.run(socket, List.of("/bin/sh", "-c", client, "sh", "start bad1")))
        .isEqualTo(new Result(0, "notify bad1 starting\nnotify bad1 bad\n", ""));
    assertThat(linitd.alive()).isTrue();
  }
}
