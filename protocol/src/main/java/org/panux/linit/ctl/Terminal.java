package org.panux.linit.ctl;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Text;

/** Services as text: in colour and cut to the width on a terminal, plain in a pipe. */
final class Terminal {
  /** Set by the launcher to the columns of the terminal; 0 where the output is none. */
  private static final int COLUMNS = Integer.getInteger("linit.columns", 0);

  private static final boolean COLOUR =
      COLUMNS > 0 && (System.getenv("NO_COLOR") == null || System.getenv("NO_COLOR").isEmpty());

  private static final int NARROWEST_NOTE = 10;

  private Terminal() {}

  static boolean isTerminal() {
    return COLUMNS > 0;
  }

  /** The state's word, coloured, padded to {@code width}. */
  static String state(ServiceState state, int width) {
    String word = state.word();
    String padded = word + " ".repeat(Math.max(0, width - word.length()));
    return switch (state) {
      case RUNNING -> colour("32", padded);
      case FAILED -> colour("1;31", padded);
      case STARTING, STOPPING -> colour("33", padded);
      case NULL, STOPPED -> colour("2", padded);
    };
  }

  static String dim(String text) {
    return colour("2", text);
  }

  private static String colour(String code, String text) {
    return COLOUR ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** One line a service. */
  static void table(PrintStream out, List<ServiceView> views) {
    int name = 4;
    for (ServiceView view : views) {
      name = Math.max(name, view.name().length());
    }
    List<String> head = new ArrayList<>(List.of("NAME", "STATE", "TOOK", "SINCE", "WHY"));
    out.println(
        dim(
            pad(head.get(0), name)
                + "  "
                + pad(head.get(1), 8)
                + "  "
                + left(head.get(2), 8)
                + "  "
                + left(head.get(3), 10)
                + "  "
                + head.get(4)));
    for (ServiceView view : views) {
      String line =
          pad(view.name(), name)
              + "  "
              + state(view.state(), 8)
              + "  "
              + left(took(view), 8)
              + "  "
              + left(view.since() == 0 ? "-" : age(view.since()), 10)
              + "  "
              + note(view, name + 2 + 8 + 2 + 8 + 2 + 10 + 2);
      out.println(line.stripTrailing());
    }
  }

  private static String note(ServiceView view, int used) {
    return cut(why(view), used);
  }

  /** {@code text} as it fits a line of which {@code used} columns are taken. */
  static String cut(String text, int used) {
    return COLUMNS == 0 ? text : Text.clip(text, Math.max(NARROWEST_NOTE, COLUMNS - used - 1));
  }

  /** What it waits for or runs without, or the reason of its state. */
  static String why(ServiceView view) {
    return Text.printable(
        !view.waiting().isEmpty()
            ? "waiting for " + String.join(", ", view.waiting())
            : view.degraded().isEmpty() ? view.reason() : "degraded: " + lacks(view));
  }

  private static String lacks(ServiceView view) {
    List<String> names = view.degraded();
    return names.isEmpty()
        ? ""
        : String.join(", ", names) + (names.size() == 1 ? " is not running" : " are not running");
  }

  /** A service in several lines. */
  static void detail(PrintStream out, Map<?, ?> json) {
    ServiceView view = ServiceView.of(json);
    out.println(
        view.name()
            + ": "
            + state(view.state(), 0)
            + (view.since() == 0
                ? ", never started"
                : " since " + clock(view.since()) + " (" + age(view.since()) + ")")
            + (view.state() == ServiceState.RUNNING && view.took() >= 0
                ? ", took " + took(view)
                : ""));
    line(out, "is", Text.printable(view.main().description()));
    line(out, "reason", Text.printable(view.reason()));
    line(out, "says", Text.printable(view.main().says()));
    line(out, "process", process(view.main()));
    line(out, "degraded", lacks(view));
    line(out, "waits for", String.join(", ", view.waiting()));
    line(out, "needs", names(json.get("needs")));
    line(out, "needed by", names(json.get("needed_by")));
    line(out, "provides", names(json.get("provides")));
    line(out, "script", json.get("script_status") instanceof String says ? "says: " + says : "");
  }

  private static String process(ServiceView.Main main) {
    String pid = main.pid() == 0 ? "" : Long.toString(main.pid());
    String restarts =
        main.restarts() == 0
            ? ""
            : "restarted " + (main.restarts() == 1 ? "once" : main.restarts() + " times");
    return pid.isEmpty() || restarts.isEmpty() ? pid + restarts : pid + ", " + restarts;
  }

  private static void line(PrintStream out, String what, String text) {
    if (!text.isEmpty()) {
      out.println("  " + pad(what, 9) + "  " + text);
    }
  }

  private static String names(Object list) {
    return list instanceof List<?> names
        ? String.join(", ", names.stream().map(Object::toString).toList())
        : "";
  }

  static String took(ServiceView view) {
    return view.took() < 0 ? "-" : duration(view.took());
  }

  /** Milliseconds as people read them. */
  static String duration(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return seconds + "." + millis % 1000 / 100 + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** Milliseconds as seconds with three decimals. */
  static String seconds(long millis) {
    String rest = Long.toString(millis % 1000);
    return millis / 1000 + "." + "0".repeat(3 - rest.length()) + rest;
  }

  private static String age(long since) {
    return span(since) + " ago";
  }

  /** How long it has been since then. */
  static String span(long since) {
    long millis = Math.max(0, System.currentTimeMillis() - since);
    boolean seconds = millis >= 1000 && millis < 60_000;
    return seconds ? millis / 1000 + " s" : duration(millis);
  }

  static String clock(long millis) {
    return DateTimeFormatter.ofPattern("HH:mm:ss")
        .format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  static String left(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
