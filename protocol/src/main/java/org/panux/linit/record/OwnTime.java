package org.panux.linit.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

/**
 * When the script of a start worked and when it waited. Waits that overlap, since a script made
 * them in the background, count once.
 */
public final class OwnTime {
  /** A time without a gap. */
  public record Span(long from, long until) {}

  private final long from;
  private final long until;
  private final List<Span> waiting = new ArrayList<>();

  /** Of {@code start}, of which what goes on is measured until {@code nowUs}. */
  public OwnTime(Start start, long nowUs) {
    until = start.ended() ? start.endedUs() : nowUs;
    from = start.launched() ? start.launchedUs() : until;
    List<Wait> sorted = new ArrayList<>(start.waits());
    sorted.sort(Comparator.comparingLong(Wait::fromUs));
    for (Wait wait : sorted) {
      long begin = Math.max(from, wait.fromUs());
      long end = Math.min(until, wait.open() ? until : wait.untilUs());
      Span last = waiting.isEmpty() ? null : waiting.get(waiting.size() - 1);
      if (end <= begin) {
        continue;
      }
      if (last != null && begin <= last.until()) {
        waiting.set(waiting.size() - 1, new Span(last.from(), Math.max(last.until(), end)));
      } else {
        waiting.add(new Span(begin, end));
      }
    }
  }

  /** When the script waited. */
  public List<Span> waits() {
    return List.copyOf(waiting);
  }

  /** When the script worked. */
  public List<Span> works() {
    List<Span> works = new ArrayList<>();
    long at = from;
    for (Span span : waiting) {
      if (span.from() > at) {
        works.add(new Span(at, span.from()));
      }
      at = span.until();
    }
    if (until > at || works.isEmpty()) {
      works.add(new Span(at, until));
    }
    return works;
  }

  /** How long the script waited in all. */
  public long waiting() {
    long sum = 0;
    for (Span span : waiting) {
      sum += span.until() - span.from();
    }
    return sum;
  }

  /** How long the script worked in all. */
  public long own() {
    return until - from - waiting();
  }

  /** How long the script had worked at {@code us}. */
  long ownUntil(long us) {
    long at = Math.min(us, until);
    if (at <= from) {
      return 0;
    }
    long own = at - from;
    for (Span span : waiting) {
      own -= Math.max(0, Math.min(at, span.until()) - span.from());
    }
    return own;
  }
}
