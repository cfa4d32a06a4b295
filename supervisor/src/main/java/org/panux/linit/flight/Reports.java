package org.panux.linit.flight;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.panux.linit.model.Decision;
import org.panux.linit.model.Report;

/**
 * The reports that services have published, and of which the coordinator has not heard yet. It
 * hears of each in turn, so that its line need not repeat what stands in that of the service.
 */
final class Reports {
  private final Map<String, Deque<Report>> published = new HashMap<>();

  /** A service has decided that. */
  void published(List<?> decisions) {
    for (Object decision : decisions) {
      if (decision instanceof Decision.Publish publish) {
        Report report = publish.report();
        published.computeIfAbsent(report.name(), name -> new ArrayDeque<>()).add(report);
      }
    }
  }

  /** Whether {@code report} is the next that the coordinator was to hear of. */
  boolean isNext(Report report) {
    Deque<Report> next = published.get(report.name());
    if (next != null && next.peek() == report) {
      next.remove();
      return true;
    }
    // The order is lost: what comes next is written out.
    published.remove(report.name());
    return false;
  }

  /** The next report of {@code service}. */
  Report next(String service) throws Notation.Malformed {
    Deque<Report> next = published.get(service);
    if (next == null || next.isEmpty()) {
      throw new Notation.Malformed(service + " has published no such report");
    }
    return next.remove();
  }

  void forget(String service) {
    published.remove(service);
  }

  void clear() {
    published.clear();
  }
}
