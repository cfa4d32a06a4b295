package org.panux.linit.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

class TimelineTest {
  private static final long ZERO = 1_700_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Timeline timeline =
      new Timeline(
          new PrintStream(bytes, true, StandardCharsets.UTF_8), List.of("boot", "web", "db"));

  private static ServiceView view(
      String name, ServiceState state, long at, long took, String reason, String... waiting) {
    return new ServiceView(
        name, state, true, 0, reason, ZERO + at, took, List.of(waiting), 1, List.of());
  }

  private static ServiceView starting(String name, long at, String... waiting) {
    return view(name, ServiceState.STARTING, at, -1, "", waiting);
  }

  private static ServiceView running(String name, long at, long took) {
    return view(name, ServiceState.RUNNING, at, took, "");
  }

  private static GraphView graph(List<ServiceView> views, GraphView.Edge... edges) {
    return new GraphView(views, List.of(edges));
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void whoeverLooksLateSeesTheSameStory() {
    timeline.past(
        graph(
            List.of(
                running("boot", 90, 90),
                running("web", 80, 75),
                view("db", ServiceState.FAILED, 70, -1, "start exited with 1")),
            new GraphView.Edge("boot", "web", "dep"),
            new GraphView.Edge("web", "db", "want")));
    assertThat(lines())
        .containsExactly(
            "SECONDS  SERVICE  STATE",
            "  0.000  boot     starting",
            "  0.005  web      starting",
            "  0.070  db       failed    start exited with 1",
            "  0.080  web      running   took 75 ms, after db",
            "  0.090  boot     running   took 90 ms, after web");
  }

  @Test
  void whatHappensAfterTheSnapshotFollows() {
    timeline.past(graph(List.of(starting("boot", 0))));
    timeline.change(starting("boot", 0, "web"));
    timeline.change(starting("web", 7));
    timeline.change(running("web", 1234, 1227));
    timeline.change(starting("boot", 0));
    timeline.change(running("boot", 1240, 1240));
    assertThat(lines().subList(1, lines().size()))
        .containsExactly(
            "  0.000  boot     starting",
            "  0.000  boot     waiting   for web",
            "  0.007  web      starting",
            "  1.234  web      running   took 1.2 s",
            "  1.240  boot     running   took 1.2 s, after web");
  }

  @Test
  void waitingIsShownOnceWhileItsNamesGetFewer() {
    timeline.past(graph(List.of(starting("boot", 0))));
    timeline.change(starting("boot", 0, "web", "db"));
    timeline.change(starting("boot", 0, "db"));
    timeline.change(starting("boot", 0));
    assertThat(lines()).filteredOn(line -> line.contains("waiting")).hasSize(1);
  }

  @Test
  void aStopShowsWhyAndHowLong() {
    timeline.remember(graph(List.of(running("web", 0, 5))));
    timeline.head(ZERO + 100);
    timeline.change(view("web", ServiceState.STOPPING, 110, 5, "it needs 'db'"));
    timeline.change(view("web", ServiceState.STOPPED, 150, 5, "it needs 'db'"));
    assertThat(lines().subList(1, lines().size()))
        .containsExactly(
            "  0.010  web      stopping  it needs 'db'", "  0.050  web      stopped   took 40 ms");
  }

  @Test
  void aProcessThatEndsByItselfIsShownWithTheReason() {
    timeline.remember(graph(List.of(running("web", 0, 5))));
    timeline.head(ZERO);
    timeline.change(view("web", ServiceState.STOPPED, 20, 5, "its process ended"));
    assertThat(lines().get(1)).isEqualTo("  0.020  web      stopped   its process ended");
  }

  @Test
  void noLineIsOlderThanTheOneAboveIt() {
    timeline.past(graph(List.of(starting("boot", 0))));
    timeline.change(running("web", 30, 5));
    timeline.change(running("db", 29, 5));
    assertThat(lines().get(3)).startsWith("  0.030  db ");
  }
}
