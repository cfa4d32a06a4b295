package org.panux.linit.ctl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Text;

/**
 * A boot while it goes on, as lines: what runs, what is being started and what that waits for, each
 * below whoever needs it, with the time that it has taken. Where there are more services than rows,
 * those that run are only counted.
 */
final class ProgressTree {
  private static final int NARROWEST = 20;
  private static final int SHORTEST_NOTE = 8;
  private static final int WAITING = "waiting".length();

  private record Row(String name, String lead, String indent) {}

  private final String root;
  private final Map<String, ServiceView> views = new LinkedHashMap<>();
  private final Map<String, Set<String>> needs = new LinkedHashMap<>();

  ProgressTree(String root, GraphView snapshot) {
    this.root = root;
    snapshot.services().forEach(this::take);
    snapshot.edges().forEach(edge -> need(edge.from(), edge.to()));
  }

  /** Something of a service has changed. What it waits for, it needs. */
  void take(ServiceView view) {
    views.put(view.name(), view);
    view.waiting().forEach(name -> need(view.name(), name));
  }

  private void need(String from, String to) {
    needs.computeIfAbsent(from, key -> new LinkedHashSet<>()).add(to);
  }

  /**
   * The lines, none longer than fits.
   *
   * @param now milliseconds since 1970
   */
  List<String> lines(long now, int columns, int rows) {
    int width = Math.max(NARROWEST, columns - 1);
    List<Row> all = rows(false);
    List<Row> shown = all.size() < rows - 1 ? all : rows(true);
    List<String> lines = new ArrayList<>();
    lines.add(Text.clip(head(now), width - 1));
    int most = shown.size() < rows - 1 ? shown.size() : Math.max(0, rows - 3);
    shown.subList(0, most).forEach(row -> lines.add(line(row, now, width)));
    if (most < shown.size()) {
      lines.add("… and " + (shown.size() - most) + " more");
    }
    return lines;
  }

  private String head(long now) {
    StringBuilder text = new StringBuilder(root);
    String before = ": ";
    for (ServiceState state :
        List.of(ServiceState.STARTING, ServiceState.RUNNING, ServiceState.FAILED)) {
      long count =
          views.values().stream()
              .filter(view -> view.state() == state && !view.name().equals(root))
              .count();
      if (count > 0) {
        text.append(before).append(count).append(' ').append(state.word());
        before = ", ";
      }
    }
    ServiceView view = views.getOrDefault(root, ServiceView.neverStarted(root));
    return text.append(before).append(elapsed(view, now)).toString();
  }

  /** The rows of the tree, each service once. */
  private List<Row> rows(boolean onlyUnsettled) {
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(root));
    Deque<Row> todo = new ArrayDeque<>();
    push(todo, root, "", seen, onlyUnsettled);
    while (!todo.isEmpty()) {
      Row row = todo.pop();
      if (seen.add(row.name())) {
        rows.add(row);
        push(todo, row.name(), row.indent(), seen, onlyUnsettled);
      }
    }
    // What nobody is known to need stands by itself, where there is something to say of it.
    views.keySet().stream()
        .filter(name -> !seen.contains(name) && unsettled(name))
        .forEach(name -> rows.add(new Row(name, "", "")));
    return rows;
  }

  private void push(
      Deque<Row> todo, String name, String indent, Set<String> seen, boolean onlyUnsettled) {
    List<String> below =
        needs.getOrDefault(name, Set.of()).stream()
            .filter(it -> !seen.contains(it))
            .filter(it -> !onlyUnsettled || unsettled(it))
            .toList();
    for (int i = below.size() - 1; i >= 0; i--) {
      boolean last = i == below.size() - 1;
      todo.push(
          new Row(below.get(i), indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  ")));
    }
  }

  private boolean unsettled(String name) {
    ServiceView view = views.get(name);
    return view == null
        || view.state() != ServiceState.RUNNING && view.state() != ServiceState.STOPPED;
  }

  private String line(Row row, long now, int width) {
    ServiceView view = views.getOrDefault(row.name(), ServiceView.neverStarted(row.name()));
    String time = elapsed(view, now);
    int room = width - time.length() - 1;
    String lead = Text.clip(row.lead(), room / 3 - 1);
    String name = Text.clip(row.name(), room - lead.length() - 1);
    int left = room - lead.length() - name.length() - 2;
    boolean waits = view.state() == ServiceState.STARTING && !view.waiting().isEmpty();
    String why = waits ? "for " + String.join(", ", view.waiting()) : Terminal.why(view);
    int word = waits ? WAITING : view.state().word().length();
    String state = left < word ? "" : waits ? Terminal.waiting() : Terminal.state(view.state(), 0);
    left -= word + 1;
    String note = left < SHORTEST_NOTE || why.isEmpty() ? "" : " " + Text.clip(why, left - 1);
    return lead
        + name
        + (state.isEmpty() ? "" : "  " + state)
        + Terminal.dim(note)
        + (time.isEmpty() ? "" : " " + Terminal.dim(time));
  }

  /** How long it has been starting, or took for it. */
  private static String elapsed(ServiceView view, long now) {
    long millis =
        view.state() == ServiceState.STARTING ? Math.max(0, now - view.since()) : view.took();
    return millis < 0 ? "" : Terminal.duration(millis);
  }
}
