package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A linitd that dies in the middle of an answer is said in one line, whatever was asked. */
class HalfAnswerTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** The exit code of {@code linitctl WORDS} against a server that says {@code text} and leaves. */
  private int run(String words, String text) throws Exception {
    Path path = folder.resolve("s");
    CommandLine line = CommandLine.parse(words.split(" "), Optional.of(path.toString()));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      CompletableFuture<Integer> code =
          CompletableFuture.supplyAsync(
              () ->
                  new Linitctl(
                          line,
                          new PrintStream(out, true, StandardCharsets.UTF_8),
                          new PrintStream(err, true, StandardCharsets.UTF_8))
                      .run());
      try (SocketChannel client = server.accept()) {
        // It has been asked, so what is sent is in the middle of an answer.
        client.read(ByteBuffer.allocate(64 * 1024));
        client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
      return code.get(60, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start web",
        "--json start web",
        "start --no-wait web",
        "start --watch web",
        "stop web",
        "restart web",
        "reload web",
        "kill web HUP",
        "reset",
        "state web failed",
        "list",
        "--json list",
        "list --tree",
        "graph",
        "graph --format dot",
        "why web",
        "wait web",
        "wait --timeout 60s web",
        "events",
        "events --follow",
        "blame",
        "critical-chain",
        "what-if web=1s",
        "deps diff x",
        "logs web",
        "logs -f web",
        "boot",
        "boot --watch",
      })
  void itIsOneLineAndNoAnswer(String words) throws Exception {
    int code = run(words, "{\"id\":1,\"ok\":true,\"services\":[{\"na");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("linitctl: linitd has gone: ")
        .hasLineCount(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"status, 1", "status web, 1", "is-running web, 0", "is-failed web, 0"})
  void aQuestionForTheStateHasItsOwnCode(String words, int lines) throws Exception {
    assertThat(run(words, "{\"id\":1,\"ok\":true,\"services\":[{\"na")).isEqualTo(4);
    assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(lines);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "why web", "events"})
  void whatIsNoAnswerIsOneLineToo(String words) throws Exception {
    assertThat(run(words, "{\"id\":1,\"ok\":}\n")).isEqualTo(7);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("linitctl: linitd has gone: linitd sent what is no answer: ")
        .hasLineCount(1);
  }
}
