package org.panux.linit.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.ScriptStatus;
import org.panux.linit.protocol.GraphView;

/** What {@code status} says of a service beyond what every view has: what its script says. */
record StatusDetails(InitScripts scripts, ScriptStatus status, Executor blocking) {
  /**
   * The fields of those of {@code names} that have any; the LSB script of one whose process is not
   * known is asked.
   */
  CompletionStage<Map<String, Map<String, Object>>> of(GraphView graph, Collection<String> names) {
    Set<String> known = new HashSet<>();
    graph.services().stream()
        .filter(view -> view.main().pid() != 0)
        .forEach(view -> known.add(view.name()));
    CompletionStage<Map<String, Map<String, Object>>> result =
        CompletableFuture.supplyAsync(() -> provided(names), blocking);
    for (String name : names) {
      if (!known.contains(name)) {
        result =
            result.thenCombine(
                status.of(name),
                (all, words) -> {
                  words.ifPresent(it -> add(all, name, "script_status", it));
                  return all;
                });
      }
    }
    return result;
  }

  private Map<String, Map<String, Object>> provided(Collection<String> names) {
    Map<String, Map<String, Object>> all = new HashMap<>();
    for (String name : names) {
      List<String> provides = scripts.provides(name);
      if (!provides.isEmpty()) {
        add(all, name, "provides", provides);
      }
    }
    return all;
  }

  private static void add(
      Map<String, Map<String, Object>> all, String name, String field, Object value) {
    all.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(field, value);
  }
}
