package org.panux.linit.protocol;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request as a JSON object: {@code {"id":1,"op":"start","names":["a"]}}.
 *
 * @param id the caller's, a string or an integer; its answers carry it
 * @param names the services concerned; may be empty for {@code status} and {@code graph}, which
 *     then mean all
 * @param state for {@code state} alone
 * @param details what else the op takes
 */
public record JsonRequest(
    Object id, Op op, List<String> names, Optional<ServiceState> state, Details details) {
  /** The most lines of logs that one answer holds. */
  public static final int MOST_LINES = 5000;

  /** How many lines of logs are answered where no number is asked for. */
  public static final int DEFAULT_LINES = 100;

  /** What can be asked, how many names it takes, and which fields of its own. */
  public enum Op {
    START(1, Integer.MAX_VALUE, DRY_RUN, NO_WAIT),
    STOP(1, Integer.MAX_VALUE, DRY_RUN, NO_WAIT),
    RESTART(1, Integer.MAX_VALUE, DRY_RUN, NO_WAIT),
    TRY_RESTART(1, Integer.MAX_VALUE, DRY_RUN, NO_WAIT),
    RELOAD(1, Integer.MAX_VALUE),
    KILL(1, Integer.MAX_VALUE, SIGNAL, ALL),
    RESET(0, Integer.MAX_VALUE),
    FAULT(0, Integer.MAX_VALUE, FAULT_FIELD),
    STATE(1, 1, STATE_FIELD),
    STATUS(0, Integer.MAX_VALUE, DETAILS, BRIEF),
    LIST(0, 0),
    GRAPH(0, 1),
    RECORD(0, Integer.MAX_VALUE),
    PUBLISHED(0, 0),
    WHY(1, Integer.MAX_VALUE),
    WAIT(1, Integer.MAX_VALUE, ANY),
    EVENTS(0, 0, SINCE),
    LOGS(1, Integer.MAX_VALUE, LINES, SINCE_MS, FOLLOW),
    VERSION(0, 0),
    SHUTDOWN(0, 0),
    POWEROFF(0, 0),
    REBOOT(0, 0);

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final int least;
    private final int most;

    private final List<String> fields;

    Op(int least, int most, String... fields) {
      this.least = least;
      this.most = most;
      this.fields = List.of(fields);
    }

    public String word() {
      return word;
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

  /**
   * @param dryRun of {@code start}, {@code stop} and their kin: say what would be done, and do
   *     nothing
   * @param signal of {@code kill}: its name or number; SIGTERM where it is empty
   * @param all of {@code kill}: not the main process alone
   * @param lines of {@code logs}: how many to answer with
   * @param any of {@code wait}: one of them is enough
   * @param since of {@code events}: the number of the last one that is known already
   * @param noWait of {@code start}, {@code stop} and their kin: answer when it has begun
   * @param details of {@code status}: what has to be looked for in files, too
   * @param sinceMs of {@code logs}: only lines of that time or later, in milliseconds since 1970
   * @param follow of {@code logs}: go on with what is printed from now on
   * @param brief of {@code status}: without who needs whom
   * @param fault of {@code fault}: which one
   */
  public record Details(
      boolean dryRun,
      Optional<String> signal,
      boolean all,
      OptionalInt lines,
      boolean any,
      OptionalLong since,
      boolean noWait,
      boolean details,
      OptionalLong sinceMs,
      boolean follow,
      boolean brief,
      Optional<String> fault) {
    public static final Details NONE =
        new Details(
            false,
            Optional.empty(),
            false,
            OptionalInt.empty(),
            false,
            OptionalLong.empty(),
            false,
            false,
            OptionalLong.empty(),
            false,
            false,
            Optional.empty());

    public Details withDryRun(boolean value) {
      return new Details(
          value, signal, all, lines, any, since, noWait, details, sinceMs, follow, brief, fault);
    }

    public Details withSignal(Optional<String> value) {
      return new Details(
          dryRun, value, all, lines, any, since, noWait, details, sinceMs, follow, brief, fault);
    }

    public Details withAll(boolean value) {
      return new Details(
          dryRun, signal, value, lines, any, since, noWait, details, sinceMs, follow, brief, fault);
    }

    public Details withLines(OptionalInt value) {
      return new Details(
          dryRun, signal, all, value, any, since, noWait, details, sinceMs, follow, brief, fault);
    }

    public Details withAny(boolean value) {
      return new Details(
          dryRun, signal, all, lines, value, since, noWait, details, sinceMs, follow, brief, fault);
    }

    public Details withSince(OptionalLong value) {
      return new Details(
          dryRun, signal, all, lines, any, value, noWait, details, sinceMs, follow, brief, fault);
    }

    public Details withNoWait(boolean value) {
      return new Details(
          dryRun, signal, all, lines, any, since, value, details, sinceMs, follow, brief, fault);
    }

    public Details withDetails(boolean value) {
      return new Details(
          dryRun, signal, all, lines, any, since, noWait, value, sinceMs, follow, brief, fault);
    }

    public Details withSinceMs(OptionalLong value) {
      return new Details(
          dryRun, signal, all, lines, any, since, noWait, details, value, follow, brief, fault);
    }

    public Details withFollow(boolean value) {
      return new Details(
          dryRun, signal, all, lines, any, since, noWait, details, sinceMs, value, brief, fault);
    }

    public Details withBrief(boolean value) {
      return new Details(
          dryRun, signal, all, lines, any, since, noWait, details, sinceMs, follow, value, fault);
    }

    public Details withFault(String value) {
      return new Details(
          dryRun,
          signal,
          all,
          lines,
          any,
          since,
          noWait,
          details,
          sinceMs,
          follow,
          brief,
          Optional.of(value));
    }
  }

  private static final String STATE_FIELD = "state";
  private static final String DRY_RUN = "dry_run";
  private static final String SIGNAL = "signal";
  private static final String ALL = "all";
  private static final String LINES = "lines";
  private static final String ANY = "any";
  private static final String SINCE = "since";
  private static final String NO_WAIT = "no_wait";
  private static final String DETAILS = "details";
  private static final String SINCE_MS = "since_ms";
  private static final String FOLLOW = "follow";
  private static final String BRIEF = "brief";
  private static final String FAULT_FIELD = "fault";

  /** Those that only some ops take. */
  private static final List<String> SPECIAL =
      List.of(
          STATE_FIELD,
          DRY_RUN,
          SIGNAL,
          ALL,
          LINES,
          ANY,
          SINCE,
          NO_WAIT,
          DETAILS,
          SINCE_MS,
          FOLLOW,
          BRIEF,
          FAULT_FIELD);

  private static final Set<String> FIELDS = fields();

  private static Set<String> fields() {
    Set<String> fields = new HashSet<>(SPECIAL);
    fields.addAll(List.of("id", "op", "names"));
    return fields;
  }

  /** A request for {@code names}. */
  public static JsonRequest of(long id, Op op, List<String> names) {
    return of(id, op, names, Details.NONE);
  }

  public static JsonRequest of(long id, Op op, List<String> names, Details details) {
    return new JsonRequest(id, op, names, Optional.empty(), details);
  }

  /** The same request for other names; each is meant once. */
  public JsonRequest withNames(List<String> others) {
    return new JsonRequest(id, op, others.stream().distinct().toList(), state, details);
  }

  /** Whether it changes nothing, whatever it is answered. */
  public boolean isQuery() {
    return switch (op) {
      case STATUS, LIST, GRAPH, RECORD, PUBLISHED, WHY, WAIT, EVENTS, LOGS, VERSION -> true;
      case START, STOP, RESTART, TRY_RESTART -> details.dryRun();
      case RELOAD, KILL, RESET, FAULT, STATE, SHUTDOWN, POWEROFF, REBOOT -> false;
    };
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
    for (String field : SPECIAL) {
      if (json.containsKey(field) && !op.fields.contains(field)) {
        throw new Invalid(id, "op '" + op.word() + "' takes no '" + field + "'");
      }
    }
    Details details =
        new Details(
            flag(id, json, DRY_RUN),
            signal(id, json.get(SIGNAL)),
            flag(id, json, ALL),
            lines(id, json.get(LINES)),
            flag(id, json, ANY),
            since(id, json.get(SINCE)),
            flag(id, json, NO_WAIT),
            flag(id, json, DETAILS),
            sinceMs(id, json.get(SINCE_MS)),
            flag(id, json, FOLLOW),
            flag(id, json, BRIEF),
            fault(id, op, json.get(FAULT_FIELD)));
    return new JsonRequest(
        id, op, names, op == Op.STATE ? state(id, json) : Optional.empty(), details);
  }

  private static boolean flag(Object id, Map<String, Object> json, String field) throws Invalid {
    Object value = json.getOrDefault(field, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new Invalid(id, "'" + field + "' must be true or false");
  }

  private static Optional<String> signal(Object id, Object value) throws Invalid {
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    if (value instanceof Long number) {
      return Optional.of(Long.toString(number));
    }
    throw new Invalid(id, "'signal' must be a name or a number");
  }

  private static Optional<String> fault(Object id, Op op, Object value) throws Invalid {
    if (op == Op.FAULT && !(value instanceof String)) {
      throw new Invalid(id, "op 'fault' needs a 'fault', a string");
    }
    return Optional.ofNullable((String) value);
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

  private static Optional<ServiceState> state(Object id, Map<String, Object> json) throws Invalid {
    Object value = json.get(STATE_FIELD);
    Optional<ServiceState> state =
        value instanceof String word ? ServiceState.of(word) : Optional.empty();
    if (state.filter(LineCodec::reportable).isEmpty()) {
      throw new Invalid(id, "'state' must be running, stopped or failed");
    }
    return state;
  }

  private static OptionalInt lines(Object id, Object value) throws Invalid {
    if (value == null) {
      return OptionalInt.empty();
    }
    if (value instanceof Long lines && lines >= 1 && lines <= MOST_LINES) {
      return OptionalInt.of(lines.intValue());
    }
    throw new Invalid(id, "'lines' must be an integer from 1 to " + MOST_LINES);
  }

  private static OptionalLong since(Object id, Object value) throws Invalid {
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Long number && number >= 0) {
      return OptionalLong.of(number);
    }
    throw new Invalid(id, "'since' must be the number of an event");
  }

  private static OptionalLong sinceMs(Object id, Object value) throws Invalid {
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Long number) {
      return OptionalLong.of(number);
    }
    throw new Invalid(id, "'since_ms' must be milliseconds since 1970");
  }

  /** The request as one line, without its terminator. */
  public String encode() {
    // Without lambdas, each of which is a class more for a client to load.
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("op", op.word());
    if (!names.isEmpty()) {
      json.put("names", names);
    }
    if (state.isPresent()) {
      json.put(STATE_FIELD, state.get().word());
    }
    if (details.dryRun()) {
      json.put(DRY_RUN, true);
    }
    if (details.signal().isPresent()) {
      json.put(SIGNAL, details.signal().get());
    }
    if (details.all()) {
      json.put(ALL, true);
    }
    if (details.lines().isPresent()) {
      json.put(LINES, details.lines().getAsInt());
    }
    if (details.any()) {
      json.put(ANY, true);
    }
    if (details.since().isPresent()) {
      json.put(SINCE, details.since().getAsLong());
    }
    if (details.noWait()) {
      json.put(NO_WAIT, true);
    }
    if (details.details()) {
      json.put(DETAILS, true);
    }
    if (details.sinceMs().isPresent()) {
      json.put(SINCE_MS, details.sinceMs().getAsLong());
    }
    if (details.follow()) {
      json.put(FOLLOW, true);
    }
    if (details.brief()) {
      json.put(BRIEF, true);
    }
    if (details.fault().isPresent()) {
      json.put(FAULT_FIELD, details.fault().get());
    }
    return Json.write(json);
  }
}
