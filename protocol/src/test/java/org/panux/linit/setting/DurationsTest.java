package org.panux.linit.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "30, 30000",
    "0, 0",
    "500ms, 500",
    "1.5s, 1500",
    "2 min, 120000",
    "' 1 h ', 3600000",
    "2m, 120000",
    "0.0004s, 0",
    "10 seconds, 10000",
    ".5, 500"
  })
  void aNumberIsSecondsOrHasAUnit(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "-1",
        "+1",
        "1.2.3",
        ".",
        "1 fortnight",
        "1e3",
        "1s2",
        "٣",
        "1,5",
        "99999999999999999999",
        "NaN"
      })
  void anythingElseIsSaidInOneLine(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'" + text + "' is no duration; write 30 for seconds, or 500ms, 1.5s, 2min, 1h");
  }
}
