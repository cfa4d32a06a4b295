package org.panux.linit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;
import org.panux.linit.record.SimulatedBoot.Step;

class ReplayTest {
  @Provide
  Arbitrary<Map<String, List<Step>>> rigs() {
    return Rigs.rigs();
  }

  @Property
  void withNothingChangedTheRecordingComesBack(@ForAll("rigs") Map<String, List<Step>> rig) {
    Recording recording = SimulatedBoot.of(rig);

    assertThat(Replay.of(recording, Change.NONE).recording()).isEqualTo(recording);
  }

  @Test
  void whoeverAsksFirstNowIsAnsweredNoSoonerThanTheOneWhoDid() {
    // On its way the question of a took 4, and that of b, which came second, would have.
    Recording recording =
        new Recording(
            0,
            1000,
            "a",
            List.of(
                start("a", "", 0, 0, 100, wait("net", 1, 10, 60)),
                start("b", "", 0, 0, 100, wait("net", 1, 11, 60)),
                start("net", "a", 14, 14, 60)));

    Recording replayed = Replay.of(recording, new Change(Map.of("a", 500L), Set.of())).recording();

    assertThat(replayed.starts())
        .filteredOn(it -> it.name().equals("net"))
        .containsExactly(start("net", "b", 15, 15, 61));
  }

  private static Start start(
      String name, String by, long asked, long launched, long ended, Wait... waits) {
    return new Start(
        name,
        by,
        by.isEmpty() ? "client" : "dep",
        1,
        asked,
        launched,
        ended,
        "running",
        0,
        "",
        List.of(waits));
  }

  private static Wait wait(String target, long group, long from, long until) {
    return new Wait(target, "dep", group, from, until, "running");
  }

  @Property
  void changedDurationsGiveTheBootThatThereWouldBe(
      @ForAll("rigs") Map<String, List<Step>> rig,
      @ForAll @IntRange(max = 11) int index,
      @ForAll @IntRange(max = 7) int factor) {
    Recording recording = SimulatedBoot.of(rig);
    Start changed = recording.starts().get(index % recording.starts().size());
    Map<String, List<Step>> other = new LinkedHashMap<>(rig);
    other.put(
        changed.name(),
        rig.get(changed.name()).stream()
            .map(step -> new Step(step.us() * factor, step.kind(), step.names()))
            .toList());
    long own = rig.get(changed.name()).stream().mapToLong(Step::us).sum();

    Recording replayed =
        Replay.of(recording, new Change(Map.of(changed.name(), own * factor), Set.of()))
            .recording();

    assertThat(times(replayed)).isEqualTo(times(SimulatedBoot.of(other)));
  }

  @Property
  void missingEdgesGiveTheBootThatThereWouldBe(
      @ForAll("rigs") Map<String, List<Step>> rig, @ForAll @IntRange(max = 40) int index) {
    Recording recording = SimulatedBoot.of(rig);
    List<Change.Edge> edges = new ArrayList<>();
    for (Start start : recording.starts()) {
      start.waits().forEach(wait -> edges.add(new Change.Edge(start.name(), wait.target())));
    }
    if (edges.isEmpty()) {
      return;
    }
    Change.Edge gone = edges.get(index % edges.size());
    Map<String, List<Step>> other = new LinkedHashMap<>(rig);
    List<Step> script = new ArrayList<>();
    for (Step step : rig.get(gone.from())) {
      List<String> names = step.names().stream().filter(it -> !it.equals(gone.to())).toList();
      if (step.kind().isEmpty() || !names.isEmpty()) {
        script.add(new Step(step.us(), step.kind(), names));
      }
    }
    other.put(gone.from(), script);

    Recording replayed = Replay.of(recording, new Change(Map.of(), Set.of(gone))).recording();

    assertThat(times(replayed)).isEqualTo(times(SimulatedBoot.of(other)));
  }

  @Property
  void slackIsHowMuchLongerAServiceMayTake(@ForAll("rigs") Map<String, List<Step>> rig) {
    Recording recording = SimulatedBoot.of(withoutAfter(rig));
    Start boot = recording.starts().get(0);
    Map<String, Long> slack = Replay.of(recording, Change.NONE).slack(boot);

    for (Start start : recording.starts()) {
      long own = new OwnTime(start, recording.nowUs()).own();
      long spare = slack.getOrDefault(start.name(), 1_000_000L);

      assertThat(ready(recording, start, own + spare)).as(start.name()).isEqualTo(boot.endedUs());
    }
  }

  @Property
  void servicesThatDoAllTheirWorkLastHaveNoMoreThanTheirSlack(
      @ForAll("rigs") Map<String, List<Step>> rig) {
    Map<String, List<Step>> last = new LinkedHashMap<>();
    rig.forEach(
        (name, script) -> {
          List<Step> steps = new ArrayList<>();
          if (name.equals("boot")) {
            // So that nobody is asked for by whoever happens to be the first.
            Set<String> others = new TreeSet<>(rig.keySet());
            others.remove("boot");
            steps.add(new Step(0, "want", List.copyOf(others)));
          } else {
            script.stream().filter(it -> !it.kind().isEmpty()).forEach(steps::add);
            steps.add(Step.work(script.get(0).us()));
          }
          last.put(name, steps);
        });
    Recording recording = SimulatedBoot.of(withoutAfter(last));
    Start boot = recording.starts().get(0);

    Replay.of(recording, Change.NONE)
        .slack(boot)
        .forEach(
            (name, spare) -> {
              Start start =
                  recording.starts().stream()
                      .filter(it -> it.name().equals(name))
                      .findFirst()
                      .orElseThrow();
              long own = new OwnTime(start, recording.nowUs()).own();
              if (start != boot) {
                assertThat(ready(recording, start, own + spare + 1))
                    .as(name)
                    .isEqualTo(boot.endedUs() + 1);
              }
            });
  }

  /** Where an after finds another one being started than before, there is no bound. */
  private static Map<String, List<Step>> withoutAfter(Map<String, List<Step>> rig) {
    Map<String, List<Step>> other = new LinkedHashMap<>();
    rig.forEach(
        (name, script) ->
            other.put(
                name,
                script.stream()
                    .map(it -> it.kind().equals("after") ? new Step(0, "dep", it.names()) : it)
                    .toList()));
    return other;
  }

  private static long ready(Recording recording, Start changed, long own) {
    return Replay.of(recording, new Change(Map.of(changed.name(), own), Set.of()))
        .recording()
        .starts()
        .get(0)
        .endedUs();
  }

  /** When everything happened; who asked first of two at one time does not matter. */
  private static Map<String, List<Long>> times(Recording recording) {
    Map<String, List<Long>> times = new LinkedHashMap<>();
    recording.starts().stream()
        .sorted(Comparator.comparing(Start::name))
        .forEach(it -> times.put(it.name(), List.of(it.askedUs(), it.launchedUs(), it.endedUs())));
    return times;
  }
}
