package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small client, and what is no good answer. */
class SmallClientFaultsTest {
  private static final int MUTATIONS = 150;

  private static Clients clients;
  private static List<byte[]> answers;

  @TempDir Path folder;
  private ServerSocketChannel server;
  private volatile byte[] answer = {};

  @BeforeAll
  static void record() {
    clients = Clients.make();
    try (TestRig rig = TestRig.create()) {
      rig.script("db", "start() { echo 'up “”🎉'; supervise -- sh -c 'sleep 99999 & wait'; }")
          .script("web", "depends() { dep db; want absent; }")
          .script("bad", "start() { return 3; }")
          .enable("web", "bad");
      try (Daemon linitd = rig.boot();
          RawClient client = linitd.connect()) {
        answers = new ArrayList<>();
        for (String request :
            List.of(
                "\"status\",\"names\":[\"db\",\"web\",\"bad\"],\"details\":true",
                "\"list\"",
                "\"start\",\"names\":[\"bad\",\"wbe\"]",
                "\"stop\",\"names\":[\"db\"]")) {
          String line = client.send("{\"id\":1,\"op\":" + request + "}\n").readLine();
          answers.add((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  @AfterAll
  static void remove() {
    if (clients != null) {
      clients.close();
    }
  }

  /** A linitd that gives the same answer to everything, and ends the connection then. */
  @BeforeEach
  void listen() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("sock")));
    Thread thread = new Thread(this::serve, "no linitd");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (true) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer request = ByteBuffer.allocate(1024);
        while (request.position() == 0 || request.get(request.position() - 1) != '\n') {
          if (client.read(request) < 0) {
            break;
          }
        }
        ByteBuffer bytes = ByteBuffer.wrap(answer);
        while (bytes.hasRemaining()) {
          client.write(bytes);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        if (!Files.exists(folder)) {
          throw new UncheckedIOException(e);
        }
        // The client has left, and another one comes.
      }
    }
  }

  private Map<String, String> environment() {
    return Map.of("LINITSOCK", folder.resolve("sock").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"id\":1,\"ok\":true,\"serv",
        "no",
        "{}\n",
        "{\"id\":1,\"ok\":false,\"code\":2,\"error\":\"a\\u001b\\u2028b\"}\n",
        "{\"id\":1,\"ok\":true,\"services\":[]}\n{",
      })
  void theSameIsSaidOfAnAnswerThatIsNone(String bytes) {
    answer = bytes.getBytes(StandardCharsets.UTF_8);
    String line =
        "for verb in start is-failed is-running status; do linitctl $verb x; echo $?; done";
    assertThat(clients.small(line, environment())).isEqualTo(clients.java(line, environment()));
  }

  @Test
  void whatIsRefusedIsSaidByEachVerb() {
    answer =
        "{\"id\":1,\"ok\":false,\"code\":1,\"error\":\"too much\"}\n"
            .getBytes(StandardCharsets.UTF_8);
    String line =
        "for words in list published status 'start x'; do linitctl $words; echo $?; done;"
            + "linitctl list --json";
    Result expected =
        new Result(
            1,
            "1\n1\n1\n1\n" + new String(answer, StandardCharsets.UTF_8),
            "linitctl: too much\n".repeat(4));
    assertThat(clients.java(line, environment())).isEqualTo(expected);
    assertThat(clients.watched(line, environment())).isEqualTo(expected);
  }

  @Test
  void anAnswerThatIsNotJsonIsNone() {
    answer = "no\n".getBytes(StandardCharsets.UTF_8);
    String said = "linitctl: linitd has gone: linitd sent what is no answer";
    assertThat(clients.small("linitctl stop x", environment()))
        .isEqualTo(new Result(7, "", said + "\n"));
    assertThat(clients.watched("linitctl status x", environment()).code())
        .as("which Java can ask again")
        .isEqualTo(Clients.GIVEN_BACK);
  }

  @Test
  void noAnswerDoesHarm() {
    Random random = new Random(17);
    String[] lines = {
      "linitctl status db web bad", "linitctl list", "linitctl start bad wbe", "linitctl stop db"
    };
    for (int i = 0; i < MUTATIONS; i++) {
      int which = i % lines.length;
      answer = mutated(answers.get(which), random);
      Result result = clients.watched(lines[which], environment());
      assertThat(result.err())
          .as("%s, answered with %s", lines[which], new String(answer, StandardCharsets.UTF_8))
          .doesNotContain("Sanitizer", "runtime error");
    }
  }

  /** A few bytes are others, are missing, or are there twice. */
  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] tokens = "{}[]\",:\\u0-9\u0000\n tf.".getBytes(StandardCharsets.UTF_8);
    byte[] result = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(result.length);
      int count = Math.min(random.nextInt(20), result.length - at);
      switch (random.nextInt(4)) {
        case 0 -> result[at] = tokens[random.nextInt(tokens.length)];
        case 1 -> result[at] = (byte) random.nextInt(256);
        case 2 -> result = joined(result, at, at + count);
        default -> result = joined(result, at + count, at);
      }
    }
    return result.length == 0 ? bytes : result;
  }

  /** What is before {@code end}, and what begins at {@code begin}. */
  private static byte[] joined(byte[] bytes, int end, int begin) {
    byte[] result = new byte[end + bytes.length - begin];
    System.arraycopy(bytes, 0, result, 0, end);
    System.arraycopy(bytes, begin, result, end, bytes.length - begin);
    return result;
  }
}
