package org.panux.linit.bench.graph;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The file to which each script appends its name: the one thing that the scripts of all peers do.
 */
public final class RunLog {
  private static final long BETWEEN_LOOKS = 300_000;

  private final Path file;

  public RunLog(Path file) {
    this.file = file;
  }

  /** Shell code with which the script of this service says that it has run. */
  public String line(String name) {
    return "echo " + name + " >>" + file;
  }

  public void clear() throws IOException {
    Files.writeString(file, "");
  }

  /** When the last of so many services has run, or nothing where they have not within the limit. */
  public Optional<Instant> untilAll(Graph graph, Duration limit) {
    long whole = graph.needs().keySet().stream().mapToLong(name -> name.length() + 1).sum();
    File seen = file.toFile();
    long end = System.nanoTime() + limit.toNanos();
    // The clock that the shells have, too.
    while (seen.length() < whole) {
      if (System.nanoTime() > end) {
        return Optional.empty();
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
    return Optional.of(Instant.now());
  }

  /** What is wrong with this run: a service that ran twice, never, or before what it needs. */
  public Optional<String> fault(Graph graph, boolean ordered) throws IOException {
    return fault(graph, Files.readAllLines(file), ordered);
  }

  static Optional<String> fault(Graph graph, List<String> lines, boolean ordered) {
    Map<String, List<String>> needs = graph.needs();
    Set<String> ran = new HashSet<>();
    for (String name : lines) {
      if (!needs.containsKey(name)) {
        return Optional.of("'" + name + "' ran, which is no service");
      }
      if (!ran.add(name)) {
        return Optional.of(name + " ran twice");
      }
      if (ordered && !ran.containsAll(needs.get(name))) {
        return Optional.of(name + " ran before what it needs");
      }
    }
    return ran.size() == needs.size()
        ? Optional.empty()
        : Optional.of(needs.size() - ran.size() + " services did not run");
  }
}
