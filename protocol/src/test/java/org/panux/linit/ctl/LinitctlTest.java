package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said without a linitd. */
class LinitctlTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String socket;

  @BeforeEach
  void nobodyListensThere() {
    socket = folder.resolve("none.sock").toString();
  }

  private int run(String... words) throws Exception {
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Linitctl(CommandLine.parse(words, Optional.of(socket)), outStream, errStream).run();
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "start, 'linitctl: usage: linitctl start [--watch | --no-wait | --dry-run] NAME…'",
    "state a, 'linitctl: usage: linitctl state NAME running|stopped|failed'",
    "state a running b, 'linitctl: usage: linitctl state NAME running|stopped|failed'",
    "is-running, 'linitctl: usage: linitctl is-running NAME…'",
    "list a, 'linitctl: usage: linitctl list [--state STATE | --tree]'",
    "logs, 'linitctl: usage: linitctl logs [-f] [-n LINES] [--since TIME] NAME…'",
    "graph a b, 'linitctl: usage: linitctl graph [--reverse] [--format FORMAT] [NAME]'",
    "strat a, 'linitctl: unknown verb ''strat''; did you mean ''start''?; see ''linitctl help'''",
    "list --state bad-one, 'linitctl: unknown state ''bad-one'': it is null, starting, running, failed, stopping or stopped'",
    "list --tree --state failed, 'linitctl: --tree shows all of them as text, without --state and --json'",
    "state a new, 'linitctl: unknown state ''new'': it is running, stopped or failed'",
  })
  void whatMakesNoSenseIsUsage(String line, String message) throws Exception {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err()).isEqualTo(message + "\n");
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "start a, 7",
    "stop a, 7",
    "restart a, 7",
    "list, 7",
    "graph, 7",
    "logs a, 7",
    "boot, 7",
    "version, 7",
    "enable a, 7",
    "shutdown, 7",
    "poweroff, 7",
    "status, 4",
    "status a, 4",
  })
  void withoutALinitdEachVerbHasItsCode(String line, int code) throws Exception {
    assertThat(run(line.split(" "))).isEqualTo(code);
    assertThat(err())
        .startsWith("linitctl: linitd is not running: nobody listens at " + socket)
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"is-running a b", "is-failed a", "is-enabled a"})
  void theSilentVerbsSayNothing(String line) throws Exception {
    assertThat(run(line.split(" "))).isEqualTo(4);
    assertThat(err.size() + out.size()).isZero();
  }

  @Test
  void withoutAVerbTheHelpIsPrintedAsAnError() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(err()).isEqualTo(Help.overview());
    assertThat(run("help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Help.overview());
  }

  @Test
  void aSocketPathThatIsTooLongIsSaid() throws Exception {
    socket = "/" + "x".repeat(200);
    assertThat(run("list")).isEqualTo(7);
    assertThat(err()).isEqualTo("linitctl: the socket path " + socket + " is too long\n");
  }
}
