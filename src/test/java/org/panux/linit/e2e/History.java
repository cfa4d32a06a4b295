package org.panux.linit.e2e;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What clients asked of one service and what they were told, with the times of both; and whether
 * one order of all of it explains every answer.
 *
 * <p>The search is that of J. M. Wing and C. Gong, "Testing and verifying concurrent objects"
 * (1993), and remembers where it has been. A service is up or down here. What takes time is one
 * step or two within its time: a restart is a stop and then a start.
 */
final class History {
  /** What one step does, or sees. */
  enum Step {
    BRINGS_UP,
    TAKES_DOWN,
    SEES_UP,
    SEES_DOWN;

    boolean changes() {
      return this == BRINGS_UP || this == TAKES_DOWN;
    }

    boolean possible(boolean up) {
      return this == SEES_UP ? up : this != SEES_DOWN || !up;
    }

    boolean after(boolean up) {
      return changes() ? this == BRINGS_UP : up;
    }
  }

  /**
   * @param who for people
   * @param begun before it was asked
   * @param ended after it was answered
   */
  record Call(String who, List<Step> steps, long begun, long ended) {}

  private final List<Call> calls;

  /** How many steps of each call have been taken. */
  private final int[] taken;

  private final Set<String> dead = new HashSet<>();

  private History(List<Call> calls) {
    this.calls = new ArrayList<>(calls);
    // Of two that do the same, the one that must be over sooner goes first.
    this.calls.sort(Comparator.comparingLong(Call::ended));
    this.taken = new int[calls.size()];
  }

  /** Whether one order explains {@code calls} of a service that was {@code up} at first. */
  static boolean explains(List<Call> calls, boolean up) {
    return new History(calls).search(up);
  }

  private boolean search(boolean up) {
    List<Integer> seen = takeWhatSees(up);
    List<Integer> open = open();
    if (open.isEmpty()) {
      return true;
    }
    String place = place(up);
    if (dead.add(place)) {
      Set<List<Step>> tried = new HashSet<>();
      for (int call : open) {
        List<Step> steps = calls.get(call).steps();
        Step step = steps.get(taken[call]);
        if (step.changes() && tried.add(steps.subList(taken[call], steps.size()))) {
          taken[call]++;
          if (search(step.after(up))) {
            return true;
          }
          taken[call]--;
        }
      }
    }
    seen.forEach(call -> taken[call]--);
    return false;
  }

  /** What only sees what is so now may as well be next. */
  private List<Integer> takeWhatSees(boolean up) {
    List<Integer> all = new ArrayList<>();
    boolean any = true;
    while (any) {
      any = false;
      for (int call : open()) {
        Step step = calls.get(call).steps().get(taken[call]);
        if (!step.changes() && step.possible(up)) {
          taken[call]++;
          all.add(call);
          any = true;
        }
      }
    }
    return all;
  }

  /** The calls that can be next: nothing that is not over had ended before they began. */
  private List<Integer> open() {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] < calls.get(i).steps().size()) {
        first = Math.min(first, calls.get(i).ended());
      }
    }
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] < calls.get(i).steps().size() && calls.get(i).begun() <= first) {
        open.add(i);
      }
    }
    return open;
  }

  private String place(boolean up) {
    StringBuilder place = new StringBuilder(up ? "+" : "-");
    for (int count : taken) {
      place.append((char) ('0' + count));
    }
    return place.toString();
  }
}
