package org.panux.linit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.linit.script.Fault;

class SyntaxTest {
  private static final Path SCRIPT = Path.of("/a b/init.d/x");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FILE: 3: Syntax error: \"then\" unexpected | 3 | syntax error: \"then\" unexpected",
        "FILE: line 12: syntax error near unexpected token `then' | 12 | syntax error near unexpected token `then'",
        "FILE: line 3: syntax error: unexpected \"then\" | 3 | syntax error: unexpected \"then\"",
        "FILE: line 2: unexpected EOF while looking for matching `\"' | 2 | syntax error: unexpected EOF while looking for matching `\"'",
        "FILE: syntax error at line 5: `then' unexpected | 5 | syntax error at `then' unexpected",
        "FILE[7]: syntax error: unexpected 'then' | 7 | syntax error: unexpected 'then'",
        "FILE:4: parse error near `then' | 4 | syntax error: parse error near `then'",
        "something else | 0 | syntax error: something else",
      })
  void theLineIsReadFromWhatAnyShellSays(String said, int line, String text) {
    assertThat(Syntax.fault(said.replace("FILE", SCRIPT.toString()) + "\nmore\n", SCRIPT))
        .isEqualTo(new Fault(line, text));
  }

  @Test
  void aShellThatSaysNothingHasAnErrorAllTheSame() {
    assertThat(Syntax.fault("", SCRIPT)).isEqualTo(new Fault(0, "syntax error"));
  }

  private Path script(String text) throws IOException {
    return Files.writeString(folder.resolve("x y"), text);
  }

  @Test
  void theShellOfTheFirstLineReads() throws IOException {
    Path torn = script("#!x\nif then\n");
    for (List<String> interpreter :
        List.of(
            List.of("/bin/sh"),
            List.of("/bin/sh", "-e"),
            List.of("/usr/bin/env", "sh"),
            List.of("/usr/bin/env", "-S", "sh", "-e"))) {
      assertThat(Syntax.check(interpreter, torn).orElseThrow().line())
          .as(interpreter.toString())
          .isEqualTo(2);
    }
    assertThat(Syntax.check(List.of("/bin/sh"), script("#!x\necho fine\n"))).isEmpty();
  }

  @Test
  void whatIsNoShellIsNotAsked() throws IOException {
    Path torn = script("if then\n");
    assertThat(Syntax.check(List.of("/usr/bin/python3"), torn)).isEmpty();
    assertThat(Syntax.check(List.of("/usr/bin/env"), torn)).isEmpty();
    assertThat(Syntax.check(List.of(""), torn)).isEmpty();
  }

  @Test
  void nothingIsRun() throws IOException {
    Path mark = folder.resolve("mark");
    String text = "touch '" + mark + "'\n: $(touch '" + mark + "')\n";
    Path fake = Files.writeString(folder.resolve("sh"), "#!/bin/sh\n" + text);
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    assertThat(Syntax.check(List.of(fake.toString()), script(text))).isEmpty();
    assertThat(mark).doesNotExist();
  }
}
