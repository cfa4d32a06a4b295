package org.panux.linit.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  /** When it is looked, where a look takes no time. */
  private static List<Duration> looks(Duration until) {
    List<Duration> looks = new ArrayList<>();
    for (Duration at = Duration.ZERO; at.compareTo(until) <= 0; at = at.plus(Backoff.pause(at))) {
      looks.add(at);
    }
    return looks;
  }

  private static Duration found(Duration ready) {
    return looks(ready.plusSeconds(1)).stream()
        .filter(look -> look.compareTo(ready) >= 0)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsReadyAtOnceIsFoundAtOnce() {
    assertThat(found(Duration.ZERO)).isEqualTo(Duration.ZERO);
  }

  @Test
  void whatIsReadyAfterEightMillisecondsIsFoundAfterTen() {
    assertThat(found(Duration.ofMillis(8))).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void nothingIsFoundMoreThanAnEighthOrHalfASecondLate() {
    for (int millis = 1; millis < 20_000; millis += 7) {
      Duration ready = Duration.ofMillis(millis);
      Duration late = found(ready).minus(ready);
      assertThat(late)
          .as("ready after " + ready)
          .isLessThanOrEqualTo(Duration.ofMillis(Math.min(500, Math.max(5, millis / 8 + 1))));
    }
  }

  @Test
  void aLongWaitCostsTwoLooksASecond() {
    assertThat(looks(Duration.ofMinutes(10))).hasSizeLessThan(1300);
  }
}
