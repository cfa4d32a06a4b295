package org.panux.pkgen.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates print what Go's do, and say where and why they cannot. */
class TemplateTest {
  private static final Map<String, Function> FUNCTIONS =
      Map.of("two", Function.ofTexts("two", 2, 2, words -> words.get(0) + "+" + words.get(1)));

  static Stream<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                TemplateTest.class.getResourceAsStream("text-template.cases"),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("< ")) {
          cases.add(Arguments.of(line.substring(2), in.readLine()));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void printsWhatGoPrints(String template, String expected) throws Exception {
    String printed;
    try {
      printed =
          "> "
              + Quoting.quote(Template.parse(Quoting.unquote(template), FUNCTIONS).execute(data()));
    } catch (TemplateException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      assertThat(e.offset()).isBetween(0, Quoting.unquote(template).length());
      printed = "!";
    }
    assertThat(printed).isEqualTo(expected.startsWith("!") ? "!" : expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a{{if true}}b | 3 | {{if}} without {{end}}: unexpected end of the template",
        "ab {{.Version | 3 | unclosed action",
        "{{confgure}} | 2 | function \"confgure\" not defined",
        "{{tow \"a\" \"b\"}} | 2 | function \"tow\" not defined; did you mean two?",
        "{{.Versoin}} | 2 | there is no field .Versoin in the data; did you mean .Version?",
        "x{{$y}} | 3 | undefined variable \"$y\"",
        "{{two \"a\"}} | 2 | wrong number of args for two: want 2 got 1",
        "{{two .Data.n \"a\"}} | 6 | two wants strings, but got the number 3",
        "{{two .Data.missing \"a\"}} | 6 | two wants strings, but got nothing",
        "{{template \"x\"}} | 2 | {{template}} is not known to pkgen",
        "{{range .Data.s}}{{end}} | 8 | range can't iterate over the text \"text\"",
        "{{index .Data.list 7}} | 2 | error calling index: index out of range: 7",
      })
  void saysWhatIsWrongAndWhere(String template, int offset, String message) {
    assertThatThrownBy(() -> Template.parse(template, FUNCTIONS).execute(data()))
        .isInstanceOfSatisfying(
            TemplateException.class,
            e -> {
              assertThat(e).hasMessage(message);
              assertThat(e.offset()).isEqualTo(offset);
            });
  }

  @Test
  void anEndlessTemplateIsStopped() throws Exception {
    List<Object> many = new ArrayList<>(java.util.Collections.nCopies(2000, "x"));
    Template template =
        Template.parse("{{range .l}}{{range $.l}}{{range $.l}}x{{end}}{{end}}{{end}}", Map.of());
    assertThatThrownBy(() -> template.execute(Map.of("l", many)))
        .hasMessage("the template prints more than a package needs");
  }

  @Test
  void deepTemplatesAreRefused() {
    assertThatThrownBy(
            () -> Template.parse("{{" + "(".repeat(5000) + ")".repeat(5000) + "}}", Map.of()))
        .hasMessage("nested too deeply");
    assertThatThrownBy(
            () -> Template.parse("{{if true}}".repeat(5000) + "{{end}}".repeat(5000), Map.of()))
        .hasMessage("nested too deeply");
  }

  /** The data of the cases. */
  private static Fields data() {
    Map<Object, Object> data = new LinkedHashMap<>();
    data.put("list", List.of("a", "b", "c"));
    data.put("empty", List.of());
    data.put("map", Map.of("b", 2L, "a", 1L));
    data.put("n", 3L);
    data.put("zero", 0L);
    data.put("f", 1.5);
    data.put("yes", true);
    data.put("no", false);
    data.put("s", "text");
    data.put("e", "");
    data.put("nested", Map.of("x", Map.of("y", "z")));
    data.put("mixed", Arrays.asList(1L, "two", 3.5, true, null, List.of(1L, 2L), Map.of("k", "v")));
    data.put("null", null);
    data.put("ints", List.of(1L, 2L));
    data.put("deep", List.of(List.of(1L, 2L), List.of(3L)));
    data.put("keys", Map.of("b", 1L, "B", 2L, "a-b", 3L, "a.b", 4L, "é", 5L, "10", 6L, "9", 7L));
    data.put("big", 123456789012L);
    data.put("neg", -5L);
    data.put("e6", 1e6);
    data.put("é", "e");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Version", "1.2");
    fields.put("Data", data);
    return new Fields("the data", fields);
  }
}
