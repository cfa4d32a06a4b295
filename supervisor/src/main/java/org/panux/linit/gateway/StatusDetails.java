package org.panux.linit.gateway;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.ScriptStatus;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/**
 * What {@code status} of a name says beyond what every view has, and what files have to be read
 * for.
 */
record StatusDetails(InitScripts scripts, ScriptStatus status, Executor blocking) {
  /** More fields of {@code views}, by the names of their services. */
  CompletionStage<Map<String, Map<String, Object>>> of(Collection<ServiceView> views) {
    CompletionStage<Map<String, Map<String, Object>>> result =
        CompletableFuture.supplyAsync(() -> provided(views), blocking);
    for (ServiceView view : views) {
      if (isUnseen(view)) {
        result =
            result.thenCombine(
                status.of(view.name()),
                (all, words) -> {
                  words.ifPresent(it -> all.get(view.name()).put("script_status", it));
                  return all;
                });
      }
    }
    return result;
  }

  /** Whether it might run or not, as far as linitd can see. */
  static boolean isUnseen(ServiceView view) {
    boolean settled =
        view.state() != ServiceState.STARTING && view.state() != ServiceState.STOPPING;
    return settled && view.main().pid() == 0;
  }

  private Map<String, Map<String, Object>> provided(Collection<ServiceView> views) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    for (ServiceView view : views) {
      Map<String, Object> fields = new LinkedHashMap<>();
      List<String> provides = scripts.provides(view.name());
      if (!provides.isEmpty()) {
        fields.put("provides", provides);
      }
      all.put(view.name(), fields);
    }
    return all;
  }
}
