package org.panux.linit.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.panux.linit.model.Published;
import org.panux.linit.protocol.DependencyKind;

/**
 * What the journal holds. The newest of a key counts, and one that is {@link #gone} takes it out.
 */
public interface Entry {
  String key();

  /** Its value, of maps, lists, texts, numbers and flags. */
  Map<String, ?> toJson();

  /** Whether it takes its key out. */
  default boolean gone() {
    return false;
  }

  /** Which linitd this is the state of, and of which start of the machine: the first of all. */
  record Header(String instance, String boot) implements Entry {
    static final String KEY = "linit";
    static final int INSTANCE_DIGITS = 32;

    /** Grows when an older linitd could not read what a newer one writes. */
    static final long FORMAT = 1;

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public Map<String, ?> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("format", FORMAT);
      json.put("instance", instance);
      json.put("boot", boot);
      return json;
    }
  }

  /** What the service {@code name} needs in its run, or needed in its last one. */
  record Needs(String name, Map<String, DependencyKind> needs) implements Entry {
    static final String KEY = "needs/";

    @Override
    public String key() {
      return KEY + name;
    }

    @Override
    public Map<String, ?> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      needs.forEach((other, kind) -> json.put(other, kind.word()));
      return json;
    }

    @Override
    public boolean gone() {
      return needs.isEmpty();
    }
  }

  /** These are being stopped to be started again; none, once that has begun. */
  record Restart(long ticket, List<String> names) implements Entry {
    static final String KEY = "restart/";

    /** The ticket of those that an earlier linitd has left. */
    public static final long INHERITED = -1;

    @Override
    public String key() {
      return KEY + ticket;
    }

    @Override
    public Map<String, ?> toJson() {
      return gone() ? Map.of() : Map.of("names", names);
    }

    @Override
    public boolean gone() {
      return names.isEmpty();
    }
  }

  /** What a service has made known under {@code name}. */
  record Value(String name, Published.Value value) implements Entry {
    static final String KEY = "value/";

    @Override
    public String key() {
      return KEY + name;
    }

    @Override
    public Map<String, ?> toJson() {
      return Map.of("text", value.text(), "by", value.by());
    }
  }

  /** Everything is being stopped, for good. */
  record Closing() implements Entry {
    static final String KEY = "closing";

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public Map<String, ?> toJson() {
      return Map.of("closing", true);
    }
  }
}
