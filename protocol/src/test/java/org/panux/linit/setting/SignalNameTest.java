package org.panux.linit.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNameTest {
  @ParameterizedTest
  @CsvSource({"TERM, 15", "SIGTERM, 15", "sighup, 1", "9, 9", "' usr1 ', 10", "64, 64", "SYS, 31"})
  void aNameOrANumberIsASignal(String text, int number) {
    assertThat(SignalName.parse(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "0", "65", "-1", "015", "TREM", "SIGSIGTERM", "1.0"})
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> SignalName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is no signal");
  }
}
