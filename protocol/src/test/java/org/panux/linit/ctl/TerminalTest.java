package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.0 s",
    "1999, 1.9 s",
    "59999, 59.9 s",
    "60000, 1 min 0 s",
    "3599999, 59 min 59 s",
    "3600000, 1 h 0 min",
    "86399999, 23 h 59 min",
    "90061000, 1 d 1 h",
    "86400000000, 1000 d 0 h",
  })
  void durationsAreShort(long millis, String text) {
    assertThat(Terminal.duration(millis)).isEqualTo(text);
  }

  @Test
  void theTimeOfAnotherDayHasItsDate() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant now = Instant.parse("2026-11-28T00:30:00Z");
    assertThat(Terminal.clock(Instant.parse("2026-11-27T23:05:06Z"), now, berlin))
        .isEqualTo("00:05:06");
    assertThat(Terminal.clock(Instant.parse("2026-11-27T22:05:06Z"), now, berlin))
        .isEqualTo("2026-11-27 23:05:06");
  }

  @Test
  void whatDoesNotFitIsCutToTheWidth() {
    assertThat(Terminal.fit("web", 5)).isEqualTo("web  ");
    assertThat(Terminal.fit("web-1", 5)).isEqualTo("web-1");
    assertThat(Terminal.fit("web-10", 5)).isEqualTo("web-…");
  }

  @Test
  void aTableHasALineForEachServiceAndNoColourInAPipe() {
    List<ServiceView> views =
        List.of(
            new ServiceView(
                "web", ServiceState.STARTING, true, 0, "", 0, -1, List.of("db"), 1, List.of()),
            new ServiceView(
                "longer-name",
                ServiceState.FAILED,
                true,
                1,
                "exit\u001b[0m",
                0,
                1500,
                List.of(),
                1,
                List.of()),
            new ServiceView(
                "mail", ServiceState.RUNNING, true, 0, "", 0, 7, List.of(), 1, List.of("db")),
            ServiceView.neverStarted("x"));
    assertThat(Captured.text(out -> Terminal.table(out, views)))
        .isEqualTo(
            """
            NAME         STATE         TOOK       SINCE  WHY
            web          starting         -           -  waiting for db
            longer-name  failed       1.5 s           -  exit?[0m
            mail         running       7 ms           -  degraded: db is not running
            x            null             -           -
            """);
  }
}
