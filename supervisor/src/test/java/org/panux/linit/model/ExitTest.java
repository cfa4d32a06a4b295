package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.linit.protocol.ExitCode;

class ExitTest {
  @ParameterizedTest
  @CsvSource({
    "1, '', start exited with 1",
    "3, no disk, start exited with 3: no disk",
    "137, '', 'start exited with 137 (signal 9, KILL)'",
    "143, bye, 'start exited with 143 (signal 15, TERM): bye'",
    "138, '', start exited with 138 (signal 10)",
    "128, '', start exited with 128",
    "193, '', start exited with 193",
  })
  void theReasonNamesCodeSignalAndLastLine(int code, String line, String text) {
    assertThat(Exit.of(code, line).reason("start")).isEqualTo(Reason.failed(text));
  }

  @Test
  void aLongLastLineIsCutAndMadeHarmless() {
    String text = Exit.of(1, "\u001b[31m" + "x".repeat(1000)).reason("stop").text();
    assertThat(text).hasSizeLessThan(230).startsWith("stop exited with 1: ?[31mx").endsWith("x…");
  }

  @Test
  void whereThereWasNoRunTheProblemIsTheReason() {
    Reason problem = new Reason(ExitCode.SCRIPT_UNUSABLE, "/r/init.d/a is a folder");
    Exit exit = Exit.problem(problem);
    assertThat(exit.ok()).isFalse();
    assertThat(exit.reason("start")).isEqualTo(problem);
  }

  @Test
  void onlyCodeZeroOfARealRunIsSuccess() {
    assertThat(Exit.of(0, "").ok()).isTrue();
    assertThat(Exit.of(1, "").ok()).isFalse();
    assertThat(new Exit(0, Reason.failed("took too long"), "", "").ok()).isFalse();
  }
}
