package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.RunLog;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.peer.Linit;
import org.panux.linit.bench.peer.Make;
import org.panux.linit.bench.peer.Scripts;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.JsonRequest.Op;

/** A rig that is stopped and booted again on a linitd that runs, beside the floor. */
final class Again {
  private final Place place;
  private final Effort effort;

  Again(Place place, Effort effort) {
    this.place = place;
    this.effort = effort;
  }

  void add(Targets targets, Shape shape, int count) throws IOException {
    Graph graph = Graph.of(shape, count);
    Path rig = place.fresh("again");
    RunLog log = new RunLog(rig.resolve("ran"));
    log.clear();
    new Linit(place.home()).prepare(rig, graph, new Scripts(rig.resolve("none"), log));
    Figures own = new Figures();
    Figures floor = new Figures();
    try (Target linitd = Target.start(Rigs.linitd(place, rig))) {
      linitd.untilLine(Rigs.BOOTED);
      try (LinitClient client = LinitClient.connect(Rigs.socket(rig))) {
        for (int i = 0; i <= effort.runs(); i++) {
          double once = boot(client, graph, log);
          double other = floor(graph);
          if (i > 0) {
            own.add(once);
            floor.add(other);
          }
        }
      }
    } catch (Trial.Failed e) {
      Bench.say("again, " + shape.word() + " of " + count + ": " + e.getMessage());
      return;
    }
    targets.beside(
        "the rig booted again on a running linitd, "
            + shape.word()
            + ", N = "
            + count
            + ", ms; beside it `make -j2`",
        own,
        floor,
        0,
        0.8,
        0.5);
  }

  private double boot(LinitClient client, Graph graph, RunLog log)
      throws IOException, Trial.Failed {
    List<String> all = new ArrayList<>(graph.listed());
    all.add("boot");
    client.request(Op.STOP, all);
    log.clear();
    Instant began = Instant.now();
    client.send(Op.START, List.of("boot"));
    Optional<Instant> end = log.untilAll(graph, effort.limit());
    if (end.isEmpty()) {
      throw new Trial.Failed("not within " + effort.limit().toSeconds() + " s");
    }
    client.read();
    Optional<String> fault = log.fault(graph, true);
    if (fault.isPresent()) {
      throw new Trial.Failed(fault.get());
    }
    return Duration.between(began, end.get()).toNanos() / 1e6;
  }

  private double floor(Graph graph) throws IOException, Trial.Failed {
    try (Trial trial = Trial.boot(place, new Make(), graph, effort.limit(), Duration.ZERO)) {
      trial.end();
      return trial.wall();
    }
  }
}
