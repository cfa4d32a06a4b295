package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20).asGeneric(),
            Arbitraries.longs().asGeneric(),
            Arbitraries.doubles().asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.just(null));
    return depth == 0
        ? leaves
        : Arbitraries.oneOf(
            leaves,
            values(depth - 1).list().ofMaxSize(4).asGeneric(),
            objects(depth - 1).asGeneric());
  }

  private static Arbitrary<Map<String, Object>> objects(int depth) {
    return Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), values(depth))
        .ofMaxSize(4)
        .map(LinkedHashMap::new);
  }

  @Provide
  Arbitrary<Map<String, Object>> trees() {
    return objects(3);
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadAgain(@ForAll("trees") Map<String, Object> tree) throws Exception {
    String line = Json.write(tree);
    assertThat(line).doesNotContain("\n", "\0");
    assertThat(Json.object(line)).isEqualTo(tree);
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
  }

  @Test
  void sixteenLevelsAreTheMost() throws Exception {
    assertThat(Json.object(nested(16))).containsOnlyKeys("a");
    assertThatThrownBy(() -> Json.object(nested(17))).isInstanceOf(Json.Malformed.class);
    assertThatThrownBy(() -> Json.object("[".repeat(30000))).isInstanceOf(Json.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "[1]",
        "1",
        "null",
        "{} {}",
        "{}x",
        "{\"a\":1,\"a\":2}",
        "{\"b\":{\"a\":1,\"a\":1}}",
        "{\"a\":NaN}",
        "{\"a\":\"\t\"}",
        "{\"a\":[1,2}",
        "{\"a\":\"\\x\"}",
        "{\"a\":01}",
        "{\"a\":1e999}",
        "{\"a\":[-12345e5678901234567890]}",
        "{\"a\" 1}"
      })
  void whatIsNoObjectIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Json.object(text))
        .isInstanceOf(Json.Malformed.class)
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Property(tries = 1000)
  void noTextMakesItFailOtherwise(@ForAll String text) {
    try {
      assertThat(Json.object("{" + text)).isNotNull();
    } catch (Json.Malformed e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void aHugeNumberIsNotExact() throws Exception {
    assertThat(Json.object("{\"a\":123456789012345678901234567890}"))
        .containsEntry("a", 123456789012345678901234567890.0);
  }

  @Test
  void integersOfAnySizeAreWrittenAsSuch() {
    assertThat(Json.write(Map.of("a", List.of(1, 2L, (short) 3)))).isEqualTo("{\"a\":[1,2,3]}");
  }

  @Test
  void whatATerminalWouldObeyIsWrittenAsACode() throws Json.Malformed {
    Map<String, Object> value = Map.of("\u009b", "a\u001b[2J \u007f \u202e → é \u2028");
    String json = Json.write(value);
    assertThat(json).isEqualTo("{\"\\u009b\":\"a\\u001B[2J \\u007f \\u202e → é \\u2028\"}");
    assertThat(Json.object(json)).isEqualTo(value);
  }
}
