package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
  private static final List<String> RUNNING =
      List.of(
          "boot clock folders hostname journal loopback network online page pages spooler web"
              .split(" "));

  @TempDir Path folder;
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/busybox sh"})
  void showsABootAndAStopAndLeavesNothing(String shell) {
    Demo demo = Demo.start(folder, Command.home(), shell.split(" "));
    assertThat(demo.awaitExit()).as("exit code; it printed %s", demo.lines()).isZero();
    assertThat(demo.left()).isEmpty();

    List<String> lines = demo.lines();
    assertThat(lines).noneMatch(line -> line.contains("\u001b"));
    for (String service : RUNNING) {
      assertThat(lines)
          .anyMatch(line -> line.matches(" +\\d+\\.\\d{3}  " + service + " +starting"));
      assertThat(lines)
          .anyMatch(line -> line.matches(" +\\d+\\.\\d{3}  " + service + " +running +took .*"));
      assertThat(lines).anyMatch(line -> line.matches(service + " +running +[0-9.]+ m?s .*"));
      // Nothing takes boot along, which only wants what is enabled.
      assertThat(lines)
          .filteredOn(line -> line.matches(" +\\d+\\.\\d{3}  " + service + " +stopped +took .*"))
          .hasSize(service.equals("boot") ? 0 : 1);
    }
    assertThat(lines)
        .anyMatch(line -> line.matches(".*  printer +failed +.*: there is no printer"))
        .anyMatch(line -> line.matches(".*  page +running +took .*, after web"))
        .anyMatch(line -> line.startsWith("boot is running, took "))
        .contains("   │  │  └─ web  running", "│  └─ printer  failed  (wanted)")
        .contains("  needs      web", "  needed by  online")
        .anyMatch(line -> line.matches("Hello from .*, started by linit."))
        .endsWith("linitd has ended with exit code 0.");
    assertThat(stops(lines, "page", "web")).isTrue();
    assertThat(stops(lines, "web", "journal")).isTrue();
    assertThat(stops(lines, "journal", "folders")).isTrue();
  }

  /** Whether {@code first} is reported stopped before {@code second}. */
  private static boolean stops(List<String> lines, String first, String second) {
    List<String> stopped =
        lines.stream()
            .filter(line -> line.contains("  stopped  "))
            .map(line -> line.strip().split(" +")[1])
            .toList();
    return stopped.indexOf(first) < stopped.indexOf(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$ linitd --root ",
        "$ linitctl boot --watch",
        "boot is running",
        "$ linitctl stop --watch"
      })
  void interruptedInTheMiddleItLeavesNothing(String line) {
    Demo demo = Demo.start(folder, Command.home());
    demo.awaitLine(text -> text.startsWith(line));
    demo.interrupt();
    assertThat(demo.awaitExit()).as("exit code; it printed %s", demo.lines()).isEqualTo(130);
    assertThat(demo.left()).isEmpty();
  }

  @Test
  void aStepThatFailsEndsItAndItLeavesNothing() throws IOException {
    Path real = Command.home().resolve("bin/linitd");
    Files.createSymbolicLink(Files.createDirectory(home.resolve("bin")).resolve("linitd"), real);
    command("linitctl", "echo broken >&2; exit 9");
    Demo demo = Demo.start(folder, home);
    assertThat(demo.awaitExit()).isEqualTo(9);
    assertThat(demo.lines()).endsWith("broken");
    assertThat(demo.left()).isEmpty();
  }

  @Test
  void aDaemonThatCannotStartIsHeard() throws IOException {
    Files.createDirectory(home.resolve("bin"));
    command("linitd", "echo 'linitd: there is no java' >&2; exit 1");
    Demo demo = Demo.start(folder, home);
    assertThat(demo.awaitExit()).isEqualTo(1);
    assertThat(demo.lines()).endsWith("linitd: there is no java");
    assertThat(demo.left()).isEmpty();
  }

  private void command(String name, String text) throws IOException {
    Path file = home.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n", StandardOpenOption.CREATE_NEW);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
