package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.protocol.ServiceState.FAILED;
import static org.panux.linit.protocol.ServiceState.RUNNING;
import static org.panux.linit.protocol.ServiceState.STARTING;
import static org.panux.linit.protocol.ServiceState.STOPPED;
import static org.panux.linit.protocol.ServiceState.STOPPING;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;

class CoordinatorTest {
  private static final Moment WAVE = new Moment(1, 1);

  private final Coordinator<String> coordinator = new Coordinator<>();
  private final Map<String, Long> starts = new HashMap<>();

  private static String show(Order<String> order) {
    if (order instanceof Order.Begin<String> begin) {
      return "begin " + begin.name() + begin.listener().map(it -> " for " + it).orElse("");
    } else if (order instanceof Order.Tell<String> tell) {
      return "tell "
          + tell.listener()
          + " "
          + tell.notice().name()
          + " "
          + (tell.notice().refused()
              ? tell.notice().reason().text()
              : tell.notice().state().word());
    } else if (order instanceof Order.Stop<String> stop) {
      return "stop " + stop.name();
    } else if (order instanceof Order.Release<String> release) {
      return "release " + release.name();
    } else if (order instanceof Order.Kill<String> kill) {
      return "kill " + kill.name();
    } else if (order instanceof Order.Done<String> done) {
      return "done " + (done.ticket() < 0 ? "own" : done.ticket());
    } else if (order instanceof Order.Restart<String> restart) {
      return "restart " + String.join(" ", restart.names());
    } else if (order instanceof Order.Refuse<String> refuse) {
      return "refuse " + refuse.ticket() + " " + refuse.reason().text();
    } else if (order instanceof Order.Needs<String> needs) {
      return "needs of " + needs.name();
    }
    return "quiet";
  }

  private List<String> start(String... names) {
    return shown(coordinator.start(Asker.CLIENT, List.of(names), "client", WAVE));
  }

  private List<String> dep(String from, String... names) {
    return shown(coordinator.link(from, from, 0, DependencyKind.DEP, List.of(names), WAVE));
  }

  private List<String> after(String from, String... names) {
    return shown(coordinator.link(from, from, 0, DependencyKind.AFTER, List.of(names), WAVE));
  }

  private List<String> want(String from, String... names) {
    return shown(coordinator.link(from, from, 0, DependencyKind.WANT, List.of(names), WAVE));
  }

  private List<String> stop(long ticket, String... names) {
    return shown(coordinator.stop(ticket, Optional.empty(), List.of(names), Optional.empty()));
  }

  private List<String> stopBy(String caller, long ticket, String name) {
    return shown(coordinator.stop(ticket, Optional.of(caller), List.of(name), Optional.empty()));
  }

  private List<String> restart(long ticket, String... names) {
    return shown(coordinator.stop(ticket, Optional.empty(), List.of(names), Optional.of(WAVE)));
  }

  /** The report of a service that has handled all starts it was sent. */
  private List<String> is(String name, ServiceState state, String... waiting) {
    return shown(coordinator.changed(report(name, state, starts.getOrDefault(name, 0L), waiting)));
  }

  /** The same of its run number {@code run}, with that policy. */
  private List<String> is(String name, ServiceState state, int run, Policy policy) {
    Report plain = report(name, state, starts.getOrDefault(name, 0L));
    return shown(
        coordinator.changed(
            new Report(
                name,
                state,
                true,
                plain.reason(),
                WAVE,
                List.of(),
                plain.starts(),
                run,
                -1,
                Report.Process.NONE,
                policy,
                Report.Start.NONE)));
  }

  private static Report report(String name, ServiceState state, long starts, String... waiting) {
    return new Report(
        name,
        state,
        true,
        Reason.NONE,
        WAVE,
        List.of(waiting),
        starts,
        1,
        -1,
        Report.Process.NONE,
        Policy.LEAVE,
        Report.Start.NONE);
  }

  private List<String> shown(List<Order<String>> orders) {
    for (Order<String> order : orders) {
      if (order instanceof Order.Begin<String> begin) {
        starts.merge(begin.name(), 1L, Long::sum);
      }
    }
    return orders.stream().map(CoordinatorTest::show).toList();
  }

  /** web needs db and cache, db needs cache; all run. */
  private void runWeb() {
    start("web");
    is("web", STARTING);
    dep("web", "db", "cache");
    is("db", STARTING);
    dep("db", "cache");
    List.of("cache", "db", "web").forEach(name -> is(name, RUNNING));
  }

  @Test
  void aDepBeginsWhatItNeedsAndHearsOfIt() {
    assertThat(start("a")).containsExactly("begin a for client");
    assertThat(dep("a", "b", "c")).containsExactly("begin b for a", "begin c for a");
    assertThat(coordinator.needs("a")).containsOnlyKeys("b", "c");
    assertThat(coordinator.neededBy("b")).containsExactly("a");
  }

  @Test
  void whoClosesACycleIsToldTheWholePath() {
    start("a");
    dep("a", "b");
    dep("b", "c");
    assertThat(dep("c", "a")).containsExactly("tell c a would deadlock: a → b → c → a");
    assertThat(coordinator.needs("c")).isEmpty();
  }

  @Test
  void aStopTakesWhoNeedsItAndReleasesInOrder() {
    runWeb();
    assertThat(coordinator.stopSet(List.of("cache"))).containsExactly("cache", "web", "db");
    assertThat(stop(1, "cache"))
        .containsExactly("stop cache", "stop web", "stop db", "release web");
    assertThat(is("web", STOPPED)).containsExactly("release db");
    assertThat(is("db", STOPPED)).containsExactly("release cache");
    assertThat(is("cache", STOPPED)).containsExactly("done 1");
  }

  @Test
  void whatNothingOrdersIsReleasedAtOnce() {
    start("a", "b");
    is("a", RUNNING);
    is("b", RUNNING);
    assertThat(stop(1, "a", "b")).containsExactly("stop a", "stop b", "release a", "release b");
  }

  @Test
  void whoOnlyWantsItRunsOn() {
    start("a");
    coordinator.link("a", "a", 0, DependencyKind.WANT, List.of("b"), WAVE);
    starts.merge("b", 1L, Long::sum);
    is("a", RUNNING);
    is("b", RUNNING);
    assertThat(stop(1, "b")).containsExactly("stop b", "release b");
  }

  @Test
  void aStopOfWhatDoesNotRunIsDoneAtOnce() {
    assertThat(stop(5, "nothing")).containsExactly("done 5");
  }

  @Test
  void aStartDuringAStopIsHeldUntilItIsOver() {
    runWeb();
    stop(1, "web");
    assertThat(start("web")).containsExactly("tell client web stopping");
    start("x");
    assertThat(dep("x", "web")).isEmpty();
    assertThat(is("web", STOPPED))
        .containsExactly("done 1", "begin web for client", "begin web for x", "needs of x");
    assertThat(coordinator.needs("x")).containsOnlyKeys("web");
  }

  @Test
  void aHeldStartOfAScriptThatHasGoneIsForgotten() {
    runWeb();
    stop(1, "web");
    start("x");
    dep("x", "web");
    is("x", FAILED);
    assertThat(is("web", STOPPED)).containsExactly("done 1");
    assertThat(coordinator.neededBy("web")).isEmpty();
  }

  @Test
  void aRestartStartsAgainAllThatItStopped() {
    runWeb();
    restart(1, "db");
    is("web", STOPPED);
    assertThat(is("db", STOPPED)).containsExactly("begin db", "begin web", "done 1");
  }

  @Test
  void aRestartStartsWhatDidNotRun() {
    assertThat(restart(1, "a")).containsExactly("begin a", "done 1");
  }

  @Test
  void aStopAndARestartAtOnceAreBothAnswered() {
    runWeb();
    restart(1, "web");
    stop(2, "web");
    assertThat(is("web", STOPPED)).containsExactly("begin web", "done 1", "done 2");
  }

  @Test
  void aRestartDoesNotStartWhatSomebodyElseIsStopping() {
    start("a");
    is("a", RUNNING);
    restart(1, "a", "b");
    start("b");
    is("b", RUNNING);
    stop(2, "b");
    assertThat(is("a", STOPPED)).containsExactly("begin a", "done 1");
    assertThat(is("b", STOPPED)).containsExactly("done 2", "begin b");
  }

  @Test
  void aScriptCannotStopItselfOrWhatItNeeds() {
    runWeb();
    assertThat(stopBy("web", 1, "web")).containsExactly("refuse 1 would deadlock: web → web");
    assertThat(stopBy("web", 2, "cache"))
        .containsExactly("refuse 2 would deadlock: web → cache → web");
  }

  @Test
  void aStopScriptCannotNeedWhoWaitsForItsEnd() {
    start("a", "b");
    is("a", STARTING);
    is("b", RUNNING);
    stopBy("a", 1, "b");
    is("b", STOPPING);
    assertThat(dep("b", "a")).containsExactly("tell b a would deadlock: a → b → a");
  }

  @Test
  void aScriptCannotStopWhatWaitsForItInTheEnd() {
    start("a", "b", "c");
    is("a", STARTING);
    is("b", RUNNING);
    stop(1, "b");
    is("b", STOPPING, "c");
    dep("b", "c");
    is("c", STARTING, "a");
    dep("c", "a");
    assertThat(stopBy("a", 2, "b")).containsExactly("refuse 2 would deadlock: a → b → c → a");
  }

  @Test
  void aStartScriptAboutToBeEndedGetsNothingMore() {
    start("a", "b");
    is("a", STARTING);
    stop(1, "a");
    assertThat(dep("a", "b")).containsExactly("tell a b 'a' is being stopped");
  }

  @Test
  void aReportFromBeforeTheLastStartDoesNotEndAStop() {
    start("a");
    is("a", RUNNING);
    start("a");
    stop(1, "a");
    assertThat(shown(coordinator.changed(report("a", STOPPED, 1)))).isEmpty();
    is("a", STARTING);
    assertThat(is("a", STOPPED)).containsExactly("done 1");
  }

  @Test
  void aShutdownStopsAllInOrderAndIsThenQuiet() {
    runWeb();
    assertThat(shown(coordinator.shutdown()))
        .containsExactlyInAnyOrder("stop web", "stop db", "stop cache", "release web");
    assertThat(start("new")).containsExactly("tell client new linitd is shutting down");
    assertThat(is("web", STOPPED)).containsExactly("release db");
    assertThat(is("db", STOPPED)).containsExactly("release cache");
    assertThat(is("cache", STOPPED)).containsExactly("quiet");
  }

  @Test
  void aShutdownRefusesWhatWasHeldAndEveryRestart() {
    runWeb();
    stop(1, "web");
    start("web");
    assertThat(shown(coordinator.shutdown())).contains("tell client web linitd is shutting down");
    assertThat(restart(2, "db")).containsExactly("refuse 2 linitd is shutting down");
  }

  @Test
  void aShutdownWithNothingToStopIsQuietAtOnce() {
    assertThat(shown(coordinator.shutdown())).containsExactly("quiet");
  }

  @Test
  void aKillTakesAllAtOnce() {
    runWeb();
    stop(1, "web");
    assertThat(shown(coordinator.killAll()))
        .containsExactlyInAnyOrder("kill web", "kill db", "kill cache");
    is("cache", STOPPED);
    is("web", STOPPED);
    assertThat(is("db", STOPPED)).containsExactly("quiet");
  }

  @Test
  void whatALastRunNeededIsStillToldAfterIt() {
    runWeb();
    stop(1, "web");
    is("web", STOPPED);
    assertThat(coordinator.needs("web")).containsOnlyKeys("db", "cache");
    assertThat(coordinator.neededBy("db")).isEmpty();
  }

  @Test
  void aRefusalIsNoExitCodeOfTheServiceItself() {
    start("a");
    Order.Tell<?> tell =
        (Order.Tell<?>)
            coordinator.link("a", "a", 3, DependencyKind.DEP, List.of("a"), WAVE).get(0);
    assertThat(tell.notice().reason().code()).isEqualTo(ExitCode.DEADLOCK);
    assertThat(tell.notice().first()).isEqualTo(3);
    assertThat(coordinator.report("a").state()).isEqualTo(ServiceState.NULL);
  }

  private void restored(String name, ServiceState state, String... needs) {
    Map<String, DependencyKind> kinds = new HashMap<>();
    List.of(needs).forEach(other -> kinds.put(other, DependencyKind.DEP));
    coordinator.restore(report(name, state, 0), kinds);
  }

  @Test
  void whatAnotherLinitdKnewOrdersTheStops() {
    restored("web", RUNNING, "db");
    restored("db", RUNNING);
    assertThat(coordinator.needs("web")).containsOnlyKeys("db");
    assertThat(stop(1, "db")).containsExactlyInAnyOrder("stop db", "stop web", "release web");
    assertThat(is("web", STOPPED)).containsExactly("release db");
  }

  @Test
  void aServiceThatHasEndedMeanwhileKeepsWhatItNeededAsItsPast() {
    restored("web", STOPPED, "db");
    restored("db", RUNNING);
    assertThat(coordinator.needs("web")).containsOnlyKeys("db");
    assertThat(coordinator.neededBy("db")).isEmpty();
    assertThat(stop(1, "db")).containsExactly("stop db", "release db");
  }

  @Test
  void aStartWaitsForAStopThatAnotherLinitdHadBegun() {
    restored("db", STOPPING);
    assertThat(shown(coordinator.resume(List.of("db"), WAVE))).isEmpty();
    assertThat(is("db", STOPPED)).containsExactly("begin db");
  }

  @Test
  void aShutdownStopsWhatWasTakenOver() {
    restored("web", RUNNING);
    restored("old", FAILED);
    assertThat(shown(coordinator.shutdown())).containsExactly("stop web", "release web");
  }

  @Test
  void anOrderStartsNothingAndWaitsForNothingThatIsNotBeingStarted() {
    start("a", "r", "f");
    is("r", RUNNING);
    is("f", FAILED);
    assertThat(after("a", "unknown", "r", "f"))
        .containsExactly("tell a unknown null", "tell a r running", "tell a f failed");
    assertThat(coordinator.needs("a"))
        .containsEntry("unknown", DependencyKind.AFTER)
        .containsEntry("r", DependencyKind.AFTER);
  }

  @Test
  void anOrderWaitsForWhatIsBeingStartedUntilItIsSettled() {
    start("a", "b", "c");
    is("c", STARTING);
    assertThat(after("a", "b", "c")).containsExactly("tell a b starting", "tell a c starting");
    assertThat(is("b", STARTING)).isEmpty();
    assertThat(is("c", RUNNING)).containsExactly("tell a c running");
    assertThat(is("b", FAILED)).containsExactly("tell a b failed");
  }

  @Test
  void anOrderWaitsForAStartThatIsHeldBackByAStop() {
    start("a", "b");
    is("b", RUNNING);
    stop(1, "b");
    assertThat(after("a", "b")).containsExactly("tell a b stopping");
    start("b");
    assertThat(after("a", "b")).containsExactly("tell a b starting");
    assertThat(is("b", STOPPED)).containsExactly("done 1", "begin b for client");
    is("b", STARTING);
    assertThat(is("b", RUNNING)).containsExactly("tell a b running");
  }

  @Test
  void whoIsStoppedOnItsWayIsNotWaitedForAnyMore() {
    start("a", "b");
    is("b", STARTING);
    after("a", "b");
    assertThat(stop(1, "b")).containsExactly("stop b", "tell a b stopping", "release b");
  }

  @Test
  void whoIsOnlyOrderedIsNotStoppedAlongButStopsFirst() {
    start("a", "w", "b");
    List.of("a", "w", "b").forEach(name -> is(name, STARTING));
    after("a", "b");
    want("w", "b");
    List.of("a", "w", "b").forEach(name -> is(name, RUNNING));
    assertThat(coordinator.stopSet(List.of("b"))).containsExactly("b");
    assertThat(stop(1, "b", "a", "w"))
        .containsExactly("stop b", "stop a", "stop w", "release a", "release w");
    assertThat(is("a", STOPPED)).isEmpty();
    assertThat(is("w", STOPPED)).containsExactly("release b");
  }

  @Test
  void anOrderInACircleIsGivenUpAndTheCircleIsNamed() {
    start("a", "b");
    is("a", STARTING);
    is("b", STARTING, "a");
    dep("b", "a");
    assertThat(after("a", "b"))
        .containsExactly("tell a b not ordered after 'b', would deadlock: b → a → b");
    assertThat(coordinator.needs("a")).isEmpty();
  }

  @Test
  void aNeedThatClosesACircleWithAnOrderGoesBeforeIt() {
    start("a", "b");
    is("a", STARTING);
    is("b", STARTING);
    after("a", "b");
    assertThat(dep("b", "a"))
        .containsExactly(
            "needs of a",
            "tell a b not ordered after 'b', would deadlock: a → b → a",
            "begin a for b");
    assertThat(coordinator.needs("a")).isEmpty();
    assertThat(coordinator.needs("b")).containsOnlyKeys("a");
  }

  @Test
  void aStopThatWaitsForAnOrderAloneGoesOnWhereThatWouldBeACircle() {
    start("a", "b", "u");
    List.of("a", "b", "u").forEach(name -> is(name, STARTING));
    after("u", "a");
    List.of("a", "b", "u").forEach(name -> is(name, RUNNING));
    // a waits for the end of u, since u came after it.
    assertThat(stop(1, "a", "u")).containsExactly("stop a", "stop u", "release u");
    is("u", STOPPING, "a");
    assertThat(dep("u", "a")).containsExactly("needs of u", "release a");
    assertThat(is("a", STOPPED)).containsExactly("begin a for u", "needs of u");
  }

  @Test
  void aScriptThatHasGoneWaitsForNothing() {
    start("a", "b");
    is("b", STARTING);
    after("a", "b");
    is("a", FAILED);
    assertThat(is("b", RUNNING)).isEmpty();
  }

  @Test
  void aShutdownLetsWhoIsOnlyOrderedGoOn() {
    start("a", "b");
    is("a", STARTING);
    is("b", STARTING);
    after("a", "b");
    assertThat(shown(coordinator.shutdown())).contains("tell a b stopping");
  }

  @Test
  void whoRunsWithoutWhatItNeedsIsDegraded() {
    runWeb();
    want("web", "printer");
    assertThat(coordinator.degraded("web")).isEmpty();
    is("db", FAILED);
    assertThat(coordinator.degraded("web")).containsExactly("db");
    is("db", STARTING);
    assertThat(coordinator.degraded("web")).containsExactly("db");
    is("db", RUNNING);
    assertThat(coordinator.degraded("web")).isEmpty();
    is("db", FAILED);
    stop(1, "web");
    is("web", STOPPING);
    assertThat(coordinator.degraded("web")).isEmpty();
  }

  @Test
  void whoSaysSoIsStoppedWhenWhatItNeedsFailsForGood() {
    Policy stops = new Policy(true, false);
    runWeb();
    start("other");
    dep("other", "web");
    is("other", RUNNING);
    is("web", RUNNING, 1, stops);
    is("db", RUNNING, 1, stops);
    List<Order<String>> orders = coordinator.changed(report("cache", FAILED, 1));
    // Of the two that need the cache, the one that needs the other one stops first.
    assertThat(shown(orders)).containsExactly("stop web", "stop db", "release web");
    assertThat(((Order.Stop<String>) orders.get(0)).because().text())
        .isEqualTo("it needs 'cache', which failed");
    assertThat(is("web", STOPPED)).containsExactly("release db");
    assertThat(coordinator.degraded("other")).containsExactly("web");
  }

  @Test
  void whoSaysNothingIsLeftAloneWhenWhatItNeedsFails() {
    runWeb();
    assertThat(is("cache", FAILED)).isEmpty();
  }

  @Test
  void aFailureOfAStartIsNoLossOfWhatRan() {
    start("web");
    dep("web", "db");
    is("web", RUNNING, 1, new Policy(true, false));
    is("db", STARTING);
    assertThat(is("db", FAILED)).isEmpty();
  }

  @Test
  void whileItRestartsNobodyIsStoppedAndAfterwardsNobodyEither() {
    runWeb();
    is("web", RUNNING, 1, new Policy(true, false));
    assertThat(is("db", STARTING, 1, Policy.LEAVE)).isEmpty();
    assertThat(is("db", STARTING, 2, Policy.LEAVE)).isEmpty();
    assertThat(is("db", RUNNING, 2, Policy.LEAVE)).isEmpty();
  }

  @Test
  void aRestartThatFailsForGoodStopsWhoSaysSo() {
    runWeb();
    is("web", RUNNING, 1, new Policy(true, false));
    is("db", STARTING, 1, Policy.LEAVE);
    is("db", STARTING, 2, Policy.LEAVE);
    assertThat(is("db", FAILED, 2, Policy.LEAVE)).containsExactly("stop web", "release web");
  }

  @Test
  void whoUsedItIsRestartedAfterItWhereItSaysSo() {
    Policy restarts = new Policy(false, true);
    runWeb();
    start("late");
    is("cache", STARTING, 1, restarts);
    dep("late", "cache");
    is("cache", STARTING, 2, Policy.LEAVE);
    assertThat(is("cache", RUNNING, 2, restarts))
        .containsExactly("restart web db", "stop web", "stop db", "release web");
    assertThat(is("web", STOPPED)).containsExactly("release db");
    assertThat(is("db", STOPPED)).containsExactly("begin web", "begin db", "done own");
  }

  @Test
  void aRunThatFollowsByItselfNeedsOnlyWhatItAsksForItself() {
    runWeb();
    is("web", STARTING, 1, Policy.LEAVE);
    assertThat(coordinator.needs("web")).containsOnlyKeys("db", "cache");
    is("web", STARTING, 2, Policy.LEAVE);
    assertThat(coordinator.needs("web")).isEmpty();
    dep("web", "db");
    assertThat(coordinator.needs("web")).containsOnlyKeys("db");
    assertThat(coordinator.neededBy("cache")).containsExactly("db");
  }

  @Test
  void aPlanOfAStopNamesWhoNeedsOthersFirst() {
    runWeb();
    assertThat(coordinator.stopOrder(List.of("cache"))).containsExactly("web", "db", "cache");
    assertThat(coordinator.running(List.of("cache", "nothing"))).containsExactly("cache");
    stop(1, "web");
    assertThat(coordinator.running(List.of("web"))).isEmpty();
  }

  @Test
  void whoIsStoppedAlongIsToldBecauseOfWhom() {
    runWeb();
    assertThat(
            coordinator.stop(1, Optional.empty(), List.of("db", "cache"), Optional.empty()).stream()
                .filter(order -> order instanceof Order.Stop)
                .map(order -> ((Order.Stop<String>) order).because().text()))
        .containsExactly(
            "stopped by request",
            "stopped by request",
            "it needs 'db', 'cache', which were stopped");
  }

  @Test
  void anOrderThatWasGivenUpDoesNotComeBackBeforeANeed() {
    coordinator.restore(report("a", RUNNING, 0), Map.of("b", DependencyKind.AFTER));
    restored("b", RUNNING, "a");
    assertThat(coordinator.needs("b")).containsOnlyKeys("a");
    assertThat(coordinator.needs("a")).isEmpty();
  }
}
