package org.panux.pkgen.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.pkgen.template.Template;

/** The data of package files is to templates what Go's yaml.v2 made of it. */
class YamlDataTest {
  @Test
  void theKeysOfDataAreNamesAndThoseBelowAreValues() throws Exception {
    PackageFile file =
        PackageReader.read(
            Path.of("a.yaml"),
            "packages: {a: }\nversion: 1\ndata: {y: {y: 1}, 017: x}\n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(Template.parse("{{.Data.y}} {{.Data}}", Map.of()).execute(file.fields()))
        .isEqualTo("map[true:1] map[017:x y:map[true:1]]");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '^',
      value = {
        "[y, Yes, on, TRUE] => [true true true true]",
        "[n, No, OFF, false] => [false false false false]",
        "[tRue, yEs, nUll] => [tRue yEs nUll]",
        "[0, -1, +1, 0x1F, 0b101, -0b11, 017, 0o17] => [0 -1 1 31 5 -3 15 15]",
        "[08, 1_000, 0x_1, 12345678901234567890, 99999999999999999999] => [8 1000 1 12345678901234567890 1e+20]",
        "[1e3, 1.5, .5, 5., -.5, 1_0.5, +1.5, 1e400] => [1000 1.5 0.5 5 -0.5 10.5 1.5 1e400]",
        "[0x, 0b2, 1.2.3, v1, 5a, _, 1:20, 2017-08-01] => [0x 0b2 1.2.3 v1 5a _ 1:20 2017-08-01]",
        "[0.10, 1.10, 1.0] => [0.1 1.1 1]",
        "[~, null, Null, ] => [<nil> <nil> <nil>]",
        "['5', \"\\x41\", ''] => [5 A ]",
        "[.inf, -.inf, +.Inf, .NaN] => [+Inf -Inf +Inf NaN]",
        "[!!str 5, !!int \"5\", !!float 5, !!bool \"yes\"] => [5 5 5 true]",
        "{a: 1, b: {<<: {c: 2, d: 3}, d: 4}} => map[a:1 b:map[c:2 d:4]]",
        "{<<: [{a: 1}, {a: 2, b: 3}]} => map[a:1 b:3]",
        "{x: &l [1, 2], z: *l} => map[x:[1 2] z:[1 2]]",
        "{10: a, 9: b, 1.5: c} => map[1.5:c 9:b 10:a]",
      })
  void isWhatItWas(String yaml, String printed) throws Exception {
    PackageFile file =
        PackageReader.read(
            Path.of("a.yaml"),
            ("packages: {a: }\nversion: 1\ndata: {x: " + yaml + "}\n")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(Template.parse("{{.Data.x}}", Map.of()).execute(file.fields())).isEqualTo(printed);
  }
}
