package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.panux.linit.e2e.Markdown.Block;
import org.panux.linit.protocol.JsonRequest;

/** Every example of {@code docs/PROTOCOL.md}, in its order, against a real linitd. */
class ProtocolDocTest {
  private static final String DOCUMENT = "PROTOCOL.md";
  private static final String CLOSED = "(closed)";

  /** Sends each line of {@code requests} on the script's channel and keeps the answer to it. */
  private static final String TALK =
      """
      start() {
        while IFS= read -r request; do
          printf '%s\\n' "$request" >&9
          IFS= read -r answer <&9
          printf '> %s\\n< %s\\n' "$request" "$answer" >>"$LINIT_ROOT/talked"
        done <"$LINIT_ROOT/requests"
      }
      """;

  @TestFactory
  Stream<DynamicTest> examplesAreTrue() {
    DocRig rig = new DocRig(DOCUMENT);
    return rig.blocks().stream()
        .filter(block -> block.info().startsWith("linit") || block.info().equals("console"))
        .map(block -> DynamicTest.dynamicTest(block.title(), () -> run(rig, block)))
        .onClose(rig::close);
  }

  private static void run(DocRig rig, Block block) {
    switch (block.info()) {
      case "linit" -> talk(rig.daemon(), block, '\n');
      case "linit nul" -> talk(rig.daemon(), block, '\0');
      case "linit channel" -> talkOnChannel(rig, block);
      default -> rig.replay(block);
    }
  }

  /** On a connection of its own, which brings nothing but what stands there. */
  private static void talk(Daemon linitd, Block block, char terminator) {
    try (RawClient client = linitd.connect()) {
      List<String> expected = new ArrayList<>();
      for (String line : block.lines()) {
        if (line.startsWith("> ")) {
          receive(client, block, terminator, expected);
          client.send(line.substring(2) + terminator);
        } else {
          assertThat(line).as("a line of a talk").startsWith("< ");
          expected.add(line.substring(2));
        }
      }
      boolean closed = expected.remove(CLOSED);
      receive(client, block, terminator, expected);
      if (!closed) {
        client.endOutput();
      }
      assertThat(client.read(terminator)).as("after the end of " + block.title()).isNull();
    }
  }

  /** Receives {@code expected}; what belongs together comes in that order. */
  private static void receive(
      RawClient client, Block block, char terminator, List<String> expected) {
    while (!expected.isEmpty()) {
      String line = client.read(terminator);
      assertThat(line).as("instead of " + expected).isNotNull();
      String next =
          expected.stream()
              .filter(it -> series(it).equals(series(line)))
              .findFirst()
              .orElseThrow(() -> new AssertionError(line + " instead of " + expected));
      Expected.check(DOCUMENT + ":" + block.line(), next, line);
      expected.remove(next);
    }
  }

  /** What an answer belongs to: the id of JSON, the service of a notice. */
  private static String series(String line) {
    return line.startsWith("{") ? line.split(",", 2)[0] : line.split(" ", 3)[1];
  }

  private static void talkOnChannel(DocRig rig, Block block) {
    String requests =
        block.lines().stream()
            .filter(line -> line.startsWith("> "))
            .map(line -> line.substring(2) + "\n")
            .reduce("", String::concat);
    rig.rig().file("requests", requests, "rw-r--r--").script("talk", TALK);
    rig.daemon().ctl("start", "talk");
    // It says that it runs before it has said all.
    Await.until(
        () -> rig.rig().lines("talked").size() >= block.lines().size(),
        () -> rig.rig().lines("talked"));
    assertThat(rig.rig().lines("talked")).isEqualTo(block.lines());
  }

  @Test
  void everyOperationHasAnExample() {
    assertThat(Arrays.stream(JsonRequest.Op.values()).map(op -> "\"op\":\"" + op.word() + "\""))
        .allSatisfy(op -> assertThat(Markdown.read(DOCUMENT)).contains(op));
  }
}
