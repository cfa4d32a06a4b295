package org.panux.linit.client;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceView;

/** What linitd tells those who follow it; each has a number, and the next one has the next. */
public sealed interface Event {
  /** The number of the newest change that it knows of. */
  long sequence();

  /** Everything as it is now: the first event, and the one after a {@link Lost}. */
  record Snapshot(long sequence, GraphView graph) implements Event {}

  /**
   * A service has changed.
   *
   * @param at when
   * @param by whose doing it was: a service, {@code linitctl}, {@code linitd} or {@code itself}
   * @param service as it is since then
   */
  record Changed(long sequence, Instant at, String by, ServiceView service) implements Event {}

  /** This reader was too slow: {@code count} events up to this number were left out. */
  record Lost(long sequence, long count) implements Event {}

  /**
   * Reads one.
   *
   * @throws LinitException where linitd refuses
   * @throws IOException where it is no event
   */
  static Event of(Reply reply) throws IOException {
    Map<String, Object> json = reply.fields();
    if (!reply.ok()) {
      throw new LinitException(reply);
    }
    Object kind = json.get("event");
    if ("snapshot".equals(kind)) {
      return new Snapshot((Long) json.get("seq"), GraphView.of(json));
    }
    if ("service".equals(kind)) {
      Instant at = Instant.ofEpochMilli((Long) json.get("time_ms"));
      String by = (String) ((Map<?, ?>) json.get("cause")).get("by");
      ServiceView view = ServiceView.of((Map<?, ?>) json.get("service"));
      return new Changed((Long) json.get("seq"), at, by, view);
    }
    if ("lost".equals(kind)) {
      return new Lost((Long) json.get("to"), (Long) json.get("count"));
    }
    throw new IOException("linitd sent what is no event: " + kind);
  }
}
