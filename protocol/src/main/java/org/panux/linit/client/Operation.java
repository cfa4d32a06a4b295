package org.panux.linit.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Details;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.record.Recording;

/**
 * Something that linitd can be asked for, as a value: {@link LinitClient#ask} waits for its result,
 * {@link AsyncLinitClient#ask} gives it later.
 *
 * <pre>{@code
 * import static org.panux.linit.client.Operation.*;
 *
 * linit.ask(start("web", "mail"));
 * for (LogLine line : linit.ask(logs(20, "web"))) …
 * }</pre>
 *
 * Where linitd answers that it was not done, {@code ask} fails with a {@link LinitException}, which
 * has the exit code of {@code linitctl} and one line for people.
 *
 * @param <T> the result
 */
public final class Operation<T> {
  private final Op op;
  private final List<String> names;
  private final Optional<ServiceState> state;
  private final Details details;
  private final Function<Map<String, Object>, T> result;

  private Operation(
      Op op,
      List<String> names,
      Optional<ServiceState> state,
      Details details,
      Function<Map<String, Object>, T> result) {
    this.op = op;
    this.names = names;
    this.state = state;
    this.details = details;
    this.result = result;
  }

  private static <T> Operation<T> of(
      Op op, Details details, Function<Map<String, Object>, T> result, String... names) {
    return new Operation<>(op, List.of(names), Optional.empty(), details, result);
  }

  private static <T> Operation<T> of(
      Op op, Function<Map<String, Object>, T> result, String... names) {
    return of(op, Details.NONE, result, names);
  }

  /**
   * Starts services and what they need. Done when all of them run; fails as soon as all are settled
   * and one of them cannot come to run.
   *
   * @return the names of those that run
   */
  public static Operation<List<String>> start(String... names) {
    return of(Op.START, json -> names(json.get("started")), names);
  }

  /**
   * Stops services, and before them whoever needs them.
   *
   * @return the names of all that were stopped for it
   */
  public static Operation<List<String>> stop(String... names) {
    return of(Op.STOP, json -> names(json.get("stopped")), names);
  }

  /**
   * Stops services and whoever needs them, and starts all of these again. Done when the services
   * named run.
   */
  public static Operation<List<String>> restart(String... names) {
    return of(Op.RESTART, json -> names(json.get("started")), names);
  }

  /** As {@link #restart}, of those that run. */
  public static Operation<List<String>> tryRestart(String... names) {
    return of(Op.TRY_RESTART, json -> names(json.get("started")), names);
  }

  /** What {@link #stop} would stop, in that order; nothing is done. */
  public static Operation<List<String>> wouldStop(String... names) {
    Details dryRun = Details.NONE.withDryRun(true);
    return of(Op.STOP, dryRun, json -> names(json.get("would_stop")), names);
  }

  /** Has the scripts of services reload what they are set to. */
  public static Operation<List<String>> reload(String... names) {
    return of(Op.RELOAD, json -> names(json.get("done")), names);
  }

  /**
   * Sends a signal to the main process of each service.
   *
   * @param signal its name or number, such as {@code HUP}
   */
  public static Operation<List<String>> kill(String signal, String... names) {
    return kill(signal, false, names);
  }

  /** Sends a signal to every process of each service. */
  public static Operation<List<String>> killAll(String signal, String... names) {
    return kill(signal, true, names);
  }

  private static Operation<List<String>> kill(String signal, boolean all, String... names) {
    Details details = Details.NONE.withSignal(Optional.of(signal)).withAll(all);
    return of(Op.KILL, details, json -> names(json.get("done")), names);
  }

  /** Forgets that services have failed, and how often; without names all that have. */
  public static Operation<List<String>> reset(String... names) {
    return of(Op.RESET, json -> names(json.get("done")), names);
  }

  /**
   * Breaks services on purpose, where linitd's settings allow it.
   *
   * @param fault as {@code linitctl fault} has it, such as {@code freeze} or {@code fail=3}
   */
  public static Operation<List<String>> fault(String fault, String... names) {
    return of(Op.FAULT, Details.NONE.withFault(fault), json -> names(json.get("done")), names);
  }

  /** Undoes what is broken on purpose; without names of all services. */
  public static Operation<List<String>> clearFaults(String... names) {
    return fault("clear", names);
  }

  /** Services with what they need and who needs them; without names all that linitd has met. */
  public static Operation<List<ServiceStatus>> status(String... names) {
    return of(Op.STATUS, json -> list(json.get("services"), ServiceStatus::of), names);
  }

  /** All services, also those that were never started. */
  public static Operation<List<ServiceView>> list() {
    return of(Op.LIST, json -> list(json.get("services"), ServiceView::of));
  }

  /** The dependencies discovered so far; below {@code names} where there is one. */
  public static Operation<GraphView> graph(String... names) {
    return of(Op.GRAPH, GraphView::of, names);
  }

  /**
   * The newest lines of all these services together, oldest first.
   *
   * @param lines how many, 1 to {@value JsonRequest#MOST_LINES}
   */
  public static Operation<List<LogLine>> logs(int lines, String... names) {
    Details details = Details.NONE.withLines(OptionalInt.of(lines));
    return of(Op.LOGS, details, json -> list(json.get("lines"), LogLine::of), names);
  }

  /**
   * Waits until services run; starts nothing. Fails at the moment when one of them can no longer
   * come to run.
   *
   * @return the names of those that run
   */
  public static Operation<List<String>> await(String... names) {
    return of(Op.WAIT, json -> names(json.get("running")), names);
  }

  /** As {@link #await}, until one of them runs; fails when none can. */
  public static Operation<List<String>> awaitAny(String... names) {
    return of(Op.WAIT, Details.NONE.withAny(true), json -> names(json.get("running")), names);
  }

  /** Why services are as they are: one map each, with the fields of docs/PROTOCOL.md. */
  public static Operation<List<Map<?, ?>>> why(String... names) {
    return of(Op.WHY, json -> list(json.get("services"), service -> service), names);
  }

  /** What was recorded of the starts of services, without names of all. */
  public static Operation<Recording> record(String... names) {
    return of(Op.RECORD, Recording::of, names);
  }

  /** What services have published, by its names. */
  public static Operation<Map<String, String>> published() {
    return of(Op.PUBLISHED, Operation::texts);
  }

  private static Map<String, String> texts(Map<String, Object> json) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) json.get("published")).entrySet()) {
      texts.put((String) entry.getKey(), (String) ((Map<?, ?>) entry.getValue()).get("value"));
    }
    return texts;
  }

  /** Has linitd stop everything and end; done when it has begun. */
  public static Operation<Void> shutdown() {
    return of(Op.SHUTDOWN, json -> null);
  }

  /** Reports the state of a service, which only its own script and processes can. */
  public static Operation<Void> state(String name, ServiceState state) {
    return new Operation<>(Op.STATE, List.of(name), Optional.of(state), Details.NONE, json -> null);
  }

  /** The version of linitd, its process and its folders, by the names of docs/PROTOCOL.md. */
  public static Operation<Map<String, Object>> version() {
    return of(Op.VERSION, json -> json);
  }

  JsonRequest request(long id) {
    return new JsonRequest(id, op, names, state, details);
  }

  /**
   * What the answer says.
   *
   * @throws LinitException where it says that it was not done
   */
  T result(Reply reply) throws LinitException {
    if (!reply.ok()) {
      throw new LinitException(reply);
    }
    return result.apply(reply.fields());
  }

  static List<String> names(Object json) {
    return list(json, name -> name, String.class);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> List<T> list(Object json, Function<Map<?, ?>, T> item) {
    return list(json, (Function) item, Map.class);
  }

  private static <J, T> List<T> list(Object json, Function<J, T> item, Class<J> type) {
    return json instanceof List<?> list
        ? list.stream().map(type::cast).map(item).toList()
        : List.of();
  }
}
