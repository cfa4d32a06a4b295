package org.panux.linit.state;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.model.Published;
import org.panux.linit.protocol.DependencyKind;

/**
 * What a journal says, put together.
 *
 * @param restarts what was being stopped to be started again
 * @param published what services had made known
 * @param closing whether everything was being stopped for good
 * @param damage where the journal is damaged; then nothing is known but the header
 */
record Remembered(
    Optional<Entry.Header> header,
    List<ServiceRecord> services,
    Map<String, Map<String, DependencyKind>> needs,
    List<String> restarts,
    Map<String, Published.Value> published,
    boolean closing,
    Optional<String> damage) {

  static final Remembered NOTHING = damaged(Optional.empty(), Optional.empty());

  private static Remembered damaged(Optional<Entry.Header> header, Optional<String> damage) {
    return new Remembered(header, List.of(), Map.of(), List.of(), Map.of(), false, damage);
  }

  static Remembered of(byte[] text) {
    JournalText.Read read = JournalText.read(text);
    Optional<Entry.Header> header = Optional.empty();
    try {
      header = Optional.ofNullable(read.entries().get(Entry.Header.KEY)).map(Remembered::header);
      if (read.damage().isPresent()) {
        return damaged(header, read.damage());
      }
      if (header.isEmpty()) {
        return read.entries().isEmpty() ? NOTHING : damaged(header, Optional.of("line 1"));
      }
      return of(header, read.entries());
    } catch (IllegalArgumentException e) {
      return damaged(header, Optional.of(e.getMessage()));
    }
  }

  private static Entry.Header header(Map<?, ?> json) {
    Fields fields = new Fields(json);
    if (fields.number("format") != Entry.Header.FORMAT) {
      throw new IllegalArgumentException("it is of another version of linitd");
    }
    String instance = fields.text("instance");
    if (instance.length() != Entry.Header.INSTANCE_DIGITS
        || !instance.chars().allMatch(HexFormat::isHexDigit)) {
      throw Fields.wrong();
    }
    return new Entry.Header(instance, fields.text("boot"));
  }

  private static Remembered of(Optional<Entry.Header> header, Map<String, Map<?, ?>> entries) {
    List<ServiceRecord> services = new ArrayList<>();
    Map<String, Map<String, DependencyKind>> needs = new LinkedHashMap<>();
    List<String> restarts = new ArrayList<>();
    Map<String, Published.Value> published = new LinkedHashMap<>();
    entries.forEach(
        (key, json) -> {
          if (key.startsWith(ServiceRecord.KEY)) {
            services.add(ServiceRecord.of(name(key, ServiceRecord.KEY), json));
          } else if (key.startsWith(Entry.Needs.KEY)) {
            needs.put(name(key, Entry.Needs.KEY), kinds(json));
          } else if (key.startsWith(Entry.Value.KEY)) {
            Fields fields = new Fields(json);
            String variable = key.substring(Entry.Value.KEY.length());
            published.put(variable, new Published.Value(fields.text("text"), fields.text("by")));
          } else if (key.startsWith(Entry.Restart.KEY)) {
            new Fields(json).list("names").forEach(name -> restarts.add(Fields.name(name)));
          }
        });
    boolean closing = entries.containsKey(Entry.Closing.KEY);
    return new Remembered(header, services, needs, restarts, published, closing, Optional.empty());
  }

  /** The service whose key begins with {@code prefix}: it becomes an actor, and part of paths. */
  private static String name(String key, String prefix) {
    return Fields.name(key.substring(prefix.length()));
  }

  private static Map<String, DependencyKind> kinds(Map<?, ?> json) {
    Map<String, DependencyKind> kinds = new LinkedHashMap<>();
    json.forEach((name, word) -> kinds.put(Fields.name(name), kind(Fields.as(String.class, word))));
    return kinds;
  }

  private static DependencyKind kind(String word) {
    for (DependencyKind kind : DependencyKind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw Fields.wrong();
  }
}
