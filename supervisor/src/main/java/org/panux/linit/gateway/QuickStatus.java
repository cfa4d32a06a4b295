package org.panux.linit.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.process.InitScripts;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.service.Registry;

/**
 * The answer to {@code status} of names that can be given from memory: most can, and a monitor may
 * ask thousands of times a second.
 */
final class QuickStatus {
  private QuickStatus() {}

  /** What there is to say of {@code names}; empty where files have to be looked at. */
  static Optional<Map<String, Object>> of(
      List<String> names, List<Registry.Seen> seen, InitScripts scripts) {
    if (seen.size() < names.size()) {
      return Optional.empty();
    }
    List<Map<String, Object>> services = new ArrayList<>(seen.size());
    for (Registry.Seen each : seen) {
      ServiceView view = each.service();
      Optional<InitScripts.Facts> facts = scripts.known(view.name());
      if (view.unknown() || facts.isEmpty() || facts.get().lsb() && StatusDetails.isUnseen(view)) {
        return Optional.empty();
      }
      Map<String, Object> json = view.toJson();
      json.put("needs", each.needs());
      json.put("needed_by", each.neededBy());
      if (!facts.get().provides().isEmpty()) {
        json.put("provides", facts.get().provides());
      }
      services.add(json);
    }
    return Optional.of(Map.of("services", services));
  }
}
