package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LaunchQueueTest {
  private static final int BOUND = 2;

  private final LaunchQueue<String> queue = new LaunchQueue<>(BOUND);
  private long now = 1000;

  private List<LaunchQueue.Step<String>> enter(String name) {
    return queue.enter(name, name, true, now);
  }

  private static LaunchQueue.Step<String> spawn(String job, int shell) {
    return new LaunchQueue.Spawn<>(job, shell);
  }

  private static LaunchQueue.Step<String> assign(String job, int shell) {
    return new LaunchQueue.Assign<>(job, shell);
  }

  @Test
  void soManyRunAtATimeAndShellsAreTakenAgain() {
    assertThat(enter("a")).containsExactly(spawn("a", 1));
    assertThat(enter("b")).containsExactly(spawn("b", 2));
    assertThat(enter("c")).isEmpty();
    assertThat(queue.freed(1, now)).isEmpty();
    assertThat(queue.ended("a", now)).containsExactly(assign("c", 1));
  }

  @Test
  void whatNeedsAProcessOfItsOwnGetsOneAndCountsAsWell() {
    assertThat(queue.enter("a", "a", false, now)).containsExactly(new LaunchQueue.Begin<>("a"));
    enter("b");
    assertThat(queue.enter("c", "c", false, now)).isEmpty();
    assertThat(queue.ended("b", now)).containsExactly(new LaunchQueue.Begin<>("c"));
  }

  @Test
  void whoWaitsDoesNotCount() {
    enter("a");
    enter("b");
    enter("c");
    assertThat(queue.waits("a", now)).containsExactly(spawn("c", 3));
    assertThat(enter("d")).isEmpty();
    queue.goesOn("a", now);
    assertThat(queue.ended("b", now)).isEmpty();
    assertThat(queue.ended("a", now)).containsExactly(spawn("d", 4));
  }

  @Test
  void whereManyWaitTheOthersAreLetGoOnFirst() {
    enter("a");
    for (String name : List.of("w1", "w2", "w3", "w4")) {
      assertThat(enter(name)).hasSize(1);
      assertThat(queue.waits(name, now)).isEmpty();
    }
    assertThat(enter("b")).isEmpty();
    assertThat(queue.ended("a", now)).as("nobody runs").containsExactly(spawn("b", 6));
    assertThat(enter("c")).isEmpty();
    queue.goesOn("w1", now);
    assertThat(queue.ended("b", now)).containsExactly(spawn("c", 7));
  }

  @Test
  void whereAllWaitTheNextOneBegins() {
    for (int i = 0; i < 100; i++) {
      assertThat(enter("w" + i)).hasSize(1);
      assertThat(queue.waits("w" + i, now)).isEmpty();
    }
  }

  @Test
  void whoHasToWaitForOneThatDoesNotBeginWaitsNoLongerThanAWhile() {
    enter("long");
    for (String name : List.of("w1", "w2", "w3", "w4")) {
      enter(name);
      queue.waits(name, now);
    }
    assertThat(enter("needed")).isEmpty();
    now = queue.wakeAt().getAsLong();
    assertThat(queue.tick(now)).containsExactly(spawn("needed", 6));
  }

  @Test
  void theOrderIsThatWhichIsExpectedAndWhoComesUnexpectedComesFirst() {
    queue.expect(List.of("x", "y", "z"));
    enter("a");
    enter("b");
    enter("z");
    enter("y");
    enter("x");
    enter("asked");
    assertThat(queue.ended("a", now)).containsExactly(spawn("asked", 3));
    assertThat(queue.ended("b", now)).containsExactly(spawn("x", 4));
    assertThat(queue.ended("asked", now)).containsExactly(spawn("y", 5));
    assertThat(queue.ended("y", now)).containsExactly(spawn("z", 6));
  }

  @Test
  void whereNothingEndsTwiceAsManyMayBeginAgainAndAgain() {
    for (String name : "a b c d e f g h i j k l m n o p q r s t".split(" ")) {
      enter(name);
    }
    now = queue.wakeAt().getAsLong();
    assertThat(queue.tick(now - 1)).isEmpty();
    assertThat(queue.tick(now)).hasSize(4);
    now = queue.wakeAt().getAsLong();
    assertThat(queue.tick(now)).hasSize(8);
    assertThat(queue.ended("c", now)).isEmpty();
    now = queue.wakeAt().getAsLong();
    assertThat(queue.tick(now)).as("anew").hasSize(4);
  }

  @Test
  void oneThatTakesLongDoesNotCountForEver() {
    enter("long");
    enter("a");
    for (int i = 0; i < 100; i++) {
      enter("b" + i);
    }
    int begun = 0;
    String last = "a";
    for (int i = 0; i < 40; i++) {
      now += 10;
      List<LaunchQueue.Step<String>> steps = queue.ended(last, now);
      begun = steps.size();
      assertThat(begun).isEqualTo(1);
      last = ((LaunchQueue.Spawn<String>) steps.get(0)).job();
      if (queue.wakeAt().getAsLong() <= now) {
        assertThat(queue.tick(now)).as("one more may run").hasSize(1);
        return;
      }
    }
    throw new AssertionError("the long one still counts");
  }

  @Test
  void freeShellsEndWhenNothingHasBeenLaunchedForAWhile() {
    enter("a");
    queue.freed(1, now);
    assertThat(queue.ended("a", now)).isEmpty();
    assertThat(queue.wakeAt()).isEqualTo(OptionalLong.of(now + LaunchQueue.IDLE_MILLIS));
    assertThat(queue.tick(now + 1)).isEmpty();
    assertThat(queue.tick(now + LaunchQueue.IDLE_MILLIS))
        .containsExactly(new LaunchQueue.Retire<>(1));
    assertThat(queue.wakeAt()).isEmpty();
    assertThat(enter("b")).containsExactly(spawn("b", 2));
  }

  @Test
  void aShellThatIsLostIsNotTakenAgain() {
    enter("a");
    queue.freed(1, now);
    queue.ended("a", now);
    queue.lost(1);
    assertThat(enter("b")).containsExactly(spawn("b", 2));
  }
}
