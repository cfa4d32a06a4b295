package org.panux.linit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossReportTest {
  private final List<String> said = new ArrayList<>();
  private final LossReport report = new LossReport("a", said::add);

  @Test
  void aLossIsSaidWhenItBeginsAndWhenItEnds() {
    report.lost(10, "full", 5_000);
    report.lost(20, "full", 6_500);
    report.found(20);
    assertThat(said).containsExactly("lost a 10 full", "found a 20");
  }

  @Test
  void onesThatComeAndGoAreSaidTogether() {
    report.lost(1, "full", 5_000);
    report.found(1);
    report.lost(2, "full", 5_100);
    report.found(2);
    report.lost(3, "full", 5_200);
    report.found(3);
    assertThat(said).containsExactly("lost a 1 full", "found a 1");
    report.lost(4, "full", 6_000);
    report.found(4);
    assertThat(said).containsExactly("lost a 1 full", "found a 1", "lost a 9 full", "found a 9");
  }

  @Test
  void nothingIsForgottenInTheEnd() {
    report.lost(1, "full", 5_000);
    report.found(1);
    report.lost(2, "full", 5_100);
    report.found(2);
    report.end(0, "full");
    assertThat(said).containsExactly("lost a 1 full", "found a 1", "lost a 2 full");
  }

  @Test
  void whereNothingWasLostNothingIsSaid() {
    report.end(0, "");
    assertThat(said).isEmpty();
  }
}
