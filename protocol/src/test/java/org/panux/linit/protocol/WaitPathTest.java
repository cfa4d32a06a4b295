package org.panux.linit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitPathTest {
  private static final Map<String, List<String>> WAITS =
      Map.of("a", List.of("b", "c"), "b", List.of("d"), "c", List.of("a"), "d", List.of("e"));

  private static List<String> find(String from, String to) {
    return WaitPath.find(from, to, name -> WAITS.getOrDefault(name, List.of()));
  }

  @Test
  void givesTheShortestWayWithBothEnds() {
    assertThat(find("a", "e")).containsExactly("a", "b", "d", "e");
    assertThat(find("c", "d")).containsExactly("c", "a", "b", "d");
  }

  @Test
  void aServiceReachesItself() {
    assertThat(find("d", "d")).containsExactly("d");
  }

  @Test
  void isEmptyWhereNoWayLeads() {
    assertThat(find("e", "a")).isEmpty();
    assertThat(find("unknown", "a")).isEmpty();
  }
}
