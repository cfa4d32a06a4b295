package org.panux.linit.client;

import java.time.Instant;
import java.util.Map;

/**
 * A line that a service has printed.
 *
 * @param at when it had been written
 * @param name the service
 * @param text as the service wrote it: may hold control characters
 */
public record LogLine(Instant at, String name, String text) {
  static LogLine of(Map<?, ?> json) {
    return new LogLine(
        Instant.ofEpochMilli((Long) json.get("time_ms")),
        (String) json.get("name"),
        (String) json.get("text"));
  }
}
