package org.panux.linit.setting;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.protocol.Text;

/**
 * What a start script has told linitd of its service, by variables or by options of {@code
 * supervise}. Each start begins anew with the defaults.
 */
public final class ServiceConfig {
  /** The names of all settings that linitd itself must know. */
  public static final List<String> KEYS =
      List.of(
          "ready",
          "restart",
          "restart_delay",
          "restart_delay_max",
          "restart_limit",
          "restart_dependents",
          "on_dep_failure",
          "start_timeout",
          "stop_timeout",
          "stop_signal",
          "stop_schedule",
          "description");

  private static final int LONGEST_DESCRIPTION = 200;
  private static final int TERM = 15;

  /** All that was taken, as it was said. */
  private Map<String, String> told = Map.of();

  private Optional<Readiness> ready = Optional.empty();
  private RestartPolicy restart = RestartPolicy.DEFAULT;
  private boolean restartDependents;
  private boolean stopOnDepFailure;
  private Optional<Duration> startTimeout = Optional.empty();
  private Optional<Duration> stopTimeout = Optional.empty();
  private int stopSignal = TERM;
  private Optional<String> stopSchedule = Optional.empty();
  private String description = "";

  /**
   * Takes what the script says.
   *
   * @throws IllegalArgumentException where {@code value} means nothing, with one line that says
   *     what is right
   */
  public void set(String key, String value) {
    try {
      take(key, value);
      // In the order in which it was said, which no JVM changes: recordings hold it.
      Map<String, String> all = new LinkedHashMap<>(told);
      all.put(key, value);
      told = Collections.unmodifiableMap(all);
    } catch (IllegalArgumentException | Readiness.Invalid e) {
      throw new IllegalArgumentException(Text.clip(key, 64) + ": " + e.getMessage(), e);
    }
  }

  private void take(String key, String value) throws Readiness.Invalid {
    switch (key) {
      case "ready" -> ready = Optional.of(Readiness.parse(value));
      case "restart" -> restart = restart.when(oneOf(value, RestartPolicy.When.values()));
      case "restart_delay" -> restart = restart.delay(Durations.parse(value));
      case "restart_delay_max" -> restart = restart.longestDelay(Durations.parse(value));
      case "restart_limit" -> restart = restart.limit(value);
      case "restart_dependents" -> restartDependents = choice(value, "no", "yes") == 1;
      case "on_dep_failure" -> stopOnDepFailure = choice(value, "leave", "stop") == 1;
      case "start_timeout" -> startTimeout = Optional.of(Durations.parse(value));
      case "stop_timeout" -> stopTimeout = Optional.of(Durations.parse(value));
      case "stop_signal" -> stopSignal = SignalName.parse(value);
      case "stop_schedule" -> {
        StopSchedule.parse(value);
        stopSchedule = Optional.of(value);
      }
      case "description" -> description = Text.clip(value, LONGEST_DESCRIPTION);
      default ->
          throw new IllegalArgumentException(
              "there is no such setting" + Text.didYouMean(key, KEYS));
    }
  }

  private static RestartPolicy.When oneOf(String value, RestartPolicy.When[] all) {
    String[] words = Arrays.stream(all).map(RestartPolicy.When::word).toArray(String[]::new);
    return all[choice(value, words)];
  }

  /** Which of {@code words} {@code value} is. */
  private static int choice(String value, String... words) {
    int index = List.of(words).indexOf(value);
    if (index < 0) {
      throw new IllegalArgumentException(
          Text.quote(value) + " is none of " + String.join(", ", words));
    }
    return index;
  }

  /** What the script has said, to be said again to another one. */
  public Map<String, String> told() {
    return told;
  }

  /**
   * What a script had told an earlier linitd. What this one does not understand any more is passed
   * over: the script itself is told so at its next start.
   */
  public static ServiceConfig of(Map<String, String> told) {
    ServiceConfig config = new ServiceConfig();
    told.forEach(
        (key, value) -> {
          try {
            config.set(key, value);
          } catch (IllegalArgumentException e) {
            // As if it had not been said.
          }
        });
    return config;
  }

  /** When it is ready, where that is not simply at once. */
  public Optional<Readiness> ready() {
    return ready;
  }

  /** Whether its process may end with 0 before the service is ready, since it forks away. */
  public boolean forks() {
    return ready.filter(Readiness::namesProcess).isPresent();
  }

  public RestartPolicy restart() {
    return restart;
  }

  /** Whether those who need it are restarted after it was. */
  public boolean restartDependents() {
    return restartDependents;
  }

  /** Whether it is stopped when something fails that it needs. */
  public boolean stopOnDepFailure() {
    return stopOnDepFailure;
  }

  /** How long its start may take, where it says so; zero for no limit. */
  public Optional<Duration> startTimeout() {
    return startTimeout;
  }

  /** How long its stop script may take, where it says so; zero for no limit. */
  public Optional<Duration> stopTimeout() {
    return stopTimeout;
  }

  /**
   * How its main process is asked to end.
   *
   * @param grace the time before SIGKILL, where it says none
   */
  public StopSchedule stopSchedule(Duration grace) {
    return stopSchedule
        .map(text -> StopSchedule.parse(text, stopSignal))
        .orElseGet(() -> StopSchedule.of(stopSignal, grace));
  }

  /** One line for people, may be empty. */
  public String description() {
    return description;
  }
}
