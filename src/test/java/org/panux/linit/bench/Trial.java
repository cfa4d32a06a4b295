package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.RunLog;
import org.panux.linit.bench.peer.Groups;
import org.panux.linit.bench.peer.Peer;
import org.panux.linit.bench.peer.Scripts;
import org.panux.linit.bench.peer.Stage;

/** One boot of one peer on a stage of its own, from its launch to the last service's script. */
final class Trial implements AutoCloseable {
  /** What a peer has to do after its last service counts as its CPU time, as far as it is soon. */
  private static final Duration AFTERWARDS = Duration.ofMillis(100);

  private static final Duration CLOSING = Duration.ofSeconds(20);
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s");

  private final Place place;
  private final Peer peer;
  private final Graph graph;
  private final RunLog log;
  private final Path folder;
  private final Stage stage;
  private final double wall;

  private Trial(Place place, Peer peer, Graph graph, Duration limit, Duration stay)
      throws IOException, Failed {
    this.place = place;
    this.peer = peer;
    this.graph = graph;
    log = new RunLog(place.work().resolve("log"));
    log.clear();
    Scripts scripts = new Scripts(place.fresh("scripts"), log);
    scripts.write(graph);
    folder = place.fresh("peer");
    peer.prepare(folder, graph, scripts);
    stage =
        Stage.open(
            peer.inRoot() ? place.root() : Optional.empty(),
            place.work(),
            limit.plus(CLOSING).plus(stay));
    try {
      wall = boot(limit);
    } catch (IOException | Failed e) {
      close();
      throw e;
    } catch (Stage.StageEnded e) {
      close();
      throw new Failed(e.getMessage());
    }
  }

  /**
   * Boots it.
   *
   * @param limit for the boot
   * @param stay how long the peer will be needed after it
   */
  static Trial boot(Place place, Peer peer, Graph graph, Duration limit, Duration stay)
      throws IOException, Failed {
    return new Trial(place, peer, graph, limit, stay);
  }

  private double boot(Duration limit) throws IOException, Failed {
    if (peer.inRoot() && !peer.groups()) {
      stage.run("mount -t tmpfs none /sys/fs/cgroup 2>/dev/null");
    }
    if (!peer.before(folder).isEmpty()) {
      stage.run(peer.before(folder));
    }
    Path work = place.work();
    String[] begun =
        stage
            .run(
                "times >"
                    + work.resolve("before")
                    + "; began=$EPOCHREALTIME; "
                    + peer.launch(folder)
                    + " </dev/null >"
                    + work.resolve("said")
                    + " 2>&1 & daemon=$!; echo $began $daemon")
            .split(" ");
    Optional<Instant> end = log.untilAll(graph, limit);
    if (end.isEmpty()) {
      throw new Failed("not within " + limit.toSeconds() + " s");
    }
    Optional<String> fault = log.fault(graph, peer.ordered());
    if (fault.isPresent()) {
      throw new Failed(fault.get());
    }
    return end.get().getEpochSecond() * 1e3
        + end.get().getNano() / 1e6
        - Double.parseDouble(begun[0]) * 1e3;
  }

  /** Milliseconds from its launch until the last service's script had run. */
  double wall() {
    return wall;
  }

  /** The stage on which it runs; {@code $daemon} is its pid there. */
  Stage stage() {
    return stage;
  }

  Path folder() {
    return folder;
  }

  /**
   * Ends it with all that it started, and gives the milliseconds of CPU time that they have used.
   * Whatever still ran counts, too: bash has reaped it.
   */
  double end() throws IOException, Failed {
    try {
      if (!peer.stays()) {
        stage.run("wait $daemon");
      }
      Bench.pause(AFTERWARDS);
      stage.run(
          "[ $$ -eq 1 ] && kill -KILL -1 2>/dev/null; n=0; while kill -0 -1 2>/dev/null"
              + " && [ $n -lt 300000 ]; do n=$((n + 1)); done; wait 2>/dev/null; times >"
              + place.work().resolve("after"));
    } catch (Stage.StageEnded e) {
      throw new Failed(e.getMessage());
    }
    Optional<String> fault = log.fault(graph, peer.ordered());
    if (fault.isPresent()) {
      throw new Failed(fault.get());
    }
    return children("after") - children("before");
  }

  /** The second line that the shell's {@code times} has written: what its children have used. */
  private double children(String file) throws IOException {
    Matcher matcher = TIMES.matcher(Files.readAllLines(place.work().resolve(file)).get(1));
    double sum = 0;
    while (matcher.find()) {
      sum += Integer.parseInt(matcher.group(1)) * 60e3 + Double.parseDouble(matcher.group(2)) * 1e3;
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    stage.close();
    if (peer.groups()) {
      Groups.remove();
    }
  }

  /** It did not start everything, once each, in order and in time. */
  static final class Failed extends Exception {
    Failed(String why) {
      super(why);
    }
  }
}
