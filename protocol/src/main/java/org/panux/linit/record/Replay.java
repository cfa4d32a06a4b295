package org.panux.linit.record;

import static org.panux.linit.record.Recording.NEVER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.panux.linit.record.Events.Arc;
import org.panux.linit.record.Events.Event;
import org.panux.linit.record.Events.Run;
import org.panux.linit.record.Groups.Group;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

/**
 * A recorded boot, run again: what a script does itself takes as long as it took, what it waits for
 * takes as long as that takes now. With nothing changed it gives the recording back.
 */
public final class Replay {
  /** After whatever else happens at one time. */
  private static final int LAST = 2;

  private final Recording recording;
  private final Events events;
  private final Map<Event, Long> times = new IdentityHashMap<>();

  /** What each start was asked for by. */
  private final Map<Event, Arc> causes = new IdentityHashMap<>();

  /** Of each {@code after}, the end that it waited for. */
  private final Set<Arc> chosen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** In an order in which each comes after all that it follows. */
  private final List<Event> happened = new ArrayList<>();

  /** {@code event} happens at that time, unless it has happened. */
  private record Due(long us, int rank, Event event, Arc cause) {}

  private Replay(Recording recording, Change change) {
    this.recording = recording;
    this.events = new Events(recording, change);
    run();
  }

  /** Runs {@code recording} with {@code change}. */
  public static Replay of(Recording recording, Change change) {
    return new Replay(recording, change);
  }

  private void run() {
    PriorityQueue<Due> queue =
        new PriorityQueue<>(Comparator.comparingLong(Due::us).thenComparingInt(Due::rank));
    for (Run run : events.runs()) {
      if (run.isRoot) {
        queue.add(new Due(run.start.askedUs(), 0, run.asked, null));
      }
    }
    Map<Event, Long> earliest = new IdentityHashMap<>();
    while (!queue.isEmpty()) {
      Due due = queue.remove();
      if (times.putIfAbsent(due.event(), due.us()) != null) {
        continue;
      }
      happened.add(due.event());
      if (due.cause() != null) {
        causes.put(due.event(), due.cause());
      }
      if (due.event().choice != null) {
        choose(due.event().choice, queue, earliest);
      }
      for (Arc arc : due.event().next) {
        follow(arc, due.us() + arc.after(), queue, earliest);
      }
    }
  }

  private static void follow(Arc arc, long us, Queue<Due> queue, Map<Event, Long> earliest) {
    Event to = arc.to();
    if (to.first) {
      queue.add(new Due(us, rank(arc), to, arc));
    } else if (earliest.merge(to, us, Math::max) != null && --to.missing == 0) {
      queue.add(new Due(earliest.get(to), to.choice == null ? 0 : LAST, to, null));
    }
  }

  /** Waits for what is being started by now; goes on at once where it is not. */
  private void choose(Arc end, Queue<Due> queue, Map<Event, Long> earliest) {
    if (!times.containsKey(end.from().run.asked)) {
      follow(end, Long.MIN_VALUE, queue, earliest);
      return;
    }
    chosen.add(end);
    end.from().next.add(end);
    if (times.containsKey(end.from())) {
      follow(end, time(end.from()) + end.after(), queue, earliest);
    }
  }

  /** Of two that ask at one time, who was first in the recording is first again. */
  private static int rank(Arc arc) {
    Start start = arc.to().run.start;
    boolean same =
        arc.by() == null
            || arc.from().run.start.name().equals(start.by())
                && arc.by().kind().equals(start.kind());
    return same ? 0 : 1;
  }

  /** What linitd would have recorded: the starts that there are now, with their times. */
  public Recording recording() {
    List<Start> starts = new ArrayList<>();
    long now = recording.nowUs();
    for (Run run : events.runs()) {
      if (times.containsKey(run.asked)) {
        starts.add(start(run));
        now = Math.max(now, time(run.ended));
      }
    }
    starts.sort(Comparator.comparingLong(Start::askedUs));
    return new Recording(recording.beganMs(), now, recording.target(), starts);
  }

  private Start start(Run run) {
    Start was = run.start;
    Arc cause = causes.get(run.asked);
    boolean same = cause == null || cause.by() == null;
    return new Start(
        was.name(),
        same ? was.by() : cause.from().run.start.name(),
        same ? was.kind() : cause.by().kind(),
        was.nth(),
        time(run.asked),
        time(run.launched),
        time(run.ended),
        was.state(),
        was.code(),
        was.reason(),
        waits(run));
  }

  private List<Wait> waits(Run run) {
    Map<Long, Integer> index = new HashMap<>();
    List<Group> groups = events.groups().of(run.start);
    for (Group group : groups) {
      index.put(group.waits().get(0).group(), index.size());
    }
    List<Wait> waits = new ArrayList<>();
    for (Wait was : run.start.waits()) {
      int at = index.get(was.group());
      Event begin = run.begins.get(at);
      if (times.containsKey(begin) && !events.isWithout(run.start, was.target())) {
        long from = time(begin) + was.fromUs() - groups.get(at).fromUs();
        waits.add(
            new Wait(
                was.target(), was.kind(), was.group(), from, until(run, was, from), was.state()));
      }
    }
    return waits;
  }

  private long until(Run run, Wait was, long from) {
    if (was.open()) {
      return NEVER;
    }
    Arc end = run.ends.get(was);
    if (end == null) {
      return from + was.untilUs() - was.fromUs();
    }
    boolean waited = !was.kind().equals("after") || chosen.contains(end);
    return (waited ? Math.max(from, time(end.from())) : from) + end.after();
  }

  private long time(Event event) {
    return times.getOrDefault(event, NEVER);
  }

  /**
   * How much longer the own time of each service may take, wherever in its script, before {@code
   * target} ends later, as long as each {@code after} finds the same services being started;
   * services that it does not wait for at all are missing.
   */
  public Map<String, Long> slack(Start target) {
    Map<Event, Long> slacks = new IdentityHashMap<>();
    slacks.put(events.of(target).ended, 0L);
    Map<String, Long> found = new HashMap<>();
    for (int i = happened.size() - 1; i >= 0; i--) {
      Event event = happened.get(i);
      for (Arc arc : event.next) {
        Long later = slacks.get(arc.to());
        if (later != null && (!arc.to().first || causes.get(arc.to()) == arc)) {
          long spare = time(arc.to()) - time(event) - arc.after();
          slacks.merge(event, later + spare, Math::min);
        }
      }
      if (event.afterOwn && slacks.containsKey(event)) {
        found.merge(event.run.start.name(), slacks.get(event), Math::min);
      }
    }
    return found;
  }
}
