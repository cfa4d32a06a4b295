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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** The verb {@code boot}, told its events by a server that only recites. */
class BootTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static ServiceView view(String name, ServiceState state, String reason, String... waits) {
    boolean running = state == ServiceState.RUNNING;
    return new ServiceView(
        name,
        state,
        true,
        running ? 0 : 1,
        reason,
        running ? 2234 : 1000,
        running ? 1234 : -1,
        List.of(waits),
        1,
        List.of());
  }

  private static String snapshot(ServiceView... views) {
    return Json.write(
        Map.of(
            "id",
            1,
            "ok",
            true,
            "services",
            List.of(views).stream().map(ServiceView::toJson).toList(),
            "edges",
            List.of()));
  }

  private static String change(ServiceView view) {
    return Json.write(Map.of("id", 1, "event", "service", "service", view.toJson()));
  }

  /** The exit code of {@code linitctl WORDS} against a server that says {@code lines}. */
  private int run(List<String> words, String... lines) throws Exception {
    Path path = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      CompletableFuture<Integer> code =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  CommandLine line =
                      CommandLine.parse(words.toArray(String[]::new), Optional.of(path.toString()));
                  return new Linitctl(line, stream(out), stream(err)).run();
                } catch (CommandLine.Invalid e) {
                  throw new IllegalStateException(e);
                }
              });
      try (SocketChannel client = server.accept()) {
        client.write(
            ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        return code.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void watchingShowsEachChangeOnceUntilBootRunsAndThenWhatFailed() throws Exception {
    ServiceView starting = view("boot", ServiceState.STARTING, "");
    int code =
        run(
            List.of("boot", "--watch"),
            // First the answer with all names, then the snapshot that the events begin with.
            snapshot(starting, ServiceView.neverStarted("web")),
            snapshot(starting),
            change(view("boot", ServiceState.STARTING, "", "web", "db")),
            change(view("boot", ServiceState.STARTING, "", "db")),
            change(view("web", ServiceState.FAILED, "no disk")),
            change(view("boot", ServiceState.RUNNING, "")));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("linitctl: 'web' failed: no disk\n");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            SECONDS  SERVICE  STATE
              0.000  boot     starting
              0.000  boot     waiting   for web, db
              0.000  web      failed    no disk
              1.234  boot     running   took 1.2 s, after web, db
            boot is running, took 1.2 s
            """);
  }

  @Test
  void aFailureThatBootDidNotAskForIsNoneOfIts() throws Exception {
    int code =
        run(
            List.of("boot"),
            snapshot(view("boot", ServiceState.RUNNING, ""), view("x", ServiceState.FAILED, "no")));
    assertThat(code).isZero();
    assertThat(err.size()).isZero();
  }

  @Test
  void aBootThatFailedIsAnError() throws Exception {
    assertThat(run(List.of("boot"), snapshot(view("boot", ServiceState.FAILED, "no disk"))))
        .isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("linitctl: boot failed: no disk\n");
  }

  @Test
  void withoutWatchingOnlyTheResultIsSaid() throws Exception {
    assertThat(run(List.of("boot"), snapshot(view("boot", ServiceState.STARTING, ""))))
        .isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("boot is starting\n");
  }

  @Test
  void aBootThatWasNeverStartedIsSaid() throws Exception {
    assertThat(run(List.of("boot"), snapshot())).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("boot was not started");
  }
}
