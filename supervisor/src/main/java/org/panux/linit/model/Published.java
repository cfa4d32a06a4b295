package org.panux.linit.model;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.PublishedKey;

/** What services make known to each other, and to whoever asks: a port, a path, a password. */
public final class Published {
  /** The longest value, in characters. */
  public static final int LONGEST = 4096;

  /**
   * @param by the service that has published it last
   */
  public record Value(String text, String by) {}

  private final Map<String, Value> values = new TreeMap<>();

  /** As another linitd had them. */
  public Published(Map<String, Value> values) {
    this.values.putAll(values);
  }

  /**
   * The service {@code by} publishes {@code text}. Who stands in for another service that has ended
   * publishes the same keys.
   *
   * @param active whether a service runs, is being started or is being stopped
   * @return why it cannot, or {@link Reason#NONE}
   */
  public Reason publish(String by, String key, String text, Predicate<String> active) {
    Optional<String> problem = PublishedKey.problem(key);
    if (problem.isPresent()) {
      return new Reason(ExitCode.USAGE, problem.get());
    }
    if (text.length() > LONGEST) {
      return new Reason(
          ExitCode.USAGE,
          "'" + key + "' is " + text.length() + " characters long, at most " + LONGEST);
    }
    Value known = values.get(key);
    if (known != null && !known.by().equals(by) && active.test(known.by())) {
      return Reason.failed("'" + key + "' is published by '" + known.by() + "' already");
    }
    values.put(key, new Value(text, by));
    return Reason.NONE;
  }

  public Optional<Value> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** All of them, by their keys. */
  public Map<String, Value> all() {
    return new TreeMap<>(values);
  }
}
