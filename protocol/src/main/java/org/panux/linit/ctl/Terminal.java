package org.panux.linit.ctl;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Text;

/** Services as text: in colour and cut to the width on a terminal, plain in a pipe. */
final class Terminal {
  /** Set by the launcher to the columns of the terminal; 0 where the output is none. */
  private static final int COLUMNS = Integer.getInteger("linit.columns", 0);

  /** Likewise, to its rows. */
  private static final int ROWS = Integer.getInteger("linit.rows", 24);

  private static final boolean COLOUR =
      COLUMNS > 0 && (System.getenv("NO_COLOR") == null || System.getenv("NO_COLOR").isEmpty());

  /** Cyan, magenta, yellow, green, blue, and these brighter. */
  private static final String[] NAMES = {
    "36", "35", "33", "32", "34", "96", "95", "93", "92", "94"
  };

  private static final int NARROWEST_NOTE = 10;
  private static final int NARROWEST_NAME = 8;
  private static final int NARROWEST_CUT = 5;
  private static final int STATE_AND_GAPS = 2 + 8 + 2;
  private static final int TIMES = 8 + 2 + 10 + 2;

  private Terminal() {}

  static boolean isTerminal() {
    return COLUMNS > 0;
  }

  /** The width of the terminal; 0 where there is none. */
  static int columns() {
    return COLUMNS;
  }

  static int rows() {
    return ROWS;
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

  /** The word for a service that starts, and waits for others. */
  static String waiting() {
    return colour("33", "waiting");
  }

  /** A name among others, in a colour of its own as long as there are enough. */
  static String named(int index, String text) {
    return index < 0 ? text : colour(NAMES[index % NAMES.length], text);
  }

  static String dim(String text) {
    return colour("2", text);
  }

  private static String colour(String code, String text) {
    return COLOUR ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** One line a service; times are left out where the terminal is too narrow for them. */
  static void table(PrintStream out, List<ServiceView> views) {
    int name = 4;
    for (ServiceView view : views) {
      name = Math.max(name, view.name().length());
    }
    boolean times = COLUMNS == 0 || name + TIMES + STATE_AND_GAPS + NARROWEST_NOTE < COLUMNS;
    if (!times) {
      int note = views.stream().mapToInt(view -> why(view).length()).max().orElse(0);
      note = Math.max(NARROWEST_NOTE, Math.min(note, COLUMNS / 3));
      name = Math.min(name, Math.max(NARROWEST_NAME, COLUMNS - STATE_AND_GAPS - note - 1));
    }
    int used = name + STATE_AND_GAPS + (times ? TIMES : 0);
    String head = times ? left("TOOK", 8) + "  " + left("SINCE", 10) + "  " : "";
    out.println(dim(pad("NAME", name) + "  " + pad("STATE", 8) + "  " + head + "WHY"));
    for (ServiceView view : views) {
      String since =
          times
              ? left(took(view), 8)
                  + "  "
                  + left(view.since() == 0 ? "-" : age(view.since()), 10)
                  + "  "
              : "";
      String line =
          fit(view.name(), name)
              + "  "
              + state(view.state(), 8)
              + "  "
              + since
              + cut(why(view), used);
      out.println(line.stripTrailing());
    }
  }

  /** {@code text} as it fits a line of which {@code used} columns are taken. */
  static String cut(String text, int used) {
    return COLUMNS == 0
        ? Text.printable(text)
        : Text.clip(text, Math.max(NARROWEST_CUT, COLUMNS - used - 1));
  }

  /**
   * Sentences as they fit a terminal, broken between words; a word that is too long is left to the
   * terminal.
   *
   * @param taken columns of the first line
   * @param indent columns that the other lines begin with
   */
  static String wrapped(String text, int taken, int indent) {
    return COLUMNS == 0 ? text : Text.wrap(text, COLUMNS - 1, taken, indent);
  }

  /** What it waits for or runs without, or the reason of its state. */
  static String why(ServiceView view) {
    return Text.printable(
        !view.waiting().isEmpty()
            ? "waiting for " + String.join(", ", view.waiting())
            : !view.degraded().isEmpty()
                ? "degraded: " + lacks(view)
                : view.reason().isEmpty() ? broken(view) : view.reason());
  }

  private static String broken(ServiceView view) {
    List<String> faults = view.main().faults();
    return faults.isEmpty() ? "" : "fault: " + String.join(", ", faults);
  }

  /** What a degraded service lacks; empty where it is none. */
  static String lacks(ServiceView view) {
    List<String> names = view.degraded();
    return names.isEmpty()
        ? ""
        : String.join(", ", names) + (names.size() == 1 ? " is not running" : " are not running");
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
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    long hours = seconds / 3600;
    return hours < 24
        ? hours + " h " + seconds % 3600 / 60 + " min"
        : hours / 24 + " d " + hours % 24 + " h";
  }

  /** Milliseconds as seconds with three decimals. */
  static String seconds(long millis) {
    String rest = Long.toString(millis % 1000);
    return millis / 1000 + "." + "0".repeat(3 - rest.length()) + rest;
  }

  /** How long ago that is. */
  static String age(long since) {
    return span(since) + " ago";
  }

  /** How long it has been since then. */
  static String span(long since) {
    long millis = Math.max(0, System.currentTimeMillis() - since);
    boolean seconds = millis >= 1000 && millis < 60_000;
    return seconds ? millis / 1000 + " s" : duration(millis);
  }

  /** The time of day, with the day where that is another one. */
  static String clock(long millis) {
    return clock(Instant.ofEpochMilli(millis), Instant.now(), ZoneId.systemDefault());
  }

  static String clock(Instant then, Instant now, ZoneId zone) {
    boolean today = then.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
    return DateTimeFormatter.ofPattern(today ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss")
        .format(then.atZone(zone));
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** {@code text} in just so many columns. */
  static String fit(String text, int width) {
    return pad(text.length() > width ? Text.clip(text, width - 1) : text, width);
  }

  static String left(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
