package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.record.Recording;

/** What is kept of the starts of services. */
class RecorderTest {
  private final Recorder recorder = new Recorder(at(0));

  /** So many microseconds after linitd began, which did not begin at 0. */
  private static Moment at(long micros) {
    return new Moment(1_000 + micros / 1000, 7_000_000 + micros * 1000);
  }

  private void start(String name, long asked) {
    recorder.take(name, new Trace.Asked(Asker.CLIENT, at(asked)));
  }

  private void end(String name, ServiceState state, long when) {
    recorder.take(name, new Trace.Ended(state, Reason.NONE, at(when)));
  }

  private List<Recording.Start> starts(String... names) {
    return recorder.recording(at(900), "boot", List.of(names)).starts();
  }

  @Test
  void aStartIsKeptWithItsWaits() {
    recorder.take("web", new Trace.Asked(Asker.script("boot", DependencyKind.WANT), at(10)));
    recorder.take("web", new Trace.Launched(at(20)));
    List<String> names = List.of("db", "app");
    recorder.take("web", new Trace.Opened(3, DependencyKind.DEP, names, at(30)));
    recorder.take("web", new Trace.Settled(3, "app", "running", at(40)));
    recorder.take("web", new Trace.Settled(3, "db", "refused", at(50)));
    recorder.take("web", new Trace.Closed(3, at(50)));
    Reason why = new Reason(150, "would deadlock");
    recorder.take("web", new Trace.Ended(ServiceState.FAILED, why, at(60)));
    assertThat(recorder.recording(at(99), "boot", List.of()))
        .isEqualTo(
            new Recording(
                1_000,
                99,
                "boot",
                List.of(
                    new Recording.Start(
                        "web",
                        "boot",
                        "want",
                        1,
                        10,
                        20,
                        60,
                        "failed",
                        150,
                        "would deadlock",
                        List.of(
                            new Recording.Wait("db", "dep", 3, 30, 50, "refused"),
                            new Recording.Wait("app", "dep", 3, 30, 40, "running"))))));
  }

  @Test
  void whatHasNotHappenedIsShownAsThat() {
    start("web", 10);
    recorder.take("web", new Trace.Opened(0, DependencyKind.DEP, List.of("db"), at(30)));
    assertThat(starts())
        .containsExactly(
            new Recording.Start(
                "web",
                "",
                "client",
                1,
                10,
                -1,
                -1,
                "starting",
                0,
                "",
                List.of(new Recording.Wait("db", "dep", 0, 30, -1, ""))));
  }

  @Test
  void whatIsOpenWhenAWaitOrAStartEndsIsAbandoned() {
    start("web", 10);
    recorder.take("web", new Trace.Opened(0, DependencyKind.DEP, List.of("db", "x"), at(30)));
    recorder.take("web", new Trace.Opened(1, DependencyKind.DEP, List.of("db"), at(31)));
    recorder.take("web", new Trace.Settled(0, "db", "failed", at(40)));
    recorder.take("web", new Trace.Closed(0, at(40)));
    end("web", ServiceState.FAILED, 50);
    recorder.take("web", new Trace.Settled(1, "db", "running", at(60)));
    assertThat(starts().get(0).waits())
        .containsExactly(
            new Recording.Wait("db", "dep", 0, 30, 40, "failed"),
            new Recording.Wait("x", "dep", 0, 30, 40, "abandoned"),
            new Recording.Wait("db", "dep", 1, 31, 50, "abandoned"));
  }

  @Test
  void theFirstAndTheNewestSevenStartsAreKept() {
    for (int i = 1; i <= 20; i++) {
      start("web", i * 10);
      end("web", ServiceState.RUNNING, i * 10 + 5);
    }
    assertThat(starts().stream().map(Recording.Start::nth))
        .containsExactly(1, 14, 15, 16, 17, 18, 19, 20);
  }

  @Test
  void startsComeInTheOrderOfTheirAskingAndCanBeChosen() {
    start("web", 10);
    start("db", 5);
    start("app", 7);
    end("db", ServiceState.FAILED, 11);
    start("db", 12);
    assertThat(starts().stream().map(Recording.Start::name))
        .containsExactly("db", "app", "web", "db");
    assertThat(starts("db", "nothing").stream().map(Recording.Start::askedUs))
        .containsExactly(5L, 12L);
  }

  @Test
  void waitsInALoopDoNotFillTheMemory() {
    start("web", 10);
    for (int i = 0; i < 30_000; i++) {
      recorder.take("web", new Trace.Opened(i, DependencyKind.DEP, List.of("db"), at(i)));
      recorder.take("web", new Trace.Settled(i, "db", "running", at(i)));
      recorder.take("web", new Trace.Closed(i, at(i)));
    }
    assertThat(starts().get(0).waits()).hasSize(20_000);
  }

  @Test
  void stepsOfNoStartArePassedOver() {
    recorder.take("web", new Trace.Launched(at(1)));
    end("web", ServiceState.RUNNING, 2);
    assertThat(starts()).isEmpty();
  }
}
