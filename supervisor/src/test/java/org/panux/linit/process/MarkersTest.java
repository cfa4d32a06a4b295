package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkersTest {
  private static String limits(Object softLimit) {
    return "Max address space         unlimited            unlimited            bytes\n"
        + "Max file locks            %-20s unlimited            locks\n".formatted(softLimit)
        + "Max pending signals       96365                96365                signals\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000001", "7fffffffff", "8000000000", "ffffffffff"})
  void aMarkerIsReadWhateverTheInstance(String instance) {
    Markers markers = new Markers(instance + "0123456789");
    long web = markers.of("web");
    long db = markers.of("db");
    assertThat(web).isPositive().isNotEqualTo(db).isEqualTo(markers.of("web"));
    assertThat(markers.owner(limits(web))).contains(markers.prefix("web"));
    assertThat(markers.owner(limits(db))).contains(markers.prefix("db"));
    assertThat(markers.owner(limits(web + 2))).contains(markers.prefix("?"));
    assertThat(markers.owner(limits(web + (1L << 20)))).isEmpty();
    assertThat(new Markers(instance + "9876543210", markers.numbers()).of("web")).isEqualTo(web);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unlimited", "0", "9999999999999999999", "18446744073709551614"})
  void anyOtherLimitIsNoMarker(String limit) {
    assertThat(new Markers("1234567890").owner(limits(limit))).isEmpty();
  }

  @Test
  void aTextWithoutTheLimitHasNoMarker() {
    assertThat(new Markers("1234567890").owner("")).isEmpty();
    assertThat(new Markers("1234567890").owner("Max file locks")).isEmpty();
  }

  @Test
  void numbersGoOnAfterThoseThatWereKnown() {
    Markers markers = new Markers("1234567890", Map.of("a", 7, "b", 3));
    markers.of("c");
    assertThat(markers.numbers()).containsEntry("c", 8).containsEntry("a", 7);
  }
}
