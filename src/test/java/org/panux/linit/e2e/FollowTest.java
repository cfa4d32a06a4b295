package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code linitctl logs -f} and {@code --since}. */
class FollowTest {
  private static final int MANY = 3000;

  private final TestRig rig =
      TestRig.create()
          .fifo("say")
          // Says what it is told to, through its log.
          .script(
              "echo", "start() { supervise -- sh -c 'while :; do cat \"$LINIT_ROOT/say\"; done'; }")
          .script("once", "start() { echo \"once $(cat \"$LINIT_ROOT/n\")\"; }")
          .file("n", "1\n", "rw-r--r--");

  @AfterEach
  void remove() {
    rig.close();
  }

  /** A linitctl that follows; what it prints is read line by line. */
  private final class Follower implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    Follower(String... words) {
      List<String> command = new ArrayList<>(List.of(Command.bin("linitctl"), "logs", "-f"));
      command.addAll(List.of(words));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LINITSOCK", rig.socket().toString());
      builder.redirectErrorStream(true);
      try {
        process = builder.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      lines = process.inputReader();
    }

    /** The next line, without its time. */
    String next() {
      String line = within(this::read);
      return line == null || !line.startsWith("20") ? line : line.substring(24);
    }

    private String read() {
      try {
        return lines.readLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int awaitExit() {
      return within(() -> process.onExit().join().exitValue());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static <T> T within(java.util.function.Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work).get(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("it hangs", e);
    }
  }

  private void say(String shell) {
    Result said =
        Command.run(
            Map.of(),
            List.of("sh", "-c", "{ " + shell + "; } >\"$0\"", rig.path("say").toString()));
    assertThat(said.code()).isZero();
  }

  @Test
  void whatIsPrintedIsShownAtOnceThroughRestartsAndUntilLinitdEnds() {
    try (Daemon linitd = rig.boot()) {
      linitd.ctl("start", "echo", "once");
      try (Follower follower = new Follower("echo", "once")) {
        assertThat(follower.next()).isEqualTo("once | once 1");
        say("printf 'one\\ntwo\\033[2J\\n'");
        assertThat(follower.next()).isEqualTo("echo | one");
        assertThat(follower.next()).isEqualTo("echo | two?[2J");
        rig.file("n", "2\n", "rw-r--r--");
        linitd.ctl("restart", "once");
        assertThat(follower.next()).isEqualTo("once | once 2");
        linitd.ctl("restart", "echo");
        say("echo again");
        String line = follower.next();
        // How its shell ends is its own affair.
        assertThat(line.startsWith("echo | Terminated") ? follower.next() : line)
            .isEqualTo("echo | again");
        linitd.ctl("shutdown");
        for (line = follower.next(); line.startsWith("echo |"); line = follower.next()) {
          assertThat(line).contains("Terminated");
        }
        assertThat(line).isEqualTo("linitctl: linitd has gone: linitd ended the connection");
        assertThat(follower.awaitExit()).isEqualTo(7);
      }
    }
  }

  @Test
  void noLineIsLostWhereFilesArePutAside() {
    rig.conf("log-size = 4096\nlog-files = 50\n");
    try (Daemon linitd = rig.boot()) {
      linitd.ctl("start", "echo");
      try (Follower follower = new Follower("echo")) {
        say("echo begin");
        assertThat(follower.next()).isEqualTo("echo | begin");
        say("i=0; while [ $i -lt " + MANY + " ]; do echo \"line $i\"; i=$((i + 1)); done");
        assertThat(IntStream.range(0, MANY).mapToObj(i -> follower.next()))
            .containsExactlyElementsOf(
                IntStream.range(0, MANY).mapToObj(i -> "echo | line " + i).toList());
      }
      assertThat(rig.path("log/echo.log.3")).exists();
    }
  }

  @Test
  void aReaderThatLeavesEndsIt() {
    rig.script("loud", "start() { supervise -- sh -c 'while :; do echo x; sleep 0.01; done'; }");
    try (Daemon linitd = rig.boot()) {
      linitd.ctl("start", "loud");
      Result result =
          Command.run(
              Map.of("LINITSOCK", rig.socket().toString()),
              List.of(
                  "bash",
                  "-c",
                  "set -o pipefail; '" + Command.bin("linitctl") + "' logs -f loud | head -n 1"));
      assertThat(result.code()).isZero();
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).endsWith("loud | x\n").hasLineCount(1);
    }
  }

  @Test
  void linesCanBeThoseSinceATime() throws IOException {
    try (Daemon linitd = rig.boot()) {
      linitd.ctl("start", "once");
      assertThat(linitd.ctl("logs", "--since", "1h", "once").out()).endsWith("once | once 1\n");
      assertThat(linitd.ctl("logs", "--since=2026-01-01 10:00", "once").out()).isNotEmpty();
      assertThat(linitd.ctl("logs", "--since", "2999-01-01", "once"))
          .isEqualTo(new Result(0, "", ""));
      assertThat(linitd.ctl("logs", "--since", "soon", "once").err())
          .startsWith("linitctl: --since: 'soon' is no time; write 10m")
          .hasLineCount(1);
      assertThat(linitd.ctl("logs", "-f", "onec").code()).isEqualTo(5);
    }
  }

  @Test
  void aClosedPipeAndAFullDiskAreSaidOrNot() {
    try (Daemon linitd = rig.boot()) {
      assertThat(linitd.alive()).isTrue();
      Path ctl = Path.of(Command.bin("linitctl"));
      Map<String, String> socket = linitd.environment();
      Result pipe =
          Command.run(
              socket,
              List.of("bash", "-c", "set -o pipefail; '" + ctl + "' --json list | head -c 1"));
      assertThat(pipe).isEqualTo(new Result(0, "{", ""));
      Result full = Command.run(socket, List.of("sh", "-c", "'" + ctl + "' list >/dev/full"));
      assertThat(full.code()).isEqualTo(1);
      assertThat(full.err()).startsWith("linitctl: cannot write the answer: ").hasLineCount(1);
    }
  }
}
