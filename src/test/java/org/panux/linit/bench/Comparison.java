package org.panux.linit.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.peer.Peer;

/** Boots of the same services by all peers, one after another, again and again. */
final class Comparison {
  private static final Duration PROBE = Duration.ofSeconds(10);

  private final Place place;
  private final Effort effort;

  /** Those that run as often as linit, whose targets are measured against them. */
  private final Set<String> floors;

  private final Map<String, Map<Shape, Map<Integer, Cell>>> cells = new LinkedHashMap<>();

  Comparison(Place place, Effort effort, Set<String> floors) {
    this.place = place;
    this.effort = effort;
    this.floors = floors;
  }

  /** What was seen of one peer with so many services of one shape. */
  static final class Cell {
    final Figures wall = new Figures();
    final Figures cpu = new Figures();

    /** Why there are no figures. */
    String no = "";

    /** Milliseconds spent on it. */
    private double spent;

    boolean known() {
      return no.isEmpty() && wall.count() > 0;
    }
  }

  /** Whether it can boot ten services at all; otherwise why not. */
  String probe(Peer peer) throws IOException {
    try (Trial trial = Trial.boot(place, peer, Graph.of(Shape.FAN, 10), PROBE, Duration.ZERO)) {
      trial.end();
      return "";
    } catch (Trial.Failed e) {
      return "10 services: " + e.getMessage();
    }
  }

  /** Measures all of them with so many services. */
  void measure(List<Peer> peers, Shape shape, int count) throws IOException {
    Graph graph = Graph.of(shape, count);
    for (int run = 0; run < Math.max(effort.runs(), effort.peerRuns()); run++) {
      for (Peer peer : peers) {
        boolean floor = floors.contains(peer.name());
        if (!peer.expresses(shape) || count > effort.peerMost() && !floor) {
          continue;
        }
        Cell cell = cell(peer.name(), shape, count);
        if (run == 0 && gaveUpBefore(peer, shape, count)) {
          cell.no = "no";
        }
        if (wanted(peer, cell, run)) {
          once(peer, graph, cell);
        }
      }
    }
  }

  private boolean wanted(Peer peer, Cell cell, int run) {
    if (!cell.no.isEmpty()) {
      return false;
    }
    if (floors.contains(peer.name())) {
      return run < effort.runs();
    }
    boolean late = Bench.elapsed().compareTo(effort.patience()) > 0;
    return run < (late ? 1 : effort.peerRuns()) && cell.spent < effort.peerShare().toMillis();
  }

  /** Who could not do fewer services is not asked for more. */
  private boolean gaveUpBefore(Peer peer, Shape shape, int count) {
    return cells(peer.name(), shape).entrySet().stream()
        .anyMatch(entry -> entry.getKey() < count && !entry.getValue().no.isEmpty());
  }

  private void once(Peer peer, Graph graph, Cell cell) throws IOException {
    long began = System.nanoTime();
    try (Trial trial = Trial.boot(place, peer, graph, effort.limit(), Duration.ZERO)) {
      double cpu = trial.end();
      cell.wall.add(trial.wall());
      cell.cpu.add(cpu);
    } catch (Trial.Failed e) {
      cell.no = "no";
      System.err.printf(
          "%s, %s of %d: %s%n", peer.name(), graph.shape().word(), graph.count(), e.getMessage());
    }
    cell.spent += (System.nanoTime() - began) / 1e6;
  }

  /** In the order in which they were first measured. */
  Set<String> peers() {
    return cells.keySet();
  }

  Cell cell(String peer, Shape shape, int count) {
    return cells(peer, shape).computeIfAbsent(count, key -> new Cell());
  }

  /** By number of services. */
  Map<Integer, Cell> cells(String peer, Shape shape) {
    return cells
        .computeIfAbsent(peer, key -> new EnumMap<>(Shape.class))
        .computeIfAbsent(shape, key -> new TreeMap<>());
  }
}
