package org.panux.linit.model;

import java.util.List;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/**
 * A fake init script: what it does step by step, and with which code it ends.
 *
 * @param crash what its long-running process reports of itself some time after the start; null
 *     where it runs on
 */
record Recipe(
    String name,
    List<Step> start,
    int startCode,
    List<Step> stop,
    int stopCode,
    ServiceState crash) {

  sealed interface Step {}

  /** The script tells linitd something of its service. */
  record Set(String key, String value) implements Step {}

  /**
   * {@code dep}, {@code want} or {@code after}.
   *
   * @param orElse whether the script goes on when it fails
   */
  record Need(DependencyKind kind, List<String> names, boolean orElse) implements Step {}

  /** A step of the first run alone: later ones find that they need less. */
  record Once(Step step) implements Step {}

  /** The script has another service stopped, and waits for that. */
  record StopOther(String name) implements Step {}

  /** The script says that its service is in {@code state} now. */
  record Say(ServiceState state) implements Step {}

  /** A script that needs {@code names} and does nothing else. */
  static Recipe of(String name, String... names) {
    List<Step> start =
        names.length == 0
            ? List.of()
            : List.of(new Need(DependencyKind.DEP, List.of(names), false));
    return new Recipe(name, start, 0, List.of(), 0, null);
  }
}
