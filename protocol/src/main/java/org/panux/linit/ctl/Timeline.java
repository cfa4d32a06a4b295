package org.panux.linit.ctl;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * Changes of services as lines, oldest first: when, which service, what happened to it. What
 * happened before the first line is put together from a snapshot, so that whoever looks late sees
 * the same story as whoever looked all the time.
 */
final class Timeline {
  private static final String NAME_HEAD = "SERVICE";
  private static final int TIME_WIDTH = 7;
  private static final int STATE_WIDTH = 8;

  private final PrintStream out;
  private final int nameWidth;
  private final Map<String, ServiceView> seen = new HashMap<>();
  private final Map<String, Set<String>> waited = new HashMap<>();

  /** Since 1970, in milliseconds: the time of the first line. */
  private long zero;

  /** The time of the newest line; no line is older than the one above it. */
  private long newest;

  private record Line(long at, String name, String state, String note) {}

  Timeline(PrintStream out, Collection<String> names) {
    this.out = out;
    this.nameWidth =
        Math.max(NAME_HEAD.length(), names.stream().mapToInt(String::length).max().orElse(0));
  }

  void head(long zero) {
    this.zero = zero;
    this.newest = zero;
    out.println(
        Terminal.dim(
            Terminal.left("SECONDS", TIME_WIDTH)
                + "  "
                + Terminal.pad(NAME_HEAD, nameWidth)
                + "  STATE"));
  }

  /** Takes note of what is, and shows nothing. */
  void remember(GraphView snapshot) {
    snapshot.services().forEach(view -> seen.put(view.name(), view));
  }

  /** Shows what has happened up to {@code snapshot}, from the first start on. */
  void past(GraphView snapshot) {
    remember(snapshot);
    snapshot
        .edges()
        .forEach(
            edge ->
                waited.computeIfAbsent(edge.from(), key -> new LinkedHashSet<>()).add(edge.to()));
    List<Line> lines = new ArrayList<>();
    for (ServiceView view : snapshot.services()) {
      if (view.state() == ServiceState.STARTING || view.took() >= 0) {
        long asked = view.since() - Math.max(0, view.took());
        lines.add(new Line(asked, view.name(), Terminal.state(ServiceState.STARTING, 0), ""));
      }
    }
    for (ServiceView view : snapshot.services()) {
      if (view.state() != ServiceState.STARTING) {
        lines.add(line(view, view));
      } else if (!view.waiting().isEmpty()) {
        lines.add(waiting(view.since(), view));
      }
    }
    lines.sort(Comparator.comparingLong(Line::at));
    head(lines.isEmpty() ? System.currentTimeMillis() : lines.get(0).at());
    lines.forEach(this::print);
  }

  /** Shows a change, where it is one for people. */
  void change(ServiceView view) {
    ServiceView before = seen.put(view.name(), view);
    if (before == null || before.state() != view.state()) {
      if (view.state() == ServiceState.STARTING) {
        waited.remove(view.name());
      }
      print(line(before == null ? view : before, view));
    }
    boolean waits = !view.waiting().isEmpty() && !view.waiting().equals(waitsOf(before));
    if (waits) {
      waited.computeIfAbsent(view.name(), key -> new LinkedHashSet<>()).addAll(view.waiting());
      if (waitsOf(before).isEmpty()) {
        // When it began to wait is not said; it was not before the line above.
        print(waiting(newest, view));
      }
    }
  }

  private static List<String> waitsOf(ServiceView view) {
    return view == null ? List.of() : view.waiting();
  }

  private static Line waiting(long at, ServiceView view) {
    return new Line(at, view.name(), Terminal.dim("waiting "), "for " + list(view.waiting()));
  }

  /** What {@code view} says; {@code before} is the state that it comes from. */
  private Line line(ServiceView before, ServiceView view) {
    String note =
        switch (view.state()) {
          case RUNNING -> "took " + Terminal.took(view) + after(view.name());
          case STOPPED ->
              before.state() == ServiceState.STOPPING
                  ? "took " + Terminal.duration(Math.max(0, view.since() - before.since()))
                  : Terminal.why(view);
          case STARTING -> "";
          case NULL, FAILED, STOPPING -> Terminal.why(view);
        };
    return new Line(
        view.since(),
        view.name(),
        Terminal.state(view.state(), note.isEmpty() ? 0 : STATE_WIDTH),
        note);
  }

  private String after(String name) {
    Set<String> names = waited.getOrDefault(name, Set.of());
    return names.isEmpty() ? "" : ", after " + list(names);
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names);
  }

  private void print(Line line) {
    newest = Math.max(newest, line.at());
    String time = Terminal.seconds(newest - zero);
    int used = TIME_WIDTH + 2 + nameWidth + 2 + STATE_WIDTH + 2;
    String text =
        Terminal.left(time, TIME_WIDTH)
            + "  "
            + Terminal.pad(line.name(), nameWidth)
            + "  "
            + line.state()
            + (line.note().isEmpty() ? "" : "  " + Terminal.dim(Terminal.cut(line.note(), used)));
    out.println(text);
    out.flush();
  }
}
