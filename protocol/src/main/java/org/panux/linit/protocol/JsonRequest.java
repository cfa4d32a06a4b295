package org.panux.linit.protocol;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A request as a JSON object: {@code {"id":1,"op":"start","names":["a"]}}.
 *
 * @param id the caller's, a string or an integer; its answers carry it
 * @param names the services concerned; may be empty for {@code status} and {@code graph}, which
 *     then mean all
 * @param state for {@code state} alone
 * @param lines for {@code logs} alone: how many to answer with
 */
public record JsonRequest(
    Object id, Op op, List<String> names, Optional<ServiceState> state, OptionalInt lines) {
  /** The most lines of logs that one answer holds. */
  public static final int MOST_LINES = 5000;

  /** How many lines of logs are answered where no number is asked for. */
  public static final int DEFAULT_LINES = 100;

  /** What can be asked, and how many names it takes. */
  public enum Op {
    START(1, Integer.MAX_VALUE),
    STOP(1, Integer.MAX_VALUE),
    RESTART(1, Integer.MAX_VALUE),
    STATE(1, 1),
    STATUS(0, Integer.MAX_VALUE),
    LIST(0, 0),
    GRAPH(0, 1),
    EVENTS(0, 0),
    LOGS(1, Integer.MAX_VALUE),
    VERSION(0, 0);

    private final int least;
    private final int most;

    Op(int least, int most) {
      this.least = least;
      this.most = most;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Op> of(String word) {
      for (Op op : values()) {
        if (op.word().equals(word)) {
          return Optional.of(op);
        }
      }
      return Optional.empty();
    }
  }

  /** The request makes no sense; the message says what to change. */
  public static final class Invalid extends Exception {
    private final transient Object id;

    Invalid(Object id, String message) {
      super(message);
      this.id = id;
    }

    /** The id of the request where it could be read, otherwise null. */
    public Object id() {
      return id;
    }
  }

  private static final Set<String> FIELDS = Set.of("id", "op", "names", "state", "lines");

  /** A request for {@code names}. */
  public static JsonRequest of(long id, Op op, List<String> names) {
    return new JsonRequest(id, op, names, Optional.empty(), OptionalInt.empty());
  }

  /** The same request for other names; each is meant once. */
  public JsonRequest withNames(List<String> others) {
    return new JsonRequest(id, op, others.stream().distinct().toList(), state, lines);
  }

  /** Reads one line. */
  public static JsonRequest decode(String line) throws Invalid {
    Map<String, Object> json;
    try {
      json = Json.object(line);
    } catch (Json.Malformed e) {
      throw new Invalid(null, "cannot read the request: " + e.getMessage());
    }
    Object id = json.get("id");
    if (!(id instanceof String || id instanceof Long)) {
      throw new Invalid(null, "the request needs an 'id', a string or an integer");
    }
    for (String field : json.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new Invalid(
            id, "unknown field '" + Text.clip(field, 64) + "'" + Text.didYouMean(field, FIELDS));
      }
    }
    if (!(json.get("op") instanceof String word)) {
      throw new Invalid(id, "the request needs an 'op', a string");
    }
    Op op =
        Op.of(word)
            .orElseThrow(
                () ->
                    new Invalid(
                        id,
                        "unknown op '"
                            + Text.clip(word, 64)
                            + "'"
                            + Text.didYouMean(
                                word, Arrays.stream(Op.values()).map(Op::word).toList())));
    List<String> names = names(id, json.get("names"));
    if (names.size() < op.least || names.size() > op.most) {
      throw new Invalid(
          id,
          "op '"
              + op.word()
              + "' takes "
              + (op.most == 0
                  ? "no names"
                  : op.least == op.most
                      ? "one name"
                      : op.least == 0 ? "at most one name" : "at least one name"));
    }
    return new JsonRequest(id, op, names, state(id, op, json), lines(id, op, json));
  }

  private static List<String> names(Object id, Object value) throws Invalid {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new Invalid(id, "'names' must be a list of strings");
    }
    for (Object name : list) {
      if (!(name instanceof String text)) {
        throw new Invalid(id, "'names' must be a list of strings");
      }
      Optional<String> problem = ServiceName.problem(text);
      if (problem.isPresent()) {
        throw new Invalid(id, problem.get());
      }
    }
    return list.stream().map(String.class::cast).distinct().toList();
  }

  private static Optional<ServiceState> state(Object id, Op op, Map<String, Object> json)
      throws Invalid {
    Object value = json.get("state");
    if (op != Op.STATE) {
      if (value != null) {
        throw new Invalid(id, "op '" + op.word() + "' takes no 'state'");
      }
      return Optional.empty();
    }
    Optional<ServiceState> state =
        value instanceof String word ? ServiceState.of(word) : Optional.empty();
    if (state.filter(LineCodec::reportable).isEmpty()) {
      throw new Invalid(id, "'state' must be running, stopped or failed");
    }
    return state;
  }

  private static OptionalInt lines(Object id, Op op, Map<String, Object> json) throws Invalid {
    Object value = json.get("lines");
    if (value == null) {
      return OptionalInt.empty();
    }
    if (op != Op.LOGS) {
      throw new Invalid(id, "op '" + op.word() + "' takes no 'lines'");
    }
    if (value instanceof Long lines && lines >= 1 && lines <= MOST_LINES) {
      return OptionalInt.of(lines.intValue());
    }
    throw new Invalid(id, "'lines' must be an integer from 1 to " + MOST_LINES);
  }

  /** The request as one line, without its terminator. */
  public String encode() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("op", op.word());
    if (!names.isEmpty()) {
      json.put("names", names);
    }
    state.ifPresent(value -> json.put("state", value.word()));
    lines.ifPresent(value -> json.put("lines", value));
    return Json.write(json);
  }
}
