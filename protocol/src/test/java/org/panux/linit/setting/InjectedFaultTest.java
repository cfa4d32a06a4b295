package org.panux.linit.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectedFaultTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kill",
        "freeze",
        "thaw",
        "unready",
        "delay=2s",
        "fail=255",
        "crash-loop",
        "crash-loop=500ms",
        "slow-output=1",
        "clear"
      })
  void whatIsReadIsWrittenTheSame(String text) {
    assertThat(InjectedFault.parse(text).text()).isEqualTo(text);
  }

  @Test
  void valuesAreRead() {
    assertThat(InjectedFault.parse("fail=3").number()).isEqualTo(3);
    assertThat(InjectedFault.parse("delay=500ms").time()).isEqualTo(Duration.ofMillis(500));
    assertThat(InjectedFault.parse("crash-loop").time()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "freze | unknown fault 'freze'; did you mean 'freeze'?; there are kill, freeze, thaw,",
        "'' | unknown fault ''; there are kill,",
        "kill=9 | the fault 'kill' takes no value",
        "fail | the fault 'fail' needs an exit code from 1 to 255, such as 3: fail=…",
        "fail= | the fault 'fail' needs an exit code",
        "fail=0 | '0' will not do: 'fail' needs an exit code from 1 to 255, such as 3",
        "fail=256 | '256' will not do: 'fail' needs an exit code",
        "fail=-1 | '-1' will not do: 'fail' needs an exit code",
        "delay=soon | 'soon' is no duration; write 30 for seconds",
        "crash-loop=x | 'x' is no duration",
        "slow-output=0 | '0' will not do: 'slow-output' needs the bytes of a second, such as 100",
        "slow-output=99999999999999999999 | '99999999999999999999' will not do",
      })
  void anythingElseIsRefusedInOneLine(String text, String message) {
    assertThatThrownBy(() -> InjectedFault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
