package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The man pages as they are installed can be read, and refer to each other alone. */
class ManTest {
  private static final Path MAN = Command.home().resolve("share/man");
  private static final Pattern REFERENCE = Pattern.compile("(?m)^\\.Xr (\\S+) (\\d)");

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(MAN)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void thereAreFour() throws IOException {
    assertThat(pages().stream().map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrder("linitctl.1", "linit-script.5", "linit.conf.5", "linitd.8");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void mandocHasNothingToSay(Path page) {
    assumeTrue(
        Command.run("/bin/sh", "-c", "command -v mandoc").code() == 0,
        "mandoc is missing; scripts/test installs it");
    Result lint = Command.run("mandoc", "-T", "lint", "-W", "style", page.toString());
    // It looks for other pages where this machine has its own.
    assertThat(lint.text().lines()).allMatch(line -> line.contains("referenced manual not found"));
    Result shown = Command.run("mandoc", "-T", "ascii", page.toString());
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("linitctl", "linitd", "(5)");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatItRefersToIsThere(Path page) throws IOException {
    assertThat(REFERENCE.matcher(Files.readString(page)).results().toList())
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(
                        MAN.resolve("man" + it.group(2)).resolve(it.group(1) + "." + it.group(2)))
                    .isRegularFile());
  }
}
