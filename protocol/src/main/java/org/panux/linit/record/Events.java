package org.panux.linit.record;

import static org.panux.linit.record.Recording.NEVER;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.record.Groups.Group;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

/**
 * What a recording consists of, as events and what each of them follows: the plan of a {@link
 * Replay}.
 *
 * <p>An event of a start (its launch, the beginning of a wait, its end) comes so long after the
 * last base before it (asked for, launched, a wait over) as it did in the recording. A wait is over
 * when all that it is for have ended; an {@code after}, of those that are being started by then. A
 * start is asked for when the first one asks.
 */
final class Events {
  private static final String AFTER = "after";

  private final Groups groups;
  private final Change change;
  private final Map<Start, Run> runs = new IdentityHashMap<>();
  private final List<Run> inOrder = new ArrayList<>();
  private final Map<Start, Long> ways = new IdentityHashMap<>();

  /** Something that happens once: when all that it follows have, or the first of them. */
  static final class Event {
    final Run run;
    final boolean first;
    final List<Arc> next = new ArrayList<>();

    /** Whether own time of its start may lie right before it. */
    boolean afterOwn;

    /** What is decided now: whether this, of an {@code after}, is waited for; or null. */
    final Arc choice;

    int missing;

    Event(Run run, boolean first) {
      this(run, first, null);
    }

    /** The decision of {@code choice}. */
    Event(Run run, Arc choice) {
      this(run, false, choice);
    }

    private Event(Run run, boolean first, Arc choice) {
      this.run = run;
      this.first = first;
      this.choice = choice;
    }
  }

  /**
   * {@code to} happens no sooner than so long after {@code from}.
   *
   * @param by the wait that makes it so, or null
   */
  record Arc(Event from, Event to, long after, Wait by) {}

  /** The events of one start. */
  static final class Run {
    final Start start;
    final OwnTime own;
    final Event asked = new Event(this, true);
    final Event launched = new Event(this, false);
    final Event ended = new Event(this, false);

    /** The beginning of each call that waits, in the order of {@link Groups#of}. */
    final List<Event> begins = new ArrayList<>();

    /** What ends its waits, of those that end with a start. */
    final Map<Wait, Arc> ends = new IdentityHashMap<>();

    /** Whether nobody else's doing led to it, so that it is asked for when it was. */
    boolean isRoot;

    Run(Start start, long nowUs) {
      this.start = start;
      this.own = new OwnTime(start, nowUs);
    }
  }

  /**
   * A moment in the recorded life of a start, and the event that stands for it.
   *
   * @param order which of two that lie at one time comes first
   * @param settled which call of the script goes on then, -1 for none
   */
  private record Mark(long us, int order, Event event, boolean isBase, int settled) {}

  Events(Recording recording, Change change) {
    this.groups = new Groups(recording);
    this.change = change;
    for (Start start : recording.starts()) {
      Run run = new Run(start, recording.nowUs());
      runs.put(start, run);
      inOrder.add(run);
    }
    Map<Run, List<Mark>> marks = new IdentityHashMap<>();
    inOrder.forEach(run -> marks.put(run, plan(run)));
    inOrder.forEach(run -> cause(run, marks));
  }

  Groups groups() {
    return groups;
  }

  /** In the order of the recording. */
  Collection<Run> runs() {
    return inOrder;
  }

  Run of(Start start) {
    return runs.get(start);
  }

  /** The start whose doing {@code start} was: of a script that asked, or one that is repeated. */
  private Optional<Start> asker(Start start) {
    return start.by().isEmpty()
        ? groups.repeated(start)
        : groups.at(start.by(), start.askedUs()).filter(it -> it != start);
  }

  private boolean asksFor(Start start, Wait wait) {
    return !wait.kind().equals(AFTER) && !isWithout(start, wait.target());
  }

  boolean isWithout(Start from, String to) {
    return change.without().contains(new Change.Edge(from.name(), to));
  }

  /** Plans what happens to {@code run} after it was asked for. */
  private List<Mark> plan(Run run) {
    List<Group> calls = groups.of(run.start);
    List<Mark> marks = marks(run);
    Event base = run.asked;
    long baseUs = run.start.askedUs();
    for (Mark mark : marks) {
      Event event = mark.event();
      if (mark.settled() >= 0) {
        // What ends a wait is what it is for; but no script goes on before it went on last.
        arc(base, event, 0, null);
        settle(run, calls.get(mark.settled()), run.begins.get(mark.settled()), event);
      } else if (event != run.asked) {
        event.afterOwn = event != run.launched;
        arc(base, event, own(run, baseUs, mark.us()), null);
      }
      if (mark.isBase()) {
        base = event;
        baseUs = mark.us();
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      for (Wait wait : calls.get(i).waits()) {
        Optional<Start> meant = groups.meant(wait);
        if (asksFor(run.start, wait) && meant.isPresent()) {
          ask(run, calls.get(i), run.begins.get(i), wait, runs.get(meant.get()));
        }
      }
    }
    return marks;
  }

  /** The recorded life of a start; what lies at one time stands in the order of the script. */
  private List<Mark> marks(Run run) {
    List<Mark> marks = new ArrayList<>();
    Start start = run.start;
    marks.add(new Mark(start.askedUs(), 0, run.asked, true, -1));
    boolean launched = !start.launched();
    for (Group group : groups.of(start)) {
      if (!launched && group.fromUs() >= start.launchedUs()) {
        marks.add(new Mark(start.launchedUs(), marks.size(), run.launched, true, -1));
        launched = true;
      }
      int call = run.begins.size();
      run.begins.add(new Event(run, false));
      marks.add(new Mark(group.fromUs(), marks.size(), run.begins.get(call), false, -1));
      if (group.untilUs() != NEVER) {
        marks.add(new Mark(group.untilUs(), marks.size(), new Event(run, false), true, call));
      }
    }
    if (!launched) {
      marks.add(new Mark(start.launchedUs(), marks.size(), run.launched, true, -1));
    }
    if (start.ended()) {
      marks.add(new Mark(start.endedUs(), marks.size(), run.ended, false, -1));
    }
    marks.sort(Comparator.comparingLong(Mark::us).thenComparingInt(Mark::order));
    return marks;
  }

  /** How long {@code run} takes from one moment to another, with its own time changed. */
  private long own(Run run, long fromUs, long untilUs) {
    long took = untilUs - fromUs;
    Long wished = change.durations().get(run.start.name());
    if (wished == null || !run.start.launched() || !run.start.ended()) {
      return took;
    }
    if (run.own.own() == 0) {
      return untilUs == run.start.endedUs() ? took + wished : took;
    }
    return took + longer(run.own, untilUs, wished) - longer(run.own, fromUs, wished);
  }

  /** How much more own time lies before {@code us} when there are {@code wished} in all. */
  private static long longer(OwnTime own, long us, long wished) {
    long until = own.ownUntil(us);
    return Math.round((double) until * wished / own.own()) - until;
  }

  private void settle(Run run, Group group, Event begin, Event settle) {
    boolean empty = true;
    for (Wait wait : group.waits()) {
      Optional<Start> other = isWithout(run.start, wait.target()) ? Optional.empty() : end(wait);
      boolean met = group.met().contains(wait);
      if (other.isPresent() && (met || mayMeet(wait, other.get()))) {
        long since = met ? Math.max(wait.fromUs(), other.get().endedUs()) : wait.fromUs();
        long hop = wait.untilUs() - since;
        arc(begin, settle, hop, null);
        Arc end = new Arc(runs.get(other.get()).ended, settle, hop, wait);
        if (wait.kind().equals(AFTER)) {
          long late = Math.max(0, met ? other.get().askedUs() - wait.fromUs() : 0);
          arc(begin, new Event(run, end), late, null);
          settle.missing++;
        } else {
          add(end);
        }
        run.ends.put(wait, end);
        empty = false;
      }
    }
    if (empty) {
      arc(begin, settle, group.met().isEmpty() ? group.untilUs() - group.fromUs() : 0, null);
    }
  }

  /** The start whose end {@code wait} is for; of an {@code after} also one that came too late. */
  private Optional<Start> end(Wait wait) {
    List<Start> all = groups.starts(wait.target());
    Optional<Start> meant = groups.meant(wait);
    return meant.isPresent() || all.isEmpty() ? meant : Optional.of(all.get(0));
  }

  /** Whether {@code wait} passed only since {@code other} was not being started yet. */
  private static boolean mayMeet(Wait wait, Start other) {
    return wait.kind().equals(AFTER)
        && !wait.open()
        && !wait.state().equals(Groups.REFUSED)
        && other.ended()
        && other.askedUs() > wait.fromUs();
  }

  private void ask(Run run, Group group, Event begin, Wait wait, Run other) {
    if (groups.repeated(other.start).isPresent()) {
      return;
    }
    long after = other.start.askedUs() - group.fromUs();
    if (asker(other.start).filter(it -> it == run.start).isEmpty()) {
      // Whoever was not the first had no part in when that was.
      after = Math.max(after, ways.computeIfAbsent(other.start, this::way));
    }
    arc(begin, other.asked, after, wait);
  }

  /** How long it took from the call that asked for {@code start} until it was asked for. */
  private long way(Start start) {
    return asker(start).stream()
        .flatMap(it -> groups.of(it).stream())
        .filter(it -> it.waits().stream().anyMatch(wait -> asks(wait, start)))
        .mapToLong(it -> Math.max(0, start.askedUs() - it.fromUs()))
        .min()
        .orElse(0);
  }

  private boolean asks(Wait wait, Start start) {
    return !wait.kind().equals(AFTER)
        && wait.target().equals(start.name())
        && groups.meant(wait).filter(meant -> meant == start).isPresent();
  }

  /** Plans what {@code run} was asked for by, where that was no wait. */
  private void cause(Run run, Map<Run, List<Mark>> marks) {
    Optional<Run> asker = asker(run.start).map(runs::get);
    if (asker.isEmpty()) {
      run.isRoot = true;
      return;
    }
    Run other = asker.get();
    if (other.start.name().equals(run.start.name())) {
      arc(other.ended, run.asked, run.start.askedUs() - other.start.endedUs(), null);
      return;
    }
    boolean waited = other.start.waits().stream().anyMatch(it -> asks(it, run.start));
    if (!waited && !isWithout(other.start, run.start.name())) {
      Mark base = null;
      for (Mark mark : marks.get(other)) {
        if (mark.isBase() && mark.us() <= run.start.askedUs()) {
          base = mark;
        }
      }
      arc(base.event(), run.asked, run.start.askedUs() - base.us(), null);
    }
  }

  private static void arc(Event from, Event to, long after, Wait by) {
    add(new Arc(from, to, after, by));
  }

  private static void add(Arc arc) {
    arc.from().next.add(arc);
    arc.to().missing++;
  }
}
