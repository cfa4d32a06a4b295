package org.panux.linit.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.panux.linit.log.LogTail;
import org.panux.linit.model.Explanation;
import org.panux.linit.model.Moment;

/** What those have printed last that are the first cause of a failure. */
final class LastWords {
  private static final int LINES = 5;

  private LastWords() {}

  /** The lines by the names of services; of each those since its newest start was asked for. */
  static CompletionStage<Map<String, List<String>>> of(
      Gateway.Setup setup, List<Explanation> explanations) {
    Map<String, Long> since = new LinkedHashMap<>();
    for (Explanation explanation : explanations) {
      for (Explanation.Link link : explanation.chain()) {
        if (link.failedByItself()) {
          since.put(link.name(), link.asked().map(Moment::epochMillis).orElse(0L));
        }
      }
    }
    if (since.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    CompletableFuture<?>[] written =
        since.keySet().stream()
            .map(name -> setup.logs().sync(name).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    LogTail tail = new LogTail(setup.server().rig().log());
    return CompletableFuture.allOf(written)
        .thenApplyAsync(done -> read(tail, since), setup.blocking());
  }

  private static Map<String, List<String>> read(LogTail tail, Map<String, Long> since) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    since.forEach(
        (name, from) -> {
          List<String> lines = new ArrayList<>();
          try {
            for (LogTail.Line line : tail.newest(List.of(name), LINES).lines()) {
              if (line.time() >= from) {
                lines.add(line.text());
              }
            }
          } catch (IOException e) {
            // What is known without them is said all the same.
            lines.clear();
          }
          all.put(name, lines);
        });
    return all;
  }
}
