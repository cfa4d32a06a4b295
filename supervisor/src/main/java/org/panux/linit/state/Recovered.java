package org.panux.linit.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Published;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/**
 * What this linitd takes over from one that has died.
 *
 * @param restarts what was being stopped to be started again
 * @param published what services had made known
 * @param strays what the owners of processes begin with that nothing accounts for: they are ended
 *     before anything is started
 * @param said what to say of it, in lines for people
 */
public record Recovered(
    List<Service> services,
    Map<String, Map<String, DependencyKind>> needs,
    List<String> restarts,
    Map<String, Published.Value> published,
    List<String> strays,
    List<String> said) {

  /**
   * A service.
   *
   * @param end how its process has ended meanwhile, where it has
   * @param sup whether linit-sup runs its process
   */
  public record Service(ServiceRecord record, Optional<Exit> end, boolean sup) {}

  /** There was none, or nothing is left of it. */
  public static Recovered nothing() {
    return new Recovered(List.of(), Map.of(), List.of(), Map.of(), List.of(), List.of());
  }

  Recovered saying(String first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(said);
    return new Recovered(services, needs, restarts, published, strays, all);
  }

  /** Whether somebody had stopped {@code name}, which is to stay so. */
  public boolean stopped(String name) {
    return !restarts.contains(name)
        && services.stream()
            .map(service -> service.record())
            .anyMatch(
                record ->
                    record.name().equals(name)
                        && !record.memory().wanted()
                        && (record.memory().state() == ServiceState.STOPPED
                            || record.memory().state() == ServiceState.STOPPING));
  }
}
