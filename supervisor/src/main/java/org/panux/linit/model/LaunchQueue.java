package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Decides when each launch begins, and in which shell.
 *
 * <p>Scripts that compute gain nothing by running beside more others than there are processors, so
 * only so many run at a time. Who waits for a service does not count; but as long as others run, no
 * more begin when many wait already, since those are best let go on first. Nor does one count that
 * takes long, since it may wait for anything; and when none of those that run has ended in a while,
 * none of them counts, and twice as many may begin.
 *
 * <p>Shells that stay are taken again when their script has ended; a new one is started when none
 * is free. When nothing has been launched for a while, those that are free end.
 *
 * @param <J> a launch
 */
public final class LaunchQueue<J> {
  /** What is to be done. */
  public sealed interface Step<J> {}

  /** Launch {@code job}, in a process of its own. */
  public record Begin<J>(J job) implements Step<J> {}

  /** Have {@code shell}, which is free, run {@code job}. */
  public record Assign<J>(J job, int shell) implements Step<J> {}

  /** Start the shell {@code shell}, and have it run {@code job}. */
  public record Spawn<J>(J job, int shell) implements Step<J> {}

  /** {@code shell}, which is free, is to end. */
  public record Retire<J>(int shell) implements Step<J> {}

  private record Waiting<J>(J job, boolean warm, long rank, long number)
      implements Comparable<Waiting<J>> {
    @Override
    public int compareTo(Waiting<J> other) {
      return rank == other.rank
          ? Long.compare(number, other.number)
          : Long.compare(rank, other.rank);
    }
  }

  /** How long it may be that no script ends before those that run do not count any more. */
  static final long PATIENCE_MILLIS = 30;

  /** How long a script may run before it does not count any more, whatever others do. */
  static final long LONG_MILLIS = 300;

  /** How long nothing is launched before the free shells end. */
  static final long IDLE_MILLIS = 1000;

  /** So many free shells are kept until then. */
  private static final int MOST_FREE = 8;

  /** So many times the bound may wait for services while others run. */
  private static final int MOST_WAITING = 2;

  /** Two to this power times the bound is no bound. */
  private static final int MOST_DOUBLINGS = 16;

  private final int bound;
  private final Queue<Waiting<J>> queue = new PriorityQueue<>();

  /** What is expected to be launched soon, with its place in the order that is best. */
  private final Map<String, Long> ranks = new HashMap<>();

  /** Who runs and counts, and since when. */
  private final Map<J, Long> counted = new LinkedHashMap<>();

  /** Who waits for a service. */
  private final Set<J> waiting = new HashSet<>();

  private final Deque<Integer> free = new ArrayDeque<>();
  private final List<Step<J>> out = new ArrayList<>();
  private int doublings;
  private int shells;
  private long ranked;
  private long entered;

  /** When the last launch began. */
  private long last;

  /** When anything began or ended last. */
  private long moved;

  /**
   * @param bound how many may run at a time as long as they end soon
   */
  public LaunchQueue(int bound) {
    this.bound = bound;
  }

  /** These will be launched soon, best in this order; other launches come before them. */
  public void expect(List<String> names) {
    names.forEach(name -> ranks.put(name, ++ranked));
  }

  /**
   * {@code job} is to be launched.
   *
   * @param name of its service
   * @param warm in a shell that stays
   * @param now in milliseconds, of a clock that does not jump
   */
  public List<Step<J>> enter(J job, String name, boolean warm, long now) {
    Long rank = ranks.remove(name);
    queue.add(new Waiting<>(job, warm, rank == null ? 0 : rank, ++entered));
    return advance(now);
  }

  /** {@code job} has ended, or could not be launched. */
  public List<Step<J>> ended(J job, long now) {
    counted.remove(job);
    waiting.remove(job);
    doublings = 0;
    moved = now;
    return advance(now);
  }

  /** {@code job} waits for a service. */
  public List<Step<J>> waits(J job, long now) {
    counted.remove(job);
    waiting.add(job);
    return advance(now);
  }

  /** {@code job}, which has not ended, waits no more. */
  public void goesOn(J job, long now) {
    waiting.remove(job);
    counted.put(job, now);
  }

  /** {@code shell} has nothing to do any more. */
  public List<Step<J>> freed(int shell, long now) {
    if (free.size() < MOST_FREE) {
      free.push(shell);
    } else {
      out.add(new Retire<>(shell));
    }
    return advance(now);
  }

  /** {@code shell} is there no more. */
  public void lost(int shell) {
    free.remove(shell);
  }

  /** When {@link #tick} has something to do, unless anything happens before; empty for never. */
  public OptionalLong wakeAt() {
    if (!queue.isEmpty() && !counted.isEmpty()) {
      long oldest = counted.values().iterator().next();
      return OptionalLong.of(Math.min(moved + PATIENCE_MILLIS, oldest + LONG_MILLIS));
    }
    return free.isEmpty() ? OptionalLong.empty() : OptionalLong.of(last + IDLE_MILLIS);
  }

  /** Time has passed. */
  public List<Step<J>> tick(long now) {
    if (!queue.isEmpty() && !counted.isEmpty() && now - moved >= PATIENCE_MILLIS) {
      counted.clear();
      doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    } else if (!queue.isEmpty()) {
      counted.values().removeIf(since -> now - since >= LONG_MILLIS);
    }
    if (now - last >= IDLE_MILLIS) {
      free.forEach(shell -> out.add(new Retire<>(shell)));
      free.clear();
    }
    return advance(now);
  }

  private List<Step<J>> advance(long now) {
    while (!queue.isEmpty() && isRoom()) {
      Waiting<J> next = queue.remove();
      counted.put(next.job(), now);
      last = now;
      moved = now;
      if (!next.warm()) {
        out.add(new Begin<>(next.job()));
      } else if (free.isEmpty()) {
        out.add(new Spawn<>(next.job(), ++shells));
      } else {
        out.add(new Assign<>(next.job(), free.pop()));
      }
    }
    if (out.isEmpty()) {
      return List.of();
    }
    List<Step<J>> steps = List.copyOf(out);
    out.clear();
    return steps;
  }

  private boolean isRoom() {
    long most = (long) bound << doublings;
    return counted.isEmpty() || counted.size() < most && waiting.size() < MOST_WAITING * most;
  }
}
