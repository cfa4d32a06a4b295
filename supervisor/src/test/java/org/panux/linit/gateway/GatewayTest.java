package org.panux.linit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.ActorKit;
import org.panux.linit.model.Ending;
import org.panux.linit.process.FakeLauncher;
import org.panux.linit.protocol.FrameBuffer;

/** The gateway over real sockets, in front of real services whose scripts are not. */
@Timeout(60)
class GatewayTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();
  @TempDir private Path folder;

  private final FakeLauncher launcher = new FakeLauncher();
  private TestGateway gateway;

  @BeforeEach
  void listen() throws IOException {
    gateway = new TestGateway(kit, folder, launcher, Set.of(Ending.SHUTDOWN));
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  private Peer client() throws IOException {
    return gateway.client();
  }

  private Peer channel() throws IOException {
    return gateway.channel();
  }

  @Test
  void aScriptOnItsChannelIsAnsweredWithOneLineARequest() throws IOException {
    try (Peer client = client().send("start web\n")) {
      assertThat(client.read()).isEqualTo("notify web starting");
      FakeLauncher.Run web = launcher.next("start web");
      try (Peer script = channel().send("channel " + web.token() + "\ndep db\n")) {
        launcher.next("start db").end(0);
        assertThat(script.read()).isEqualTo("ok");
        script.send("want log\n");
        launcher.next("start log").end(1);
        assertThat(script.read()).isEqualTo("ok");
        script.send("dep log\n");
        assertThat(script.read()).startsWith("failed 151 dependency 'log' failed: start exited");
      }
      web.end(0);
      assertThat(client.read()).isEqualTo("notify web running");
    }
  }

  @Test
  void aScriptIsToldWhatItMayNot() throws IOException {
    try (Peer client = client().send("start web\n")) {
      FakeLauncher.Run web = launcher.next("start web");
      try (Peer script = channel().send("channel " + web.token() + "\ndep ../x\n")) {
        assertThat(script.read()).startsWith("failed 2 bad service name '../x'");
        script.send("state db running\n");
        assertThat(script.read())
            .isEqualTo("failed 4 only 'db' itself can report its state, this is 'web'");
        script.send("nonsense\n");
        assertThat(script.read()).isEqualTo("failed 2 unknown request");
        script.send("stop web\n");
        assertThat(script.read()).isEqualTo("failed 150 would deadlock: web → web");
        script.send("state web running\n");
        assertThat(script.read()).isEqualTo("ok");
      }
      assertThat(client.read()).isEqualTo("notify web starting");
      assertThat(client.read()).isEqualTo("notify web running");
      web.end(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel test:web:1:guessed\ndep db\n",
        "channel nothing\n",
        "dep db\n",
        "channel a b\n",
        "{\"id\":1,\"op\":\"list\"}\n"
      })
  void aChannelWithoutATrueTokenIsClosed(String bytes) throws IOException {
    try (Peer client = client().send("start web\n")) {
      assertThat(client.read()).isEqualTo("notify web starting");
      launcher.next("start web");
      try (Peer stranger = channel().send(bytes)) {
        assertThat(stranger.read()).isNull();
      }
      assertThat(launcher.isIdle()).isTrue();
    }
  }

  @Test
  void aClientThatSendsNoMoreIsStillAnswered() throws IOException {
    try (Peer client = client().send("start web\n").endOutput()) {
      launcher.next("start web").end(0);
      assertThat(client.read()).isEqualTo("notify web starting");
      assertThat(client.read()).isEqualTo("notify web running");
      assertThat(client.read()).isNull();
    }
    try (Peer client = client().send("{\"id\":\"x\",\"op\":\"status\"}\n").endOutput()) {
      assertThat(client.read()).contains("\"id\":\"x\"", "\"name\":\"web\"");
      assertThat(client.read()).isNull();
    }
  }

  @Test
  void aLostStartEndsTheAncestorsConnection() throws IOException {
    try (Peer client = client().send("start web\n")) {
      launcher.next("start web").end(1);
      assertThat(client.read()).isEqualTo("notify web starting");
      assertThat(client.read()).isEqualTo("notify web bad");
      assertThat(client.read()).isNull();
    }
  }

  @Test
  void aStopOfWhatDoesNotRunIsAnsweredWithStopped() throws IOException {
    try (Peer client = client().send("stop web\n")) {
      assertThat(client.read()).isEqualTo("notify web stopped");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rubbish\n", "start ../x y\n", "stop a/b\n", "state web running\n", "\n"})
  void whatMakesNoSenseEndsTheConnectionAndNothingElse(String bytes) throws IOException {
    try (Peer client = client();
        Peer other = client().send("stop web\n")) {
      client.send(bytes);
      String line = client.read();
      assertThat(line == null || line.equals("notify ../x bad") && client.read() == null).isTrue();
      assertThat(other.read()).isEqualTo("notify web stopped");
    }
  }

  @Test
  void aMessageWithoutEndIsRefused() throws IOException {
    try (Peer client = client()) {
      client.send("{" + " ".repeat(FrameBuffer.MAX_MESSAGE));
      assertThat(client.read()).contains("a message is longer than 65536 bytes");
      assertThat(client.read()).isNull();
    }
  }

  /** More of them than linitd has threads, and each has had linitd ask the kernel who it is. */
  @Test
  void readersThatAreTooSlowAreCutOffAndOthersAreNot() throws IOException {
    for (int i = 0; i < 5; i++) {
      aReaderThatIsTooSlowIsCutOff();
    }
    try (Peer client = client().send("stop web\n")) {
      assertThat(client.read()).isEqualTo("notify web stopped");
    }
  }

  private void aReaderThatIsTooSlowIsCutOff() throws IOException {
    try (Peer slow = client().send("stop web\n")) {
      assertThat(slow.read()).isEqualTo("notify web stopped");
      String request = "{\"id\":1,\"op\":\"version\"}\n".repeat(200);
      IOException cutOff = null;
      for (int i = 0; i < 5000 && cutOff == null; i++) {
        try {
          slow.send(request);
        } catch (IOException e) {
          cutOff = e;
        }
      }
      assertThat(cutOff).as("a million answers that nobody reads").isNotNull();
    }
  }

  @Test
  void nobodyReportsForAServiceThatHeIsNot() throws IOException {
    try (Peer client =
        client().send("{\"id\":1,\"op\":\"state\",\"names\":[\"web\"],\"state\":\"running\"}\n")) {
      assertThat(client.read()).contains("\"ok\":false", "\"code\":4");
    }
  }

  @Test
  void aThousandRequestsAreAnsweredInTheirOrder() throws IOException {
    try (Peer client = client()) {
      for (int i = 0; i < 1000; i++) {
        client.send("{\"id\":" + i + ",\"op\":\"version\"}\n");
        assertThat(client.read()).startsWith("{\"id\":" + i + ",");
      }
    }
  }
}
