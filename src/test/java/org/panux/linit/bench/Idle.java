package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.Shape;
import org.panux.linit.bench.peer.Linit;
import org.panux.linit.bench.peer.Peer;
import org.panux.linit.bench.peer.Stage;
import org.panux.linit.bench.report.Table;

/**
 * What the daemons cost once everything has started, and one question by each one's own client. All
 * of them are idle side by side, so that it takes no longer than one.
 */
final class Idle {
  static final int SERVICES = 100;
  private static final int QUESTIONS = 20;

  /** For booting the others meanwhile, and for the questions. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Place place;
  private final Effort effort;
  private final Targets targets;
  private final Table memory =
      new Table(
          "peer",
          "RSS MB",
          "PSS MB",
          "private MB",
          "all its processes, PSS MB",
          "processes",
          "wake-ups a second, all processes");
  private final Table queries = new Table("client", "ms, exec to exit");

  Idle(Place place, Effort effort, Targets targets) {
    this.place = place;
    this.effort = effort;
    this.targets = targets;
  }

  Table memory() {
    return memory;
  }

  Table queries() {
    return queries;
  }

  /** Of these peers; a fan, since everybody can be told that. */
  void measure(List<Peer> peers) throws IOException {
    Graph graph = Graph.of(Shape.FAN, SERVICES);
    Map<Peer, Trial> trials = new LinkedHashMap<>();
    try (Target akka = Target.start(Jvm.bare(place, BareAkka.class).command("stay"))) {
      akka.untilLine(line -> line.contains("first message"));
      for (Peer peer : peers) {
        start(peer, graph, trials);
      }
      Bench.pause(effort.idle());
      Map<Peer, Map<Long, Long>> before = new LinkedHashMap<>();
      trials.forEach((peer, trial) -> before.put(peer, Daemon.switches(trial.stage())));
      long akkaBefore = akka.switches();
      Bench.pause(effort.idle());
      double seconds = effort.idle().toMillis() / 1e3;
      for (Map.Entry<Peer, Trial> entry : trials.entrySet()) {
        Stage stage = entry.getValue().stage();
        double wakes = Daemon.since(before.get(entry.getKey()), stage) / seconds;
        Daemon daemon = Daemon.of(stage);
        memory.row(daemon.row(entry.getKey().name(), wakes));
        if (entry.getKey() instanceof Linit) {
          targets(daemon, wakes, akka);
        }
      }
      memory.row(
          "bare Akka, the flags of linitd",
          megabytes(akka.status("VmRSS")),
          "",
          megabytes(akka.privateKilobytes()),
          "",
          "1",
          String.format(Locale.ROOT, "%.1f", (akka.switches() - akkaBefore) / seconds));
      for (Map.Entry<Peer, Trial> entry : trials.entrySet()) {
        ask(entry.getKey(), entry.getValue());
      }
    } finally {
      for (Trial trial : trials.values()) {
        trial.close();
      }
    }
  }

  private void start(Peer peer, Graph graph, Map<Peer, Trial> trials) throws IOException {
    Path own = Files.createDirectories(place.work().resolve("idle-" + trials.size()));
    try {
      trials.put(
          peer,
          Trial.boot(
              new Place(place.home(), place.root(), own), peer, graph, effort.limit(), LONGEST));
    } catch (Trial.Failed e) {
      Bench.say("idle, " + peer.name() + ": " + e.getMessage());
    }
  }

  private void targets(Daemon daemon, double wakes, Target akka) {
    Figures rss = Figures.of(daemon.rss() / 1e3);
    Figures own = Figures.of(daemon.own() / 1e3);
    targets.beside(
        "RSS, 100 services booted, idle "
            + effort.idle().toSeconds()
            + " s, MB; beside it bare Akka on the same flags",
        rss,
        Figures.of(akka.status("VmRSS") / 1e3),
        1,
        1.15,
        Double.NaN);
    targets.alone(
        "the same, absolute, MB", rss, 1, Bound.NONE, Bound.below(rss.median(), 60, "MB"));
    targets.alone(
        "private memory of the same, MB", own, 1, Bound.NONE, Bound.below(own.median(), 45, "MB"));
    targets.alone(
        "idle wake-ups a second, all processes and threads",
        Figures.of(wakes),
        1,
        Bound.below(wakes, 2, ""),
        Bound.below(wakes, 0.1, ""));
  }

  /** Each one's own client; of linit several verbs, and what a client in Java costs at least. */
  private void ask(Peer peer, Trial trial) throws IOException {
    String service = "s7";
    if (!(peer instanceof Linit linit)) {
      peer.ask(trial.folder(), service)
          .ifPresent(command -> row("`" + verb(command) + "`", asked(trial, command)));
      return;
    }
    String socket = Rigs.socket(trial.folder()).toString();
    String bare =
        String.join(
            " ",
            Jvm.client(place, BareClient.class).archived(socket, service).command(socket, service));
    Figures floor = asked(trial, bare);
    String client = linit.client(trial.folder());
    for (String verb : List.of("is-running", "status")) {
      Figures own = asked(trial, client + " " + verb + " " + service);
      row("`linitctl " + verb + "`", own);
      double seen = own.median();
      targets.add(
          "`linitctl " + verb + " X`, exec to exit, ms; beside it the bare Java client",
          own.show(1),
          floor.show(1),
          seen / floor.median(),
          Bound.times(seen / floor.median(), 1.5),
          Bound.below(seen, 6, "ms"));
    }
    row("`linitctl status`, all " + SERVICES, asked(trial, client + " status"));
    row("the same, by the Java client", asked(trial, "LINIT_CLIENT=java " + client + " status"));
    row("bare Java client: connects, sends, prints", floor);
    row("`/bin/true`", asked(trial, "/bin/true"));
  }

  private void row(String what, Figures figures) {
    queries.row(what, figures.show(1));
  }

  /** Without options and files. */
  private static String verb(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.removeIf(word -> word.startsWith("/") || word.equals("-c"));
    return String.join(" ", words);
  }

  private static Figures asked(Trial trial, String command) {
    String said =
        trial
            .stage()
            .run(
                "for i in {0.."
                    + QUESTIONS
                    + "}; do a=$EPOCHREALTIME; "
                    + command
                    + " </dev/null >answer 2>&1; b=$EPOCHREALTIME; echo $a $b; done");
    Figures figures = new Figures();
    // The first one reads files that the others find in memory.
    said.lines()
        .skip(1)
        .map(line -> line.split(" "))
        .forEach(
            times ->
                figures.add((Double.parseDouble(times[1]) - Double.parseDouble(times[0])) * 1e3));
    return figures;
  }

  private static String megabytes(long kilobytes) {
    return String.format(Locale.ROOT, "%.1f", kilobytes / 1e3);
  }
}
