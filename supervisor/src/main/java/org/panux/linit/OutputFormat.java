package org.panux.linit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.log.LogTail;
import org.panux.linit.protocol.Json;

/** How linitd prints a line that a service has printed. */
enum OutputFormat {
  /** {@code name | text}, the text as the service wrote it, colours and all. */
  TEXT {
    @Override
    String show(LogTail.Line line) {
      return (line.service() + " | " + line.text()).stripTrailing();
    }
  },
  /** An object with {@code time_ms}, {@code name} and {@code text}. */
  JSON {
    @Override
    String show(LogTail.Line line) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("time_ms", line.time());
      json.put("name", line.service());
      json.put("text", line.text());
      return Json.write(json);
    }
  };

  abstract String show(LogTail.Line line);

  static Optional<OutputFormat> of(String word) {
    for (OutputFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
