package org.panux.linit.ctl;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Text;

/** A service in several lines: what {@code status} of a name says. */
final class StatusText {
  private static final int KEY_WIDTH = 9;
  private static final String INDENT = "  ";
  private static final long MEGABYTE = 1024;

  private final PrintStream out;
  private final Map<?, ?> json;
  private final ServiceView view;

  private StatusText(PrintStream out, Map<?, ?> json) {
    this.out = out;
    this.json = json;
    this.view = ServiceView.of(json);
  }

  static void print(PrintStream out, Map<?, ?> json) {
    new StatusText(out, json).print();
  }

  private void print() {
    out.println(
        view.name()
            + ": "
            + Terminal.state(view.state(), 0)
            + (view.since() == 0
                ? ", never started"
                : " since "
                    + Terminal.clock(view.since())
                    + " ("
                    + Terminal.age(view.since())
                    + ")")
            + (view.state() == ServiceState.RUNNING && view.took() >= 0
                ? ", took " + Terminal.took(view)
                : ""));
    line("is", view.main().description());
    line("reason", view.reason());
    line("fault", String.join(", ", view.main().faults()));
    line("says", view.main().says());
    line("process", process());
    line("uses", uses());
    line("asked by", asker());
    line("degraded", Terminal.lacks(view));
    line("waits for", String.join(", ", view.waiting()));
    line("needs", names("needs"));
    line("needed by", names("needed_by"));
    line("provides", names("provides"));
    line(
        "script",
        Boolean.TRUE.equals(json.get("script_changed")) ? "has changed since it was started" : "");
    line("script", text("script_status").isEmpty() ? "" : "says: " + text("script_status"));
    processes();
    log();
  }

  private void line(String what, String text) {
    if (!text.isEmpty()) {
      String head = INDENT + Terminal.pad(what, KEY_WIDTH) + INDENT;
      out.println(head + Terminal.wrapped(Text.printable(text), head.length(), head.length()));
    }
  }

  private String text(String field) {
    return json.get(field) instanceof String text ? text : "";
  }

  private List<?> list(String field) {
    return json.get(field) instanceof List<?> list ? list : List.of();
  }

  private String names(String field) {
    return String.join(", ", list(field).stream().map(Object::toString).toList());
  }

  private String process() {
    String pid = view.main().pid() == 0 ? "" : Long.toString(view.main().pid());
    int count = view.main().restarts();
    String restarts = count == 0 ? "" : "restarted " + (count == 1 ? "once" : count + " times");
    return pid.isEmpty() || restarts.isEmpty() ? pid + restarts : pid + ", " + restarts;
  }

  private String uses() {
    if (list("processes").isEmpty()) {
      return "";
    }
    long kilobytes = (Long) json.get("memory_kb");
    return Terminal.duration((Long) json.get("cpu_ms"))
        + " of CPU, "
        + (kilobytes < MEGABYTE
            ? kilobytes + " KB"
            : kilobytes / MEGABYTE + "." + kilobytes % MEGABYTE * 10 / MEGABYTE + " MB")
        + " of memory";
  }

  private String asker() {
    return switch (text("asked_kind")) {
      case "dep" -> text("asked_by") + ", which needs it";
      case "want" -> text("asked_by") + ", which wants it";
      case "client" -> "linitctl";
      case "linitd" -> "linitd";
      case "restart" -> text("asked_by").isEmpty() ? "" : text("asked_by") + ", restarted with it";
      default -> "";
    };
  }

  /** A process is below the one that has started it, where that is one of the service, too. */
  private void processes() {
    Map<Long, List<Map<?, ?>>> children = new LinkedHashMap<>();
    Set<Object> pids = new HashSet<>();
    list("processes").forEach(it -> pids.add(((Map<?, ?>) it).get("pid")));
    for (Object process : list("processes")) {
      Map<?, ?> it = (Map<?, ?>) process;
      Long parent = pids.contains(it.get("parent")) ? (Long) it.get("parent") : 0;
      children.computeIfAbsent(parent, key -> new ArrayList<>()).add(it);
    }
    Deque<Row> todo = new ArrayDeque<>();
    push(todo, children.get(0L), INDENT, true);
    if (!todo.isEmpty()) {
      out.println(INDENT + "processes");
    }
    while (!todo.isEmpty()) {
      Row row = todo.pop();
      Long pid = (Long) row.process().get("pid");
      long seconds = (Long) row.process().get("cpu_ms");
      String head = INDENT + row.lead() + pid + " ";
      String mark = pid == view.main().pid() ? "* " : "";
      String command = Text.printable((String) row.process().get("command"));
      out.println(
          head
              + mark
              + Terminal.cut(command, head.length() + mark.length())
              + (seconds >= 1000 ? Terminal.dim(", " + Terminal.duration(seconds)) : ""));
      push(todo, children.get(pid), row.indent(), false);
    }
    long more = json.get("process_count") instanceof Long count ? count - pids.size() : 0;
    if (more > 0) {
      out.println(INDENT + INDENT + "and " + more + " more");
    }
  }

  private record Row(Map<?, ?> process, String lead, String indent) {}

  private static void push(Deque<Row> todo, List<Map<?, ?>> processes, String indent, boolean top) {
    for (int i = processes == null ? -1 : processes.size() - 1; i >= 0; i--) {
      boolean last = i == processes.size() - 1;
      todo.push(
          new Row(
              processes.get(i),
              top ? indent : indent + (last ? "└─ " : "├─ "),
              top ? indent : indent + (last ? "   " : "│  ")));
    }
  }

  private void log() {
    if (list("log").isEmpty()) {
      return;
    }
    out.println(INDENT + "log");
    for (Object line : list("log")) {
      Map<?, ?> it = (Map<?, ?>) line;
      String head = INDENT + INDENT + Terminal.clock((Long) it.get("time_ms")) + " ";
      out.println((head + Terminal.cut((String) it.get("text"), head.length())).stripTrailing());
    }
  }
}
