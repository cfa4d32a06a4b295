package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.record.Recording;

/**
 * Keeps what happened in the starts of all services, for whoever asks later: of each service the
 * first start and the newest few.
 */
public final class Recorder {
  /** What becomes of a wait that ends with something open. */
  private static final String ABANDONED = "abandoned";

  private static final int NEWEST = 7;

  /** The most names that are kept of the waits of one start; a script may wait in a loop. */
  private static final int MOST_WAITS = 20_000;

  private final Moment began;
  private final Map<String, Starts> services = new HashMap<>();

  /**
   * @param began the moment from which times are counted
   */
  public Recorder(Moment began) {
    this.began = began;
  }

  /** The starts of one service; the first one stands apart until it is among the newest no more. */
  private static final class Starts {
    private Start first;
    private final Deque<Start> newest = new ArrayDeque<>();
    private int count;

    void add(Start start) {
      count++;
      start.nth = count;
      if (first == null) {
        first = start;
        return;
      }
      newest.add(start);
      if (newest.size() > NEWEST) {
        newest.remove();
      }
    }

    Start last() {
      return newest.isEmpty() ? first : newest.getLast();
    }
  }

  private static final class Start {
    private final Trace.Asked asked;
    private int nth;
    private Moment launched;
    private Trace.Ended ended;
    private final List<Wait> waits = new ArrayList<>();

    /** The open waits, by their groups and names. */
    private final Map<Long, Map<String, Wait>> open = new HashMap<>();

    Start(Trace.Asked asked) {
      this.asked = asked;
    }

    void open(Trace.Opened opened) {
      Map<String, Wait> group = new HashMap<>();
      for (String name : opened.names()) {
        if (waits.size() < MOST_WAITS) {
          Wait wait = new Wait(name, opened.kind(), opened.group(), opened.at());
          waits.add(wait);
          group.put(name, wait);
        }
      }
      open.put(opened.group(), group);
    }

    void settle(Trace.Settled settled) {
      Map<String, Wait> group = open.get(settled.group());
      Wait wait = group == null ? null : group.remove(settled.name());
      if (wait != null) {
        wait.end(settled.at(), settled.how());
      }
    }

    void close(long group, Moment at) {
      Map<String, Wait> left = open.remove(group);
      if (left != null) {
        left.values().forEach(wait -> wait.end(at, ABANDONED));
      }
    }

    void end(Trace.Ended end) {
      ended = end;
      List.copyOf(open.keySet()).forEach(group -> close(group, end.at()));
    }
  }

  private static final class Wait {
    private final String name;
    private final DependencyKind kind;
    private final long group;
    private final Moment from;
    private Moment until;
    private String how = "";

    Wait(String name, DependencyKind kind, long group, Moment from) {
      this.name = name;
      this.kind = kind;
      this.group = group;
      this.from = from;
    }

    void end(Moment at, String how) {
      this.until = at;
      this.how = how;
    }
  }

  /** Takes a step of a start of {@code name}. What belongs to no start is passed over. */
  public void take(String name, Trace trace) {
    if (trace instanceof Trace.Asked asked) {
      services.computeIfAbsent(name, key -> new Starts()).add(new Start(asked));
      return;
    }
    Starts starts = services.get(name);
    Start start = starts == null ? null : starts.last();
    if (start == null || start.ended != null) {
      return;
    }
    if (trace instanceof Trace.Launched launched) {
      start.launched = launched.at();
    } else if (trace instanceof Trace.Opened opened) {
      start.open(opened);
    } else if (trace instanceof Trace.Settled settled) {
      start.settle(settled);
    } else if (trace instanceof Trace.Closed closed) {
      start.close(closed.group(), closed.at());
    } else if (trace instanceof Trace.Ended ended) {
      start.end(ended);
    }
  }

  /** When the newest start of {@code name} was asked for; empty where none is known. */
  public Optional<Moment> asked(String name) {
    return Optional.ofNullable(services.get(name)).map(starts -> starts.last().asked.at());
  }

  /** What the newest start of {@code name} waits for now. */
  public List<Open> open(String name) {
    Starts starts = services.get(name);
    List<Open> all = new ArrayList<>();
    if (starts != null && starts.last().ended == null) {
      for (Wait wait : starts.last().waits) {
        if (wait.until == null) {
          all.add(new Open(wait.name, wait.kind, wait.from));
        }
      }
    }
    return all;
  }

  /** An open wait for {@code name}. */
  public record Open(String name, DependencyKind kind, Moment since) {}

  /** How the newest start of {@code name} ended that was over by then. */
  public Optional<Trace.Ended> ended(String name, Moment by) {
    Starts starts = services.get(name);
    if (starts == null) {
      return Optional.empty();
    }
    List<Start> all = new ArrayList<>(starts.newest);
    all.add(0, starts.first);
    Trace.Ended found = null;
    for (Start start : all) {
      if (start.ended != null && !by.isBefore(start.ended.at())) {
        found = start.ended;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * What was recorded.
   *
   * @param names the services that it is about; all where there are none
   */
  public Recording recording(Moment now, String target, Collection<String> names) {
    List<Recording.Start> all = new ArrayList<>();
    Collection<String> which = names.isEmpty() ? services.keySet() : names;
    for (String name : which) {
      Starts starts = services.get(name);
      if (starts != null) {
        all.add(view(name, starts.first));
        starts.newest.forEach(start -> all.add(view(name, start)));
      }
    }
    all.sort(Comparator.comparingLong(Recording.Start::askedUs));
    return new Recording(began.epochMillis(), micros(now), target, all);
  }

  private Recording.Start view(String name, Start start) {
    List<Recording.Wait> waits = new ArrayList<>(start.waits.size());
    for (Wait wait : start.waits) {
      waits.add(
          new Recording.Wait(
              wait.name,
              wait.kind.word(),
              wait.group,
              micros(wait.from),
              micros(wait.until),
              wait.how));
    }
    Trace.Asked asked = start.asked;
    boolean over = start.ended != null;
    return new Recording.Start(
        name,
        asked.by().by(),
        asked.by().kind(),
        start.nth,
        micros(asked.at()),
        micros(start.launched),
        over ? micros(start.ended.at()) : Recording.NEVER,
        (over ? start.ended.state() : ServiceState.STARTING).word(),
        over ? start.ended.reason().code() : 0,
        over ? start.ended.reason().text() : "",
        waits);
  }

  private long micros(Moment moment) {
    return moment == null ? Recording.NEVER : (moment.nanos() - began.nanos()) / 1000;
  }
}
