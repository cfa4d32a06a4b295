package org.panux.linit.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.panux.linit.setting.Durations;
import org.panux.linit.setting.RestartPolicy;

/** The restarts of one service so far, and whether there is another. */
public final class Restarts {
  /** What follows an end. */
  sealed interface Next {}

  /** It stays down. */
  record Down() implements Next {}

  /** It is started again after that pause. */
  record Again(Duration pause) implements Next {}

  /** It was started again too often. */
  record TooMany(String history) implements Next {}

  /**
   * What another linitd must know to go on counting.
   *
   * @param recent when the latest were, by the wall clock
   */
  public record Count(int total, int inARow, List<Long> recent) {
    public static final Count NONE = new Count(0, 0, List.of());
  }

  private final Deque<Moment> recent = new ArrayDeque<>();
  private int inARow;
  private int total;

  /** How many there were since somebody asked for the service. */
  int total() {
    return total;
  }

  Count count() {
    if (total == 0) {
      return Count.NONE;
    }
    return new Count(total, inARow, recent.stream().map(Moment::epochMillis).toList());
  }

  /** Goes on from what another linitd has counted. */
  void restore(Count count, Moment now) {
    forget();
    total = count.total();
    inARow = count.inARow();
    count.recent().forEach(millis -> recent.add(now.earlier(millis)));
  }

  /** Somebody asks for the service: what was before does not count any more. */
  void forget() {
    recent.clear();
    inARow = 0;
    total = 0;
  }

  /**
   * The service has ended.
   *
   * @param clean whether that is no failure
   * @param ran for how long it had been running, in milliseconds; 0 where it never got there
   */
  Next ended(RestartPolicy policy, boolean clean, long ran, Moment now) {
    if (!policy.covers(clean)) {
      return new Down();
    }
    if (ran > policy.longestDelay().toMillis()) {
      inARow = 0;
    }
    recent.removeIf(restart -> now.millisSince(restart) >= policy.period().toMillis());
    if (policy.limit() > 0 && recent.size() >= policy.limit()) {
      return new TooMany(
          "restarted "
              + recent.size()
              + (recent.size() == 1 ? " time in " : " times in ")
              + Durations.show(Duration.ofMillis(now.millisSince(recent.getFirst()))));
    }
    recent.add(now);
    total++;
    return new Again(policy.pause(inARow++));
  }
}
