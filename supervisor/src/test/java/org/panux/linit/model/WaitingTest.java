package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

class WaitingTest {
  private static Notice first(String name, ServiceState state) {
    return Notice.of(name, state, Reason.NONE).firstFor(1);
  }

  /** What one notice does to a wait for one service: nothing, settled well, or lost. */
  @ParameterizedTest
  @CsvSource({
    "DEP, true, RUNNING, ok",
    "DEP, true, STARTING, -",
    "DEP, true, STOPPING, -",
    "DEP, true, FAILED, lost",
    "DEP, true, STOPPED, lost",
    "DEP, true, NULL, lost",
    "DEP, false, STOPPING, lost",
    "WANT, false, RUNNING, ok",
    "WANT, false, STARTING, -",
    "WANT, false, STOPPING, ok",
    "WANT, false, FAILED, ok",
    "WANT, false, STOPPED, ok",
    "AFTER, false, STARTING, -",
    "AFTER, false, RUNNING, ok",
    "AFTER, false, STOPPING, ok",
    "AFTER, false, FAILED, ok",
    "AFTER, false, NULL, ok",
  })
  void oneNoticeSettlesOrDoesNot(
      DependencyKind kind, boolean patient, ServiceState state, String effect) {
    var verdict = new Waiting(1, kind, List.of("b"), patient).hear(first("b", state));
    assertThat(verdict.map(reason -> reason.ok() ? "ok" : "lost").orElse("-")).isEqualTo(effect);
  }

  @Test
  void theFirstFailureSettlesADepAtOnce() {
    Waiting wait = new Waiting(1, DependencyKind.DEP, List.of("b", "c"), true);
    assertThat(wait.hear(first("c", ServiceState.FAILED)))
        .contains(Reason.dependency("c", "failed", Reason.NONE));
  }

  @Test
  void aWantIsSettledWhenTheLastOneIs() {
    Waiting wait = new Waiting(1, DependencyKind.WANT, List.of("b", "c"), false);
    assertThat(wait.hear(first("c", ServiceState.FAILED))).isEmpty();
    assertThat(wait.hear(first("b", ServiceState.RUNNING))).contains(Reason.NONE);
  }

  @Test
  void aNoticeFromBeforeTheWaitIsAboutThePast() {
    Waiting wait = new Waiting(1, DependencyKind.DEP, List.of("b"), true);
    assertThat(wait.hear(Notice.of("b", ServiceState.RUNNING, Reason.NONE))).isEmpty();
    assertThat(wait.hear(first("b", ServiceState.STARTING))).isEmpty();
    assertThat(wait.hear(Notice.of("b", ServiceState.RUNNING, Reason.NONE))).contains(Reason.NONE);
  }

  @Test
  void aRefusalIsPassedOnAsItIs() {
    Reason deadlock = Reason.deadlock(List.of("a", "b", "a"));
    Waiting wait = new Waiting(1, DependencyKind.DEP, List.of("b"), true);
    assertThat(wait.hear(Notice.refused("b", deadlock).firstFor(1))).contains(deadlock);
  }

  @Test
  void namesThatItDoesNotWaitForSayNothing() {
    Waiting wait = new Waiting(1, DependencyKind.DEP, List.of("b"), true);
    assertThat(wait.hear(first("c", ServiceState.FAILED))).isEmpty();
    assertThat(wait.open()).containsExactly("b");
  }

  @Test
  void ofAnOrderOnlyThatIsOpenWhichIsKnownToBeStarting() {
    Waiting order = new Waiting(1, DependencyKind.AFTER, List.of("a", "b"), false);
    assertThat(order.open()).isEmpty();
    assertThat(order.hear(first("a", ServiceState.STARTING))).isEmpty();
    assertThat(order.open()).containsExactly("a");
    assertThat(order.hear(first("b", ServiceState.NULL))).isEmpty();
    // What is about another wait settles nothing.
    assertThat(order.hear(Notice.of("a", ServiceState.FAILED, Reason.NONE))).isEmpty();
    assertThat(order.hear(first("a", ServiceState.RUNNING))).contains(Reason.NONE);
  }

  @Test
  void aCircleOfAnOrderIsToldWhenTheOthersAreSettled() {
    Waiting order = new Waiting(1, DependencyKind.AFTER, List.of("a", "b"), false);
    Reason circle = Reason.unordered("a", List.of("a", "x", "a"));
    assertThat(order.hear(first("b", ServiceState.STARTING))).isEmpty();
    assertThat(order.hear(Notice.refused("a", circle).firstFor(1))).isEmpty();
    assertThat(order.hear(first("b", ServiceState.FAILED))).contains(circle);
  }
}
