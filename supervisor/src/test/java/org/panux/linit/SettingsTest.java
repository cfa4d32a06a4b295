package org.panux.linit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.gateway.Access;
import org.panux.linit.log.Keep;
import org.panux.linit.model.Ending;
import org.panux.linit.process.Cgroups;

class SettingsTest {
  @TempDir private Path folder;

  private Settings read(String... lines) throws IOException, Settings.Invalid {
    return Settings.read(Optional.of(Files.write(folder.resolve("linit.conf"), List.of(lines))));
  }

  @Test
  void withoutAFileTheDefaultsHold() throws Exception {
    Settings settings = Settings.read(Optional.empty());
    assertThat(settings.shell()).containsExactly("/bin/sh");
    assertThat(settings.startTimeout()).isZero();
    assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.killGrace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.shutdownTimeout()).isZero();
    assertThat(settings.cgroups()).isEqualTo(Cgroups.Mode.AUTO);
    assertThat(settings.environment()).isEmpty();
    assertThat(settings.socketGroup()).isEmpty();
    assertThat(settings.groupMay()).isEqualTo(Access.Right.QUERIES);
    assertThat(settings.logs()).isEqualTo(new Keep(10 * 1024 * 1024, 5));
    assertThat(Settings.read(Optional.of(folder.resolve("absent")))).isEqualTo(settings);
    assertThat(read("# nothing")).isEqualTo(settings);
  }

  @Test
  void aFileSetsWhatItSays() throws Exception {
    Settings settings =
        read(
            "shell = [\"/bin/busybox\", sh]",
            "path = \"/bin\"",
            "pass-environment = []",
            "start-timeout = 1 minute",
            "ready-timeout = 2 minutes",
            "stop-timeout = 500 ms",
            "kill-grace = 0",
            "shutdown-timeout = 9 s",
            "cgroups = v1",
            "warm-shells = off",
            "log-size = 64 KiB",
            "log-files = 0",
            "flight-size = 1 MiB",
            "faults = on",
            "reboot-command = [/sbin/reboot, -f]",
            "socket-group = adm",
            "socket-group-may = control",
            "environment { A = 1, b_c = two }");
    assertThat(settings)
        .isEqualTo(
            new Settings(
                List.of("/bin/busybox", "sh"),
                "/bin",
                List.of(),
                Map.of("A", "1", "b_c", "two"),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMillis(500),
                Duration.ZERO,
                Duration.ofSeconds(9),
                Cgroups.Mode.V1,
                false,
                new Keep(65536, 0),
                1_048_576,
                true,
                Map.of(Ending.SHUTDOWN, List.of(), Ending.REBOOT, List.of("/sbin/reboot", "-f")),
                Optional.of("adm"),
                Access.Right.EVERYTHING));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "stop-timeot = 1 s, \"unknown key 'stop-timeot'; did you mean 'stop-timeout'?\"",
        "nonsense = 1, \"unknown key 'nonsense'\"",
        "linit.path = x, \"unknown key 'linit'\"",
        "nothing = null, \"unknown key 'nothing'\"",
        "enviroment {}, \"unknown key 'enviroment'; did you mean 'environment'?\"",
        "kill-grace = -1 s, 'kill-grace' must not be negative",
        "log-size = 4095, 'log-size' must be at least 4096 bytes",
        "log-files = -1, 'log-files' must be from 0 to 1000",
        "flight-size = 65535, 'flight-size' must be 0 or at least 65536 bytes",
        "log-files = 1001, 'log-files' must be from 0 to 1000",
        "shell = [], 'shell' needs at least the path of a shell",
        "shell = [\" \"], 'shell' needs at least the path of a shell",
      })
  void whatCannotBeIsNamedWithFileAndLine(String line, String problem) {
    assertThatThrownBy(() -> read("# a comment", "", line))
        .isInstanceOf(Settings.Invalid.class)
        .hasMessage(folder.resolve("linit.conf") + ":3: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "shell = /bin/sh, shell",
        "kill-grace = soon, kill-grace",
        "kill-grace = [], kill-grace",
        "path = [1], path",
        "log-size = much, log-size",
        "log-files = 1.5 MiB, log-files",
        "environment = 3, environment",
        "shell = null, shell",
        "kill-grace = null, kill-grace",
        "cgroups = v3, is auto",
        "socket-group-may = all, is query or control",
        "path = ${nowhere}, nowhere",
        "shell.x = 1, shell",
        "= 1, ''",
      })
  void aBadValueIsNamedWithFileAndLine(String line, String key) {
    assertThatThrownBy(() -> read("", line))
        .isInstanceOf(Settings.Invalid.class)
        .hasMessageStartingWith(folder.resolve("linit.conf") + ":2: ")
        .hasMessageContaining(key.equals("''") ? "" : key);
  }

  /** Found by fuzzing: no path takes a NUL, and a terminal obeys an escape. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "shell = [\"/bin/sh\\u0000\"]",
        "shell = [\"/\\u001b[31m\"]",
        "poweroff-command = [\"/sbin/\\u0000\"]",
        "environment { A = \"\\u0000\" }",
        "path = \"/bin:\\u0000\""
      })
  void whatIsNoTextOfAPathIsNamedInOneCleanLine(String line) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(Settings.Invalid.class)
        .hasMessageStartingWith(folder.resolve("linit.conf") + ":1: ")
        .satisfies(
            e -> assertThat(e.getMessage().chars().noneMatch(Character::isISOControl)).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a { b = 1 }", "\"a.b\" = 1", "\"1a\" = 1"})
  void whatCannotBeAVariableIsNamedWithFileAndLine(String variable) {
    assertThatThrownBy(() -> read("environment {", variable, "}"))
        .isInstanceOf(Settings.Invalid.class)
        .hasMessageStartingWith(folder.resolve("linit.conf") + ":2: ");
  }
}
