package org.panux.linit.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.protocol.ServiceName;

/** A JSON object of which it is known what it should hold; anything else is refused. */
record Fields(Map<?, ?> json) {
  static IllegalArgumentException wrong() {
    return new IllegalArgumentException("an entry does not say what it should");
  }

  static <T> T as(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw wrong();
    }
    return type.cast(value);
  }

  /** The name of a service. */
  static String name(Object value) {
    String name = as(String.class, value);
    if (ServiceName.problem(name).isPresent()) {
      throw wrong();
    }
    return name;
  }

  String text(String key) {
    return as(String.class, json.get(key));
  }

  /** The text of {@code key}, where there is one. */
  Optional<String> find(String key) {
    return json.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
  }

  long number(String key) {
    return as(Long.class, json.get(key));
  }

  boolean flag(String key) {
    return as(Boolean.class, json.get(key));
  }

  List<?> list(String key) {
    return as(List.class, json.get(key));
  }

  Map<?, ?> object(String key) {
    return as(Map.class, json.get(key));
  }
}
