package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeavesFirstTest {
  private static List<String> order(Map<String, List<String>> needs, String... names) {
    return LeavesFirst.order(List.of(names), name -> needs.getOrDefault(name, List.of()));
  }

  @Test
  void whatNeedsNothingComesFirst() {
    assertThat(order(Map.of("a", List.of("b", "d"), "b", List.of("c")), "a", "b", "c", "d"))
        .containsExactly("c", "d", "b", "a");
  }

  @Test
  void withoutAHintTheOrderStays() {
    assertThat(order(Map.of(), "c", "a", "b")).containsExactly("c", "a", "b");
  }

  @Test
  void whatIsNotAskedForCountsOnTheWay() {
    assertThat(
            order(Map.of("a", List.of("x"), "x", List.of("b"), "c", List.of("b")), "a", "c", "b"))
        .containsExactly("b", "c", "a");
  }

  @Test
  void circlesAndStrangersDoNoHarm() {
    Map<String, List<String>> needs =
        Map.of(
            "a", List.of("b", "nobody"), "b", List.of("c"), "c", List.of("a"), "d", List.of("d"));
    assertThat(order(needs, "a", "b", "c", "d")).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void aChainMayBeAsLongAsItIs() {
    int length = 100_000;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      names.add(Integer.toString(i));
    }
    List<String> order = LeavesFirst.order(names, LeavesFirstTest::next);
    assertThat(order.get(0)).isEqualTo(Integer.toString(length - 1));
    assertThat(order.get(length - 1)).isEqualTo("0");
  }

  private static Collection<String> next(String name) {
    int number = Integer.parseInt(name);
    return number == 99_999 ? List.of() : List.of(Integer.toString(number + 1));
  }
}
