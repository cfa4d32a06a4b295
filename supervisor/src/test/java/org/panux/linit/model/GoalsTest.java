package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.model.Goals.Prospect.LOST;
import static org.panux.linit.model.Goals.Prospect.OPEN;
import static org.panux.linit.model.Goals.Prospect.RUNS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.model.Goals.Reached;

/** When a wait for services is over. */
class GoalsTest {
  private final Goals<String> goals = new Goals<>();

  private List<Reached<String>> add(String who, boolean any, String... names) {
    return goals.add(who, List.of(names), any, name -> OPEN);
  }

  @Test
  void allMustRunAtTheSameTime() {
    assertThat(add("me", false, "a", "b")).isEmpty();
    assertThat(goals.changed("a", RUNS)).isEmpty();
    assertThat(goals.changed("a", OPEN)).isEmpty();
    assertThat(goals.changed("b", RUNS)).isEmpty();
    assertThat(goals.changed("a", RUNS))
        .containsExactly(new Reached<>("me", List.of("a", "b"), List.of()));
    assertThat(goals.isEmpty()).isTrue();
  }

  @Test
  void oneThatIsLostDecidesForAll() {
    add("me", false, "a", "b");
    assertThat(goals.changed("b", LOST))
        .containsExactly(new Reached<>("me", List.of(), List.of("b")));
    assertThat(goals.changed("a", RUNS)).isEmpty();
  }

  @Test
  void ofAnyTheFirstThatRunsIsEnoughAndAllMustBeLost() {
    add("me", true, "a", "b");
    add("you", true, "b", "c");
    assertThat(goals.changed("b", LOST)).isEmpty();
    assertThat(goals.changed("a", RUNS))
        .containsExactly(new Reached<>("me", List.of("a"), List.of()));
    assertThat(goals.changed("c", LOST))
        .containsExactly(new Reached<>("you", List.of(), List.of("b", "c")));
  }

  @Test
  void whatIsSettledAlreadyIsAnsweredAtOnce() {
    assertThat(goals.add("me", List.of("a"), false, name -> RUNS))
        .containsExactly(new Reached<>("me", List.of("a"), List.of()));
    assertThat(goals.add("me", List.of("a"), true, name -> LOST))
        .containsExactly(new Reached<>("me", List.of(), List.of("a")));
    assertThat(goals.names()).isEmpty();
  }

  @Test
  void whoHasLeftIsForgotten() {
    add("me", false, "a");
    add("you", false, "a");
    goals.removeIf("me"::equals);
    assertThat(goals.changed("a", RUNS)).extracting(Reached::who).containsExactly("you");
    assertThat(goals.names()).isEmpty();
  }
}
