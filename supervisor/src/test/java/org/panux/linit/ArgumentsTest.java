package org.panux.linit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.linit.run.RunOptions;

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
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty()));
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
            Optional.of(Path.of("/f")),
            Optional.of(OutputFormat.JSON),
            false,
            false,
            Optional.empty());
    assertThat(
            parse(
                "--root /r --unix /s --backlog 7 --config /c=d --replay /f --output json"
                    .split(" ")))
        .isEqualTo(expected);
    assertThat(
            parse(
                "--root=/r --unix=/s --backlog=7 --config=/c=d --replay=/f --output=json"
                    .split(" ")))
        .isEqualTo(expected);
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
    assertThat(parse("run", "--help").help()).isTrue();
  }

  @Test
  void whatStandsBehindRunIsOfTheRun() throws Exception {
    Arguments arguments =
        parse(
            "--root=/r run --ready web db --timeout 1.5s --report /x --ready=mail -- make --ready"
                .split(" "));
    assertThat(arguments.root()).contains(Path.of("/r"));
    assertThat(arguments.run())
        .contains(
            new RunOptions(
                List.of("web", "db", "mail"),
                Optional.of(Duration.ofMillis(1500)),
                Optional.of(Path.of("/x")),
                Optional.empty(),
                List.of("make", "--ready")));
    assertThat(parse("run", "--exit-with", "tests").run())
        .contains(
            new RunOptions(
                List.of(), Optional.empty(), Optional.empty(), Optional.of("tests"), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "run --, \"there is no command behind '--': linitd --root RIG run -- CMD ARG…\"",
        "run --exit-with a/b, \"option --exit-with: bad service name 'a/b': '/' is not allowed,"
            + " only letters, digits and . _ - +\"",
        "run --exit-with web -- true, \"option --exit-with is for a run without a command; with"
            + " one, its code is the exit code\"",
        "run true, \"run: the command comes behind '--': linitd run -- true\"",
        "run --redy web -- true, \"run: unknown option '--redy'; did you mean '--ready'?; see"
            + " 'linitd --help'\"",
        "run --root=/x -- true, option --root comes before 'run'; see 'linitd --help'",
        "run --ready -- true, option --ready needs a value",
        "run --ready a/b -- true, \"option --ready: bad service name 'a/b': '/' is not allowed,"
            + " only letters, digits and . _ - +\"",
        "run --timeout soon -- true, \"'soon' is no duration; write 30 for seconds, or 500ms,"
            + " 1.5s, 2min, 1h\"",
      })
  void saysWhatIsWrongWithARun(String line, String message) {
    assertThatThrownBy(() -> parse(line.split(" "))).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--rot /r, \"unknown option '--rot'; did you mean '--root'?; see 'linitd --help'\"",
        "start, \"unexpected word 'start'; see 'linitd --help'\"",
        "--root, option --root needs a value",
        "--root=, option --root needs a value",
        "--output xml, \"option --output is text or json, not 'xml'\"",
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
