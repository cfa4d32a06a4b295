package org.panux.linit.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.linit.picture.TimeAxis.Tick;

class TimeAxisTest {
  private static List<String> labels(long endUs) {
    return new TimeAxis(endUs, 0, 100).ticks().stream().map(Tick::label).toList();
  }

  @Test
  void marksAreAtRoundTimes() {
    assertThat(labels(1_100_000)).startsWith("0", "0.1 s", "0.2 s").endsWith("1.1 s");
    assertThat(labels(7_100_000)).startsWith("0", "1 s", "2 s").endsWith("7 s");
    assertThat(labels(900_000)).startsWith("0", "100 ms");
    assertThat(labels(60))
        .containsExactly(
            "0", "5 µs", "10 µs", "15 µs", "20 µs", "25 µs", "30 µs", "35 µs", "40 µs", "45 µs",
            "50 µs", "55 µs", "60 µs");
  }

  @Property
  void thereAreSomeMarksAndNotTooMany(@ForAll @LongRange(min = 5, max = 1L << 50) long endUs) {
    List<Tick> ticks = new TimeAxis(endUs, 10, 100).ticks();

    assertThat(ticks).hasSizeBetween(4, 13);
    assertThat(ticks.stream().map(Tick::label)).doesNotHaveDuplicates();
  }

  @Test
  void placesAreInProportionAndNeverBesideTheAxis() {
    TimeAxis axis = new TimeAxis(1000, 10, 100);

    assertThat(axis.x(0)).isEqualTo(10);
    assertThat(axis.x(500)).isEqualTo(60);
    assertThat(axis.x(5000)).isEqualTo(110);
    assertThat(axis.x(-1)).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999 µs",
    "1000, 1.0 ms",
    "99_000, 99 ms",
    "740_000, 740 ms",
    "1_234_000, 1.23 s",
    "12_340_000, 12.3 s",
    "125_000_000, 2 min 5 s",
  })
  void durationsAreShort(String us, String text) {
    assertThat(TimeAxis.duration(Long.parseLong(us.replace("_", "")))).isEqualTo(text);
  }
}
