package org.panux.linit.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.model.Report;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.ScriptStatus;

/**
 * What {@code status} says of a service beyond what every view has: its process, what it says of
 * itself, and what its script does.
 */
record StatusDetails(InitScripts scripts, ScriptStatus status, Executor blocking) {
  /** The fields of every service that has a process, or has something to say. */
  static Map<String, Map<String, Object>> of(Map<String, Report.Process> processes) {
    Map<String, Map<String, Object>> all = new HashMap<>();
    processes.forEach(
        (name, process) -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          process.main().ifPresent(pid -> fields.put("pid", pid));
          if (process.restarts() > 0) {
            fields.put("restarts", process.restarts());
          }
          if (!process.said().isEmpty()) {
            fields.put("says", process.said());
          }
          all.put(name, fields);
        });
    return all;
  }

  /**
   * The same, for those whose names were said with what their scripts say; the LSB script of one
   * without a known process is asked.
   */
  CompletionStage<Map<String, Map<String, Object>>> of(
      Map<String, Report.Process> processes, Collection<String> names) {
    CompletionStage<Map<String, Map<String, Object>>> result =
        CompletableFuture.supplyAsync(() -> provided(of(processes), names), blocking);
    for (String name : names) {
      if (processes.getOrDefault(name, Report.Process.NONE).main().isEmpty()) {
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

  private Map<String, Map<String, Object>> provided(
      Map<String, Map<String, Object>> all, Collection<String> names) {
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
