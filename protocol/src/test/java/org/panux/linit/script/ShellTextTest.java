package org.panux.linit.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.script.ShellText.Command;
import org.panux.linit.script.ShellText.Word;

class ShellTextTest {
  /** The commands of {@code text} as {@code LINE FUNCTION: WORDS}; ~ marks one that may not run. */
  private static List<String> read(String text) {
    return ShellText.commands(text).stream().map(ShellTextTest::show).toList();
  }

  private static String show(Command command) {
    return command.words().get(0).line()
        + " "
        + (command.sure() ? "" : "~")
        + command.function()
        + ": "
        + command.words().stream().map(ShellTextTest::show).collect(Collectors.joining(" "));
  }

  private static String show(Word word) {
    return word.expands() ? "$" : word.pattern() ? "*" : word.text();
  }

  @Test
  void commandsStandInTheirFunctions() {
    assertThat(read("a b\nf() { c d; e; }\ng()\n{\n  h\n}\nfunction k { l; }\nm\n"))
        .containsExactly("1 : a b", "2 f: c d", "2 f: e", "5 g: h", "7 k: l", "8 : m");
  }

  @Test
  void whatDependsOnSomethingIsNotSure() {
    assertThat(read("if a; then\n b\nelse\n c\nfi\nd\n"))
        .containsExactly("1 ~: a", "2 ~: b", "4 ~: c", "6 : d");
    assertThat(read("for x in 1 2; do a; done; b\nwhile c; do d; done\ne"))
        .containsExactly("1 ~: a", "1 : b", "2 ~: c", "2 ~: d", "3 : e");
    assertThat(read("a && b || c\nd | e\nf &\ng"))
        .containsExactly("1 ~: a", "1 ~: b", "1 ~: c", "2 ~: d", "2 ~: e", "3 ~: f", "4 : g");
    assertThat(read("a ||\n  b\n! c\nd")).containsExactly("1 ~: a", "2 ~: b", "3 ~: c", "4 : d");
    assertThat(read("{ a; }\n( b )\nc")).containsExactly("1 : a", "2 : b", "3 : c");
  }

  @Test
  void patternsOfACaseAreNoCommands() {
    assertThat(read("case $1 in start) a b ;; stop | end) c;;\n (x) d ;; *) (e) ;; esac\nf"))
        .contains("1 ~: a b", "1 ~: c", "2 ~: d", "2 ~: e", "3 : f")
        .noneMatch(it -> it.contains("start") || it.contains("end"));
    assertThat(read("case $x in\n  a)\n    b\n    ;;\nesac\nc")).containsExactly("3 ~: b", "6 : c");
  }

  @Test
  void quotesHoldTogetherAndSayWhatIsLiteral() {
    assertThat(read("a 'b c' \"d e\" f\\ g '$h' \"\\$i\""))
        .containsExactly("1 : a b c d e f g $h $i");
    assertThat(read("a $b \"$c\" ${d} $(e) `f` $((1<<2)) ~ g* h? [i]"))
        .containsExactly("1 : a $ $ $ $ $ $ $ * * *");
    assertThat(read("a=1 b=$c d e=f")).containsExactly("1 : a=1 $ d e=f");
    assertThat(ShellText.commands("a=1 b=2 d e=f").get(0).name()).isEqualTo("d");
    assertThat(ShellText.commands("a=1 b=2 d e=f").get(0).arguments().get(0).variable())
        .isEqualTo("e");
    assertThat(ShellText.commands("a=1").get(0).name()).isEmpty();
    assertThat(ShellText.commands("a=1").get(0).arguments()).isEmpty();
  }

  @Test
  void linesAreCounted() {
    assertThat(read("a \\\n  b\nc '\n' \"\n\" $(\n) ${d\n} `\n`\ne"))
        .containsExactly("1 : a b", "3 : c \n \n $ $ $", "9 : e");
  }

  @Test
  void commentsAndHereDocumentsAreNoCommands() {
    assertThat(read("a # b; c\n# d\ne#f\n")).containsExactly("1 : a", "3 : e#f");
    assertThat(read("a <<EOF b\nc\n EOF\nEOF\nd <<-'X Y' | e\n\tf\n\tX Y\ng"))
        .containsExactly("1 : a b", "5 ~: d", "5 ~: e", "8 : g");
  }

  @Test
  void redirectionsAreNoWords() {
    assertThat(read("a >b 2>&1 <c 9<&- d >>\"$e\" 5 >f\ng 3<&- h >|i\nj >&-; k <<<l m"))
        .containsExactly("1 : a d 5", "2 : g h", "3 : j", "3 : k m");
    assertThat(read("a <(b c) d")).containsExactly("1 : a $ d");
  }

  @Test
  void substitutionsMayHoldAnything() {
    assertThat(read("a=$(case $1 in x) echo \")\" ;; esac) b\nc \"$(d \"e)\")\" ${f:-\"}\"} g"))
        .containsExactly("1 : $ b", "2 : c $ $ g");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "\"",
        "`",
        "$(",
        "${",
        "$((",
        "(",
        "{",
        "case",
        "a <<",
        "a <<E\nb",
        "\\",
        "a\\",
        "f(",
        "f(\n",
        "f()",
        ")",
        "}",
        "fi",
        ";;",
        "a >",
        "a > \\\n; provide x",
        "function",
        "\"$",
        "$",
        "<(",
        "!",
        "&&"
      })
  void aTextThatIsTornEnds(String text) {
    assertThat(read(text + "\nz")).isNotNull();
    assertThat(read(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(", "\"${", "(", "{ ", "`", "\"$(\"", "if ", "case x in y) "})
  void anEndlessTextEnds(String part) {
    assertThat(read(part.repeat(20_000))).isNotNull();
  }

  /** Each of them was found by fuzzing, or beside what was. */
  @ParameterizedTest
  @CsvSource({
    "'<(a <<E\nx', 1",
    "'a\n<(b\n\n) c', 2",
    "'${a\\\n}\nb', 3",
    "'`a\\\n`\nb', 3",
    "'`a\n`\nb', 3"
  })
  void theLastWordIsOfItsLine(String text, int line) {
    List<Command> all = ShellText.commands(text);
    assertThat(all.get(all.size() - 1).words().get(0).line()).isEqualTo(line);
  }
}
