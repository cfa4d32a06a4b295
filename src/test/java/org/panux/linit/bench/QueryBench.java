package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.JsonRequest.Op;

/** What questions cost those who ask, and those who do not. */
final class QueryBench {
  private static final int SERVICES = 300;
  private static final int FOLLOWERS = 200;
  private static final int REQUESTS = 20_000;
  private static final int QUIET_SECONDS = 2;
  private static final String ALL = "all";

  private final Place place;
  private final int runs;
  private final Targets targets;

  QueryBench(Place place, int runs, Targets targets) {
    this.place = place;
    this.runs = runs;
    this.targets = targets;
  }

  void run() throws IOException {
    Map<String, String> scripts = new HashMap<>();
    List<String> names = IntStream.range(0, SERVICES).mapToObj(i -> "s" + i).toList();
    names.forEach(name -> scripts.put(name, ""));
    scripts.put(ALL, "depends() { want " + String.join(" ", names) + "; }");
    scripts.put(
        "deps", "depends() { dep s0; i=0; while [ $i -lt 2000 ]; do dep s0; i=$((i + 1)); done; }");
    Path rig = Rigs.write(place.fresh("questions"), scripts, List.of("s0"));
    Path socket = rig.resolve("run/linit.sock");
    try (Target linitd = Target.start(Rigs.linitd(place, rig))) {
      linitd.untilLine(Rigs.BOOTED);
      try (LinitClient client = LinitClient.connect(socket)) {
        followed(client, socket, names);
        asked(client, socket);
      }
      Path echo = rig.resolve("run/echo");
      try (Target bare = Target.start(Jvm.bare(place, BareEcho.class).command(echo.toString()))) {
        bare.untilLine(line -> line.contains("listening"));
        status(socket, echo);
      }
    }
  }

  /** A boot beside which nobody, or a crowd, reads every change. */
  private void followed(LinitClient client, Path socket, List<String> names) throws IOException {
    Figures alone = new Figures();
    Figures watched = new Figures();
    for (int i = 0; i <= runs; i++) {
      double first = boot(client, names);
      double second;
      Crowd crowd = Crowd.follow(socket, FOLLOWERS);
      try {
        second = boot(client, names);
      } finally {
        crowd.close();
      }
      if (i > 0) {
        alone.add(first);
        watched.add(second);
      }
    }
    targets.beside(
        "start of 300 services while 200 clients follow `events`, ms; beside it: nobody does",
        watched,
        alone,
        0,
        1.1,
        Double.NaN);
  }

  private static double boot(LinitClient client, List<String> names) throws IOException {
    List<String> every = new ArrayList<>(names);
    every.add(ALL);
    client.request(Op.STOP, every);
    return Rigs.took(client, ALL);
  }

  /** A dep beside which nobody, or somebody in a loop, asks. */
  private void asked(LinitClient client, Path socket) throws IOException {
    Figures alone = new Figures();
    Figures beside = new Figures();
    for (int i = 0; i <= runs; i++) {
      double first = Rigs.took(client, "deps");
      AtomicBoolean go = new AtomicBoolean(true);
      Thread asker = new Thread(() -> ask(socket, go));
      asker.start();
      double second = Rigs.took(client, "deps");
      go.set(false);
      join(asker);
      if (i > 0) {
        alone.add(first / 2);
        beside.add(second / 2);
      }
    }
    targets.beside(
        "one `dep` while a client asks `status`, `list`, `why`, `record` in a loop, µs; beside it:"
            + " nobody does",
        beside,
        alone,
        0,
        2,
        Double.NaN);
  }

  private static void ask(Path socket, AtomicBoolean go) {
    try (LinitClient client = LinitClient.connect(socket)) {
      while (go.get()) {
        client.request(Op.STATUS, List.of("s1"));
        client.request(Op.LIST, List.of());
        client.request(Op.WHY, List.of("s1"));
        client.request(Op.RECORD, List.of("s1"));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void status(Path socket, Path echo) throws IOException {
    Figures floor = new Figures();
    Figures oneByOne = new Figures();
    Figures atOnce = new Figures();
    for (int i = 0; i <= runs; i++) {
      double bare = BareEcho.rate(echo, REQUESTS);
      double first;
      double second;
      try (LinitClient client = LinitClient.connect(socket)) {
        long began = System.nanoTime();
        for (int j = 0; j < REQUESTS; j++) {
          client.request(Op.STATUS, List.of("s1"));
        }
        first = REQUESTS * 1e9 / (System.nanoTime() - began);
        began = System.nanoTime();
        int sent = 0;
        for (int read = 0; read < REQUESTS; read++) {
          while (sent < REQUESTS && sent - read < 100) {
            client.send(Op.STATUS, List.of("s1"));
            sent++;
          }
          client.read();
        }
        second = REQUESTS * 1e9 / (System.nanoTime() - began);
      }
      if (i > 0) {
        floor.add(bare);
        oneByOne.add(first);
        atOnce.add(second);
      }
    }
    targets.alone(
        "`status` requests a second on one connection",
        atOnce,
        0,
        Bound.atLeast(atOnce.median(), 10_000),
        Bound.NONE);
    targets.beside(
        "the same, each sent when the one before is answered; beside it: as many bytes, sent back"
            + " by a program that does nothing else",
        oneByOne,
        floor,
        0,
        Double.NaN,
        Double.NaN);
  }
}
