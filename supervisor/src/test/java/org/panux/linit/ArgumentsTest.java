package org.panux.linit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static Arguments parse(String... words) throws Arguments.Invalid {
    return Arguments.parse(words);
  }

  @Test
  void withoutWordsTheDefaultsHold() throws Exception {
    assertThat(parse())
        .isEqualTo(
            new Arguments(
                Optional.empty(),
                Optional.empty(),
                128,
                Optional.empty(),
                false,
                false,
                false,
                false));
  }

  @Test
  void takesValuesAsTheNextWordOrAfterAnEqualsSign() throws Exception {
    Arguments expected =
        new Arguments(
            Optional.of(Path.of("/r")),
            Optional.of(Path.of("/s")),
            7,
            Optional.of(Path.of("/c=d")),
            false,
            false,
            false,
            false);
    assertThat(parse("--root", "/r", "--unix", "/s", "--backlog", "7", "--config", "/c=d"))
        .isEqualTo(expected);
    assertThat(parse("--root=/r", "--unix=/s", "--backlog=7", "--config=/c=d")).isEqualTo(expected);
  }

  @Test
  void pathsAreMadeAbsolute() throws Exception {
    assertThat(parse("--root", "x/../rig").root())
        .contains(Path.of("").toAbsolutePath().resolve("rig"));
  }

  @Test
  void helpAndVersionAreNoticed() throws Exception {
    assertThat(parse("-h").help()).isTrue();
    assertThat(parse("--version").version()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--rot /r, \"unknown option '--rot'; did you mean '--root'?; see 'linitd --help'\"",
        "start, \"unexpected word 'start'; see 'linitd --help'\"",
        "--root, option --root needs a value",
        "--root=, option --root needs a value",
        "--backlog 0, \"option --backlog needs a number from 1 to 65535, not '0'\"",
        "--backlog 65536, \"option --backlog needs a number from 1 to 65535, not '65536'\"",
        "--backlog many, \"option --backlog needs a number from 1 to 65535, not 'many'\"",
      })
  void saysWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> parse(line.split(" ")))
        .isInstanceOf(Arguments.Invalid.class)
        .hasMessage(message);
  }
}
