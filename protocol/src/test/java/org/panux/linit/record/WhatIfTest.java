package org.panux.linit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.panux.linit.record.Change.Edge;
import org.panux.linit.record.CriticalPath.Step;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.WhatIf.Impossible;

class WhatIfTest {
  private static final Recording RECORDING =
      SimulatedBoot.of(
          Map.of(
              "boot", List.of(SimulatedBoot.Step.call("want", "web", "log")),
              "web", List.of(SimulatedBoot.Step.call("dep", "db"), SimulatedBoot.Step.work(1000)),
              "db", List.of(SimulatedBoot.Step.work(5000)),
              "log", List.of(SimulatedBoot.Step.work(4000))));

  private static final Start BOOT = RECORDING.starts().get(0);

  private static WhatIf whatIf(Map<String, Long> durations, Edge... without) throws Impossible {
    return WhatIf.of(RECORDING, BOOT, new Change(durations, Set.of(without)));
  }

  @Test
  void fasterServiceMakesAnotherOneCritical() throws Impossible {
    WhatIf whatIf = whatIf(Map.of("db", 100L));

    assertThat(whatIf.before().endedUs()).isGreaterThan(7000);
    assertThat(whatIf.after().endedUs()).isBetween(5000L, 5200L);
    assertThat(whatIf.path().steps()).extracting(Step::name).contains("log").doesNotContain("db");
    assertThat(whatIf.notStarted()).isEmpty();
  }

  @Test
  void whatNobodyAsksForAnyMoreIsNotStarted() throws Impossible {
    WhatIf whatIf = whatIf(Map.of(), new Edge("boot", "web"));

    assertThat(whatIf.notStarted()).containsExactly("db", "web");
    assertThat(whatIf.path().steps()).extracting(Step::name).contains("log").doesNotContain("web");
  }

  @Test
  void whatAClientStartedLaterIsNoPartOfTheBoot() throws Impossible {
    List<Start> starts = new ArrayList<>(RECORDING.starts());
    starts.add(
        new Start("db", "", "client", 2, 99_000, 99_001, 99_002, "running", 0, "", List.of()));
    Recording longer = new Recording(0, 100_000, "boot", starts);

    WhatIf whatIf = WhatIf.of(longer, BOOT, new Change(Map.of(), Set.of(new Edge("boot", "web"))));

    assertThat(whatIf.notStarted()).containsExactly("db", "web");
  }

  @Test
  void unknownServicesAndEdgesAreSaid() {
    assertThatThrownBy(() -> whatIf(Map.of("wbe", 1L)))
        .hasMessage("'wbe' was not started since linitd began; did you mean 'web'?");
    assertThatThrownBy(() -> whatIf(Map.of(), new Edge("web", "dd")))
        .hasMessage(
            "there is no edge web->dd in this boot: 'web' asked for db; did you mean 'db'?");
    assertThatThrownBy(() -> whatIf(Map.of(), new Edge("db", "web")))
        .hasMessage("there is no edge db->web in this boot: 'db' asked for nothing");
  }

  @Test
  void targetThatNobodyAsksForIsSaid() {
    Start web =
        RECORDING.starts().stream().filter(it -> it.name().equals("web")).findFirst().orElseThrow();

    assertThatThrownBy(
            () -> WhatIf.of(RECORDING, web, new Change(Map.of(), Set.of(new Edge("boot", "web")))))
        .hasMessage("without that, nobody would ask for 'web'");
  }
}
