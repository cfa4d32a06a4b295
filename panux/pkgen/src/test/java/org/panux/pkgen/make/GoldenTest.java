package org.panux.pkgen.make;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panux.pkgen.Cli;

/**
 * Package files and what they become: {@code Makefile} and {@code info} beside each. With {@code
 * -Dgolden=write} they are written anew, to be looked at.
 */
class GoldenTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/org/panux/pkgen/make/golden").toAbsolutePath();

  static Stream<Path> files() throws Exception {
    return Files.list(FOLDER).sorted();
  }

  @ParameterizedTest
  @MethodSource("files")
  void becomesWhatItAlwaysBecame(Path folder) throws Exception {
    String arch = folder.endsWith("x86") ? "x86" : "x86_64";
    Path yaml = folder.resolve("pkgen.yaml");
    compare(folder.resolve("Makefile"), Cli.run("makefile", "--arch", arch, yaml));
    compare(folder.resolve("info"), Cli.run("info", "--arch", arch, yaml));
  }

  private static void compare(Path golden, Cli run) throws Exception {
    assertThat(run.err()).isEmpty();
    String text = run.out().replace(FOLDER.toString(), "GOLDEN");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }
}
