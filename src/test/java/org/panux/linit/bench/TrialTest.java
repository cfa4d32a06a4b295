package org.panux.linit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.peer.Linit;
import org.panux.linit.bench.peer.Make;
import org.panux.linit.bench.peer.Peer;
import org.panux.linit.bench.peer.Scripts;
import org.panux.linit.bench.peer.Stage;

/** The bench, as small as it can be: ten services. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TrialTest {
  private static final Graph TEN = Graph.of(Shape.LAYERS, 10);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path work;

  @BeforeEach
  void namespacesCanBeMade() throws IOException {
    try (Stage stage = Stage.open(Optional.empty(), work, LIMIT)) {
      String first = stage.run("echo $$");
      assumeThat(first)
          .as("a namespace of processes, which needs root or user namespaces")
          .isEqualTo("1");
    } catch (Stage.StageEnded e) {
      assumeThat(e).as("namespaces cannot be made here").isNull();
    }
  }

  @Test
  void linitAndTheFloorBootTenServicesOnceAndInOrder() throws Exception {
    for (Peer peer :
        new Peer[] {new Linit(Path.of(System.getProperty("linit.home"))), new Make()}) {
      try (Trial trial = trial(peer, LIMIT)) {
        assertThat(trial.wall()).as(peer.name()).isPositive();
        assertThat(trial.end()).as(peer.name()).isPositive();
      }
    }
  }

  @Test
  void aPeerThatStartsNothingIsGivenUp() {
    assertThatThrownBy(() -> trial(new Told("sleep 1000"), Duration.ofSeconds(1)))
        .isInstanceOf(Trial.Failed.class)
        .hasMessage("not within 1 s");
  }

  @Test
  void aPeerThatKeepsNoOrderIsFound() {
    assertThatThrownBy(() -> trial(new Told("sh backwards"), LIMIT))
        .isInstanceOf(Trial.Failed.class)
        .hasMessageContaining("ran before what it needs");
  }

  @Test
  void nothingOfAPeerIsLeft() throws Exception {
    try (Stage stage = Stage.open(Optional.empty(), work, LIMIT)) {
      stage.run("sleep 54321 & setsid sleep 54321 &");
      until(2);
    }
    // The kernel ends the namespace with its first process.
    until(0);
  }

  private static void until(int count) {
    while (sleeping() != count) {
      Bench.pause(Duration.ofMillis(10));
    }
  }

  private static long sleeping() {
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().commandLine().orElse("").endsWith("sleep 54321"))
        .count();
  }

  private Trial trial(Peer peer, Duration limit) throws IOException, Trial.Failed {
    Place place = new Place(Path.of("/"), Optional.empty(), work);
    return Trial.boot(place, peer, TEN, limit, Duration.ZERO);
  }

  /** Something that runs this command and promises an order. */
  private record Told(String launch) implements Peer {
    @Override
    public String name() {
      return launch;
    }

    @Override
    public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
      StringBuilder all = new StringBuilder();
      graph.startable().forEach(name -> all.insert(0, scripts.command(name) + "\n"));
      Files.writeString(folder.resolveSibling("backwards"), all);
    }

    @Override
    public String launch(Path folder) {
      return launch;
    }
  }
}
