package org.panux.linit.model;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.panux.linit.model.Player.Failure;

/** Explores many seeds, on all cores; what {@code scripts/simulate} runs. */
public final class Simulate {
  /** How many of the last decisions are shown. */
  private static final int LAST = 200;

  private Simulate() {}

  /**
   * @param words how many seeds, from which one, and how many threads
   */
  public static void main(String[] words) throws InterruptedException {
    long seeds = Long.parseLong(words[0]);
    long first = Long.parseLong(words[1]);
    int threads = Integer.parseInt(words[2]);
    long begun = System.nanoTime();
    Explored explored = explore(first, seeds, threads);
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        "%d seeds from %d, %d messages, %.1f s on %d threads%n",
        explored.seeds(), first, explored.messages(), seconds, threads);
    if (explored.failed().isPresent()) {
      show(explored.failed().get(), System.out);
      System.exit(1);
    }
  }

  /**
   * @param failed the smallest seed that failed, of those that were played
   */
  record Explored(long seeds, long messages, Optional<Long> failed) {}

  /** Plays seeds until one fails. */
  static Explored explore(long first, long seeds, int threads) throws InterruptedException {
    AtomicLong next = new AtomicLong(first);
    AtomicLong played = new AtomicLong();
    AtomicLong messages = new AtomicLong();
    AtomicReference<Long> failed = new AtomicReference<>();
    Runnable work =
        () -> {
          for (long seed = next.getAndIncrement();
              seed < first + seeds && failed.get() == null;
              seed = next.getAndIncrement()) {
            Player.Played result = Player.play(Planner.of(seed));
            played.incrementAndGet();
            messages.addAndGet(result.messages());
            if (result.failure().isPresent()) {
              long number = seed;
              failed.accumulateAndGet(number, (old, now) -> old == null || now < old ? now : old);
            }
          }
        };
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] = new Thread(work, "simulate " + i);
      all[i].start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    return new Explored(played.get(), messages.get(), Optional.ofNullable(failed.get()));
  }

  /** Shrinks what {@code seed} shows, and prints it. */
  static void show(long seed, PrintStream out) {
    Failure failure = Player.play(Planner.of(seed)).failure().orElseThrow();
    out.println("seed " + seed + " fails: " + failure.text().strip());
    Failure least = Shrinker.shrink(failure);
    out.println("\nthe least rig that fails so, and what is done to it:\n");
    least.plan().rig().forEach(recipe -> out.println("  " + recipe));
    least.plan().acts().forEach(act -> out.println("  " + act));
    out.println("\nwhat was decided, until " + least.text().strip() + "\n");
    List<Simulation.Event> trace =
        least.trace().stream().filter(event -> !(event.what() instanceof Decision.Record)).toList();
    trace
        .subList(Math.max(0, trace.size() - LAST), trace.size())
        .forEach(event -> out.println("  " + event));
    out.println("\nagain: scripts/simulate --seed " + seed);
  }
}
