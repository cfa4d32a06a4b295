package org.panux.linit.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service as the socket shows it.
 *
 * @param wanted whether it was last asked to run
 * @param code the exit code that the reason means, 0 where there is nothing wrong
 * @param reason one line for people, may be empty
 * @param since when it came into this state, in milliseconds since 1970; 0 where it never started
 * @param took milliseconds from asked to running at its last start; -1 where it never got there
 * @param waiting what it waits for
 * @param runs how many times its start script was launched
 * @param degraded what it needs and what does not run, while it does
 * @param main what there is to say of its main process
 */
public record ServiceView(
    String name,
    ServiceState state,
    boolean wanted,
    int code,
    String reason,
    long since,
    long took,
    List<String> waiting,
    int runs,
    List<String> degraded,
    Main main) {

  /**
   * @param pid its id, 0 while there is none
   * @param exit the status with which it ended last, or its start script where that failed: 128+n
   *     where signal n ended it; -1 where neither is known
   * @param restarts how often it was started again by itself since somebody asked for the service
   * @param says what the service says of itself while it runs, may be empty
   * @param description what its script says of it, may be empty
   * @param faults what is broken of it on purpose, as {@code linitctl fault} has it
   */
  public record Main(
      long pid, int exit, int restarts, String says, String description, List<String> faults) {
    /** Nothing has ended yet, or nobody knows how. */
    public static final int NO_EXIT = -1;

    public static final Main NONE = new Main(0, NO_EXIT, 0, "", "", List.of());
  }

  /** A service that has no main process. */
  public ServiceView(
      String name,
      ServiceState state,
      boolean wanted,
      int code,
      String reason,
      long since,
      long took,
      List<String> waiting,
      int runs,
      List<String> degraded) {
    this(name, state, wanted, code, reason, since, took, waiting, runs, degraded, Main.NONE);
  }

  /** A service that has a script and was never started. */
  public static ServiceView neverStarted(String name) {
    return new ServiceView(name, ServiceState.NULL, false, 0, "", 0, -1, List.of(), 0, List.of());
  }

  /** Whether somebody asked for it and there was no script of that name. */
  public boolean unknown() {
    return code == ExitCode.NO_SUCH_SERVICE;
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("state", state.word());
    json.put("wanted", wanted);
    json.put("code", code);
    json.put("reason", reason);
    json.put("since_ms", since);
    json.put("took_ms", took);
    json.put("waiting", waiting);
    json.put("runs", runs);
    json.put("degraded", degraded);
    json.put("pid", main.pid());
    json.put("exit", main.exit());
    json.put("restarts", main.restarts());
    json.put("says", main.says());
    json.put("description", main.description());
    if (!main.faults().isEmpty()) {
      json.put("faults", main.faults());
    }
    return json;
  }

  /** The view that {@link #toJson} wrote. */
  public static ServiceView of(Map<?, ?> json) {
    return new ServiceView(
        (String) json.get("name"),
        ServiceState.of((String) json.get("state")).orElseThrow(),
        (Boolean) json.get("wanted"),
        ((Long) json.get("code")).intValue(),
        (String) json.get("reason"),
        (Long) json.get("since_ms"),
        (Long) json.get("took_ms"),
        names((List<?>) json.get("waiting")),
        ((Long) json.get("runs")).intValue(),
        names((List<?>) json.get("degraded")),
        new Main(
            (Long) json.get("pid"),
            ((Long) json.get("exit")).intValue(),
            ((Long) json.get("restarts")).intValue(),
            (String) json.get("says"),
            (String) json.get("description"),
            json.get("faults") instanceof List<?> faults ? names(faults) : List.of()));
  }

  private static List<String> names(List<?> json) {
    List<String> names = new ArrayList<>(json.size());
    for (Object name : json) {
      names.add((String) name);
    }
    return names;
  }
}
