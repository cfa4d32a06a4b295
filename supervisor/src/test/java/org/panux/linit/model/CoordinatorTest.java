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
      return "done " + done.ticket();
    } else if (order instanceof Order.Refuse<String> refuse) {
      return "refuse " + refuse.ticket() + " " + refuse.reason().text();
    }
    return "quiet";
  }

  private List<String> start(String... names) {
    return shown(coordinator.start(List.of(names), "client", WAVE));
  }

  private List<String> dep(String from, String... names) {
    return shown(coordinator.link(from, from, 0, DependencyKind.DEP, List.of(names), WAVE));
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

  private static Report report(String name, ServiceState state, long starts, String... waiting) {
    return new Report(
        name, state, true, Reason.NONE, WAVE, List.of(waiting), starts, 1, -1, Report.Process.NONE);
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
        .containsExactly("done 1", "begin web for client", "begin web for x");
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
}
