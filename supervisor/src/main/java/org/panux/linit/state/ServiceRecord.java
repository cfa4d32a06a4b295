package org.panux.linit.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.panux.linit.model.Cause;
import org.panux.linit.model.Memory;
import org.panux.linit.model.Reason;
import org.panux.linit.model.Restarts;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.RunToken;
import org.panux.linit.protocol.ServiceState;

/**
 * One service in the journal.
 *
 * @param current the token of its newest script run
 * @param started the token of its newest start, whose processes speak for it
 * @param process its main process
 * @param marker the number in its marker; 0 where it has none
 */
public record ServiceRecord(
    String name,
    Memory memory,
    Optional<RunToken> current,
    Optional<RunToken> started,
    Optional<ProcessIdentity> process,
    int marker)
    implements Entry {

  @Override
  public String key() {
    return KEY + name;
  }

  /** What its key begins with. */
  static final String KEY = "service/";

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", memory.state().word());
    json.put("wanted", memory.wanted());
    json.put("code", memory.reason().code());
    json.put("reason", memory.reason().text());
    json.put("root", memory.reason().root());
    if (memory.reason().cause().kind() != Cause.Kind.ITSELF) {
      json.put("cause", memory.reason().cause().kind().word());
      json.put("of", memory.reason().cause().of());
      json.put("by", memory.reason().cause().by());
    }
    json.put("since", memory.since());
    json.put("took", memory.took());
    json.put("runs", memory.runs());
    json.put("run", memory.run());
    json.put("start", memory.startRun());
    json.put("main", memory.main());
    json.put("exit", memory.exit());
    json.put("restarting", memory.restarting());
    json.put("restarts", memory.restarts().total());
    json.put("in_a_row", memory.restarts().inARow());
    json.put("recent", memory.restarts().recent());
    json.put("settings", memory.settings());
    json.put("said", memory.said());
    if (memory.frozen()) {
      json.put("frozen", true);
    }
    current.ifPresent(token -> json.put("token", token.toString()));
    started.ifPresent(token -> json.put("started", token.toString()));
    json.put("marker", marker);
    process.ifPresent(it -> json.put("process", it.toString()));
    return json;
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException where it did not
   */
  static ServiceRecord of(String name, Map<?, ?> json) {
    Fields fields = new Fields(json);
    Optional<ProcessIdentity> process =
        fields.find("process").map(text -> ProcessIdentity.parse(text).orElseThrow(Fields::wrong));
    Memory memory =
        new Memory(
            ServiceState.of(fields.text("state")).orElseThrow(Fields::wrong),
            fields.flag("wanted"),
            new Reason(
                (int) fields.number("code"),
                fields.text("reason"),
                fields.text("root"),
                cause(fields)),
            fields.number("since"),
            fields.number("took"),
            (int) fields.number("runs"),
            (int) fields.number("run"),
            (int) fields.number("start"),
            (int) fields.number("main"),
            process.map(it -> OptionalLong.of(it.pid())).orElseGet(OptionalLong::empty),
            (int) fields.number("exit"),
            fields.flag("restarting"),
            new Restarts.Count(
                (int) fields.number("restarts"),
                (int) fields.number("in_a_row"),
                moments(fields.list("recent"))),
            settings(fields.object("settings")),
            fields.text("said"),
            json.containsKey("frozen"));
    return new ServiceRecord(
        name,
        memory,
        token(fields, "token"),
        token(fields, "started"),
        process,
        (int) fields.number("marker"));
  }

  private static Cause cause(Fields fields) {
    Optional<String> kind = fields.find("cause");
    return kind.isEmpty()
        ? Cause.ITSELF
        : new Cause(
            Cause.Kind.of(kind.get()).orElseThrow(Fields::wrong),
            fields.text("of"),
            fields.text("by"));
  }

  private static Optional<RunToken> token(Fields fields, String key) {
    return fields.find(key).map(text -> RunToken.of(text).orElseThrow(Fields::wrong));
  }

  private static List<Long> moments(List<?> json) {
    List<Long> moments = new ArrayList<>();
    json.forEach(moment -> moments.add(Fields.as(Long.class, moment)));
    return List.copyOf(moments);
  }

  private static Map<String, String> settings(Map<?, ?> json) {
    Map<String, String> settings = new LinkedHashMap<>();
    json.forEach((key, value) -> settings.put((String) key, Fields.as(String.class, value)));
    return Map.copyOf(settings);
  }
}
