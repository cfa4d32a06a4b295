package org.panux.linit.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A thousand scripts that wait, each for a service of its own, whose scripts end one after another.
 * What is measured is the time from the last word of the one script to the next word of the other,
 * both written into one pipe.
 */
final class Waiters {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Place place;
  private final int count;

  Waiters(Place place, int count) {
    this.place = place;
    this.count = count;
  }

  void add(Targets targets) throws IOException {
    Path rig = place.fresh("waiters");
    Path said = rig.resolve("said");
    Path gates = rig.resolve("gates");
    Files.createDirectories(gates);
    Map<String, String> scripts = new HashMap<>();
    List<String> enabled = new ArrayList<>();
    List<String> pipes = new ArrayList<>(List.of("mkfifo", said.toString()));
    for (int i = 0; i < count; i++) {
      Path gate = gates.resolve("g" + i);
      pipes.add(gate.toString());
      scripts.put(
          "g" + i,
          "start() { echo r >"
              + said
              + "; read -r _ <"
              + gate
              + "; echo g"
              + i
              + " >"
              + said
              + "; }");
      scripts.put(
          "w" + i, "depends() { dep g" + i + "; }\nstart() { echo w" + i + " >" + said + "; }");
      enabled.add("w" + i);
    }
    run(pipes);
    Rigs.write(rig, scripts, enabled);
    Figures figures = new Figures();
    try (RandomAccessFile words = new RandomAccessFile(said.toFile(), "rw")) {
      giveUpLater(words);
      Target linitd = Target.start(Rigs.linitd(place, rig));
      try {
        measure(words, gates, figures);
      } finally {
        linitd.close();
      }
    }
    double median = figures.median();
    targets.alone(
        "last word of a script → the script that waits for it goes on, " + count + " waiters, ms",
        figures,
        2,
        Bound.below(median, 1, "ms"),
        Bound.NONE);
    double late = figures.percentile(99);
    targets.alone(
        "the same, 99 of 100 below, ms",
        Figures.of(late),
        2,
        Bound.below(late, 5, "ms"),
        Bound.NONE);
  }

  private void measure(RandomAccessFile words, Path gates, Figures figures) throws IOException {
    for (int i = 0; i < count; i++) {
      heard(words, "r");
    }
    for (int i = 0; i < count; i++) {
      try (RandomAccessFile gate = new RandomAccessFile(gates.resolve("g" + i).toFile(), "rw")) {
        gate.write('\n');
        long ended = heard(words, "g" + i);
        figures.add((heard(words, "w" + i) - ended) / 1e6);
      }
    }
  }

  /** Whoever listens then hears a word that nobody expects. */
  private static void giveUpLater(RandomAccessFile words) {
    CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .execute(
            () -> {
              try {
                words.writeBytes("nothing for " + LIMIT.toSeconds() + " s\n");
              } catch (IOException e) {
                // Closed, as it should be.
              }
            });
  }

  private static long heard(RandomAccessFile words, String wanted) throws IOException {
    byte[] line = new byte[wanted.length() + 1];
    words.readFully(line);
    long now = System.nanoTime();
    String seen = new String(line, StandardCharsets.UTF_8).strip();
    if (!seen.equals(wanted)) {
      throw new IOException("heard " + seen + " where " + wanted + " was expected");
    }
    return now;
  }

  private static void run(List<String> command) throws IOException {
    try {
      new ProcessBuilder(command).start().waitFor(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
