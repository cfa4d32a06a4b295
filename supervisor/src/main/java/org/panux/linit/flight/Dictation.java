package org.panux.linit.flight;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.panux.linit.model.Report;

/** Puts into words, for one file after another, what the parts of the model have done. */
final class Dictation {
  /** The event with which the coordinator hears of a report. */
  static final String CHANGED = "changed";

  /** Who has begun in this file, or has said what it is. */
  private final Set<String> begun = new HashSet<>();

  private final Reports reports = new Reports();
  private final StringBuilder line = new StringBuilder();

  /**
   * Something to be written of the part {@code id}.
   *
   * @param arguments of an event, or what the part is; null where it begins
   * @param decisions of an event
   */
  record Entry(String id, String event, Object arguments, List<?> decisions) {}

  /** A new file. */
  void turnPage() {
    begun.clear();
    reports.clear();
  }

  /** The text of {@code entry}; an empty one where it would mean nothing in this file. */
  StringBuilder text(Entry entry) {
    line.setLength(0);
    if (entry.decisions() == null) {
      begun.add(entry.id());
      line.append(entry.id()).append(' ').append(entry.event());
      if (entry.arguments() != null) {
        line.append(' ').append(entry.arguments());
      }
    } else if (begun.contains(entry.id())) {
      Object[] arguments = (Object[]) entry.arguments();
      line.append(entry.id()).append(' ').append(entry.event()).append(' ');
      boolean heard = entry.id().equals(Replay.COORDINATOR) && entry.event().equals(CHANGED);
      if (heard && reports.isNext((Report) arguments[0])) {
        Notation.write(((Report) arguments[0]).name(), line.append(Line.SAME));
      } else {
        Notation.write(List.of(arguments), line);
      }
      Notation.write(entry.decisions(), line.append(Line.SO));
      reports.published(entry.decisions());
    }
    return line;
  }
}
