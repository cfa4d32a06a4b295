package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.peer.Finit;
import org.panux.linit.bench.peer.Linit;
import org.panux.linit.bench.peer.Make;
import org.panux.linit.bench.peer.OpenRc;
import org.panux.linit.bench.peer.Peer;
import org.panux.linit.bench.peer.Runit;
import org.panux.linit.bench.peer.S6;
import org.panux.linit.bench.peer.Spawn;
import org.panux.linit.bench.peer.Supervisord;
import org.panux.linit.bench.peer.Systemd;

/**
 * Measures linit beside its peers and floors, and writes the report. {@code args}: the folder of
 * linit, {@code full} or {@code quick}, the folder of the peers, the compiled {@code spawn} or
 * nothing, a document that gets the report, and a folder that gets the pictures.
 */
public final class Bench {
  static final String MAKE = new Make().name();

  private static final long BEGUN = System.nanoTime();

  private final Place place;
  private final Effort effort;
  private final List<Peer> peers = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final Comparison comparison;
  private final Targets targets = new Targets();

  private Bench(Place place, Effort effort) {
    this.place = place;
    this.effort = effort;
    comparison = new Comparison(place, effort, Set.of("linit", MAKE));
  }

  public static void main(String[] words) throws IOException {
    boolean quick = "quick".equals(words[1]);
    Path work = Files.createTempDirectory("linit-bench");
    try {
      Optional<Path> root = Optional.of(Path.of(words[2], "root")).filter(Files::isDirectory);
      Place place = new Place(Path.of(words[0]), root, work);
      Bench bench = new Bench(place, quick ? Effort.QUICK : Effort.FULL);
      bench.gather(quick, Path.of(words[2], "missing"), words[3]);
      Report report = new Report(bench.effort, bench.comparison, bench.targets, bench.missing);
      bench.measure(report);
      report.write(Path.of(words[4]), Path.of(words[5]));
    } finally {
      Place.remove(work);
    }
  }

  /** Sees who is here, and whether it boots at all. */
  private void gather(boolean quick, Path list, String spawn) throws IOException {
    Linit linit = new Linit(place.home());
    peers.add(linit);
    peers.add(new Make());
    if (spawn.isEmpty()) {
      missing.add("a program in C that only spawns: there is no C compiler");
    } else {
      peers.add(new Spawn(Path.of(spawn)));
    }
    List<Peer> others = new ArrayList<>(List.of(new Systemd(), new S6(), new Supervisord()));
    if (!quick) {
      others.addAll(List.of(new Runit(), new OpenRc(), new Finit()));
    }
    List<String> lines = Files.exists(list) ? Files.readAllLines(list) : List.of();
    for (String line : lines) {
      missing.add(line.replaceFirst(" ", ": "));
      others.removeIf(peer -> line.startsWith(peer.debian().orElse("") + " "));
    }
    for (Peer peer : others) {
      String why = comparison.probe(peer);
      if (why.isEmpty()) {
        peers.add(peer);
      } else {
        missing.add(peer.name() + ": " + why);
      }
    }
    missing.forEach(line -> say("not measured: " + line));
  }

  private void measure(Report report) throws IOException {
    for (int count : effort.counts()) {
      for (Shape shape : Shape.values()) {
        say("boots: " + shape.word() + " of " + count);
        comparison.measure(peers, shape, count);
      }
    }
    new BootTargets(comparison, effort).add(targets);
    say("boots again, on a running linitd");
    int large = effort.counts().get(effort.counts().size() - 1);
    for (Shape shape : List.of(Shape.LAYERS, Shape.FAN)) {
      new Again(place, effort).add(targets, shape, large);
    }
    if (effort.most() > 0) {
      Growth growth = new Growth(place, effort);
      growth.add(targets);
      report.add("Larger rigs: layers, linit alone", growth.table());
    }
    say("start-up, dep, waiters");
    new StartUp(place, 3 * effort.runs()).add(targets);
    new DepBench(place, effort.runs()).add(targets);
    new Waiters(place, large).add(targets);
    say("idle, and one question");
    Idle idle = new Idle(place, effort, targets);
    idle.measure(peers.stream().filter(Peer::stays).toList());
    report.add("Idle, after a boot of " + Idle.SERVICES + " services, fan", idle.memory());
    report.add("One question by the peer's own client, of " + Idle.SERVICES, idle.queries());
    say("questions to linitd");
    new QueryBench(place, effort.runs(), targets).run();
    Jmh jmh = new Jmh(Path.of(System.getProperty("bench.jmh")));
    jmh.add(targets);
    report.add("Single steps, by JMH", jmh.table());
  }

  /** A word to whoever waits. */
  static void say(String line) {
    System.err.printf(Locale.ROOT, "%6d s  %s%n", elapsed().toSeconds(), line);
  }

  /** Since this program began. */
  static Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - BEGUN);
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
