package org.panux.linit.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Cause;
import org.panux.linit.model.Report;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * Something that has changed at a service.
 *
 * @param millis when, by the wall clock
 * @param by whose doing it was: a service, or one of {@code linitctl}, {@code linitd}, {@code
 *     itself}
 * @param text what there is to say of that
 */
public record Change(ServiceView service, long millis, String by, String text) {
  private static final String ITSELF = "itself";
  private static final String CLIENT = "linitctl";
  private static final String LINITD = "linitd";

  /** What {@code report} changes. */
  static Change of(Report report, ServiceView view) {
    Asker asker = report.start().asker();
    if (report.state() == ServiceState.STARTING && report.reason().text().isEmpty()) {
      String kind = asker.kind();
      String by = asker.by();
      if (by.isEmpty()) {
        by =
            kind.equals(Asker.CLIENT.kind())
                ? CLIENT
                : kind.equals(Asker.LINITD.kind()) ? LINITD : ITSELF;
      }
      return new Change(view, report.since().epochMillis(), by, kind);
    }
    return new Change(view, report.since().epochMillis(), by(report), report.reason().text());
  }

  /** Not the state of a service has changed, but something about it. */
  static Change about(ServiceView view, long millis) {
    String text =
        view.waiting().isEmpty() ? view.degraded().isEmpty() ? "" : "degraded" : "waiting";
    return new Change(view, millis, ITSELF, text);
  }

  private static String by(Report report) {
    Cause cause = report.reason().cause();
    return switch (cause.kind()) {
      case ITSELF, CYCLE -> ITSELF;
      case DEPENDENCY, NEEDS, LOST -> cause.of();
      case RESET -> CLIENT;
      case REQUEST -> cause.by().isEmpty() ? CLIENT : cause.by();
      case SHUTDOWN -> LINITD;
    };
  }

  /** How much of the memory it takes, in rough units. */
  int weight() {
    return 1 + service.waiting().size() / 8;
  }

  /** The event of that number, without the id of whoever follows, and without its first brace. */
  String encode(long sequence) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", "service");
    json.put("seq", sequence);
    json.put("time_ms", millis);
    Map<String, Object> cause = new LinkedHashMap<>();
    cause.put("by", by);
    cause.put("text", text);
    json.put("cause", cause);
    json.put("service", service.toJson());
    return Json.write(json).substring(1);
  }
}
