package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "web", "Web-2", "a.b_c+d", "_x", "+x", "0", "a..b", "null"})
  void takesWhatIsAName(String name) {
    assertThat(ServiceName.problem(name)).isEmpty();
    assertThat(new ServiceName(name)).hasToString(name);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", a service name must not be empty",
        "a/b, \"bad service name 'a/b': '/' is not allowed, only letters, digits and . _ - +\"",
        "../x, \"bad service name '../x': '/' is not allowed, only letters, digits and . _ - +\"",
        ".., bad service name '..': it must not begin with '.'",
        ".hidden, bad service name '.hidden': it must not begin with '.'",
        "-v, bad service name '-v': it must not begin with '-'",
        "\"a b\", \"bad service name 'a b': character U+0020 is not allowed, only letters, digits"
            + " and . _ - +\"",
        "é, \"bad service name 'é': character U+00E9 is not allowed, only letters, digits and . _"
            + " - +\"",
        "a@h, \"bad service name 'a@h': '@' is not allowed, only letters, digits and . _ - + ('@'"
            + " is reserved for services on other hosts)\"",
      })
  void saysWhatIsWrongWithWhatIsNone(String name, String problem) {
    assertThat(ServiceName.problem(name)).contains(problem);
    assertThatThrownBy(() -> new ServiceName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }

  @Test
  void sixtyFourBytesAreTheMost() {
    assertThat(ServiceName.problem("x".repeat(64))).isEmpty();
    assertThat(ServiceName.problem("x".repeat(65)))
        .contains("bad service name '" + "x".repeat(64) + "…': 65 bytes, at most 64 are allowed");
  }

  @Test
  void controlCharactersAreNamedAndNotShown() {
    assertThat(ServiceName.problem("a\0b\u001b"))
        .hasValueSatisfying(
            problem -> assertThat(problem).startsWith("bad service name 'a?b?': character U+0000"));
  }

  @Property(tries = 500)
  void aProblemIsOnePrintableLineOfBoundedLength(@ForAll String text) {
    String problem = ServiceName.problem(text).orElse("");
    assertThat(problem).isEqualTo(Text.printable(problem)).hasSizeLessThan(250);
  }

  @Property(tries = 500)
  void whatIsTakenIsAFileNameOfItsOwn(@ForAll String text) {
    if (ServiceName.problem(text).isEmpty()) {
      assertThat(text).matches("[A-Za-z0-9_+][A-Za-z0-9._+-]{0,63}");
    } else {
      assertThat(text).doesNotMatch("[A-Za-z0-9_+][A-Za-z0-9._+-]{0,63}");
    }
  }
}
