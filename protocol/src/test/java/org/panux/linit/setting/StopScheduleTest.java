package org.panux.linit.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopScheduleTest {
  private static String show(StopSchedule schedule) {
    StringBuilder text = new StringBuilder();
    schedule
        .steps()
        .forEach(
            step ->
                text.append(SignalName.of(step.signal()))
                    .append(' ')
                    .append(step.patience().toMillis())
                    .append(' '));
    return text.toString().strip();
  }

  @ParameterizedTest
  @CsvSource({
    "TERM/30/KILL/5, TERM 30000 KILL 5000",
    "SIGTERM/30/SIGKILL/5, TERM 30000 KILL 5000",
    "term/500ms, TERM 500 KILL 5000",
    "15/30/9/5, TERM 30000 KILL 5000",
    "-TERM/30/-9/5, TERM 30000 KILL 5000",
    "TERM/30/KILL, TERM 30000 KILL 5000",
    "30, INT 30000 KILL 5000",
    "1.5s, INT 1500 KILL 5000",
    "INT/2/INT/1/TERM/10, INT 2000 INT 1000 TERM 10000 KILL 5000",
    "' QUIT / 1 min / KILL / 1 ', QUIT 60000 KILL 1000",
    "0, INT 0 KILL 5000",
  })
  void readsWhatOpenRcHas(String text, String steps) {
    assertThat(show(StopSchedule.parse(text, 2))).isEqualTo(steps);
  }

  @ParameterizedTest
  @CsvSource({
    "'', is no signal",
    "TERM, how long to wait",
    "TERM/30/INT, how long to wait",
    "KILL, how long to wait",
    "--TERM/30, is no signal",
    "TERM//KILL/5, is no duration",
    "TERM/soon, is no duration",
    "TREM/30, 'TREM' is no signal; did you mean 'TERM'?",
    "TERM/30/, is no signal",
    "/30, is no signal",
    "0/30, is no signal",
    "65/30, is no signal",
    "30 soon, is no duration",
    "forever, is no signal",
    "TERM/-1, is no duration",
  })
  void whatCannotBeReadIsSaidInOneLine(String text, String problem) {
    assertThatThrownBy(() -> StopSchedule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  @Test
  void defaultIsTheStopSignalAndKillAfterTheGrace() {
    assertThat(show(StopSchedule.of(3, Duration.ofMillis(200)))).isEqualTo("QUIT 200 KILL 5000");
  }
}
