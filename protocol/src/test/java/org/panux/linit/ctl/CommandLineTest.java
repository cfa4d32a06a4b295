package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static CommandLine parse(String... words) throws CommandLine.Invalid {
    return CommandLine.parse(words, Optional.of("/env.sock"));
  }

  @ParameterizedTest
  @CsvSource({
    "start a b, start, 'a b', false, false",
    "--json status, status, '', true, false",
    "status --json a, status, a, true, false",
    "boot --watch, boot, '', false, true",
    "start -- --json, start, --json, false, false",
    "--help start, help, start, false, false",
    "start -h, help, start, false, false",
    "--version, version, '', false, false",
  })
  void readsVerbNamesAndOptionsInAnyOrder(
      String line, String verb, String names, boolean json, boolean watch) throws Exception {
    CommandLine parsed = parse(line.split(" "));
    assertThat(parsed.verb()).isEqualTo(verb);
    assertThat(String.join(" ", parsed.names())).isEqualTo(names);
    assertThat(parsed.json()).isEqualTo(json);
    assertThat(parsed.watch()).isEqualTo(watch);
  }

  @Test
  void theSocketIsTheOptionThenTheRigThenTheEnvironmentThenTheMachine() throws Exception {
    assertThat(parse("-p", "/s", "--root", "/r", "list").socket()).isEqualTo(Path.of("/s"));
    assertThat(parse("list", "--root", "/r").socket()).isEqualTo(Path.of("/r/run/linit.sock"));
    assertThat(parse("list", "--root", "/r").root()).contains(Path.of("/r"));
    assertThat(parse("list").socket()).isEqualTo(Path.of("/env.sock"));
    Path machine = Path.of("/run/linit/linit.sock");
    assertThat(CommandLine.parse(new String[] {"list"}, Optional.of("")).socket())
        .isEqualTo(machine);
    assertThat(CommandLine.parse(new String[] {"list"}, Optional.empty()).socket())
        .isEqualTo(machine);
  }

  @Test
  void aNameAfterTwoDashesIsNoOption() throws Exception {
    CommandLine parsed = parse("start", "--", "--root", "/r");
    assertThat(parsed.socket()).isEqualTo(Path.of("/env.sock"));
    assertThat(parsed.names()).containsExactly("--root", "/r");
  }

  @Test
  void theLastRigCountsForBothFolderAndSocket() throws Exception {
    CommandLine parsed = parse("--root", "/one", "--root", "/two", "list");
    assertThat(parsed.root()).contains(Path.of("/two"));
    assertThat(parsed.socket()).isEqualTo(Path.of("/two/run/linit.sock"));
  }

  @Test
  void takesANumberOfLines() throws Exception {
    assertThat(parse("logs", "-n", "5000", "a").details().lines()).hasValue(5000);
    assertThat(parse("logs", "a").details().lines()).isEmpty();
  }

  @Test
  void withoutWordsThereIsNoVerb() throws Exception {
    assertThat(parse().verb()).isEmpty();
    assertThat(parse().names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'--jsn list', 'unknown option ''--jsn''; did you mean ''--json''?; see ''linitctl help'''",
    "'-x', 'unknown option ''-x''; see ''linitctl help'''",
    "'list -p', 'option -p needs a path'",
    "'list --root', 'option --root needs a path'",
    "'list -n 5', '-n goes with logs'",
    "'logs a -n', 'option -n needs a number of lines, from 1 to 5000'",
    "'logs a -n 0', 'option -n needs a number of lines, from 1 to 5000'",
    "'logs a -n 5001', 'option -n needs a number of lines, from 1 to 5000'",
    "'logs -n a', 'option -n needs a number of lines, from 1 to 5000'",
  })
  void saysWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> parse(line.split(" ")))
        .isInstanceOf(CommandLine.Invalid.class)
        .hasMessage(message);
  }
}
