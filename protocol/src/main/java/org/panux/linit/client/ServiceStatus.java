package org.panux.linit.client;

import java.util.List;
import java.util.Map;
import org.panux.linit.protocol.ServiceView;

/**
 * All that linitd says of one service.
 *
 * @param view its state and what belongs to it
 * @param needs what it asked for by {@code dep} and {@code want} in its newest run
 * @param neededBy who asked for it so
 * @param fields every field of the answer, by the names of docs/PROTOCOL.md
 */
public record ServiceStatus(
    ServiceView view, List<String> needs, List<String> neededBy, Map<String, Object> fields) {
  @SuppressWarnings("unchecked")
  static ServiceStatus of(Map<?, ?> json) {
    return new ServiceStatus(
        ServiceView.of(json),
        Operation.names(json.get("needs")),
        Operation.names(json.get("needed_by")),
        (Map<String, Object>) json);
  }

  public String name() {
    return view.name();
  }
}
