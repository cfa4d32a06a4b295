package org.panux.linit.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.DependencyKind;

/** The open waits of one service's script. */
final class Waits {
  private final Map<Long, Waiting> open = new LinkedHashMap<>();

  /**
   * What a notice has led to.
   *
   * @param heard whether anything that is waited for has changed
   * @param named the waits for which what it is about is settled
   * @param settled the waits that are over, with their verdicts
   * @param unneeded whose notices nobody waits for any more
   */
  record Heard(boolean heard, List<Long> named, Map<Long, Reason> settled, List<String> unneeded) {}

  /**
   * @param ids the waits that are over
   * @param names whose notices nobody waits for any more
   */
  record Forgotten(List<Long> ids, Set<String> names) {}

  /** Opens a wait, and gives the names in it, each once. */
  List<String> open(long id, DependencyKind kind, List<String> names, boolean patient) {
    Waiting waiting = new Waiting(id, kind, names, patient);
    open.put(id, waiting);
    return List.copyOf(waiting.names());
  }

  Heard hear(Notice notice) {
    boolean heard = false;
    String name = notice.name();
    List<Long> named = new ArrayList<>();
    Map<Long, Reason> settled = new LinkedHashMap<>();
    List<String> unneeded = new ArrayList<>();
    for (Map.Entry<Long, Waiting> wait : List.copyOf(open.entrySet())) {
      Waiting waiting = wait.getValue();
      boolean unsettled = waiting.isOpen(name);
      boolean shown = waiting.shows(name);
      var verdict = waiting.hear(notice);
      heard |= verdict.isPresent() || waiting.shows(name) != shown;
      if (unsettled && (verdict.isPresent() || !waiting.isOpen(name))) {
        named.add(wait.getKey());
      }
      if (verdict.isPresent()) {
        open.remove(wait.getKey());
        settled.put(wait.getKey(), verdict.get());
        waiting.names().stream()
            .filter(other -> open.values().stream().noneMatch(w -> w.names().contains(other)))
            .forEach(unneeded::add);
      }
    }
    return new Heard(heard, named, settled, unneeded);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  Forgotten forget() {
    Forgotten all = new Forgotten(List.copyOf(open.keySet()), new LinkedHashSet<>());
    open.values().forEach(wait -> all.names().addAll(wait.names()));
    open.clear();
    return all;
  }

  /** What is waited for and not settled, each once. */
  List<String> names() {
    if (open.size() == 1) {
      return open.values().iterator().next().open();
    }
    Set<String> names = new LinkedHashSet<>();
    open.values().forEach(wait -> names.addAll(wait.open()));
    return List.copyOf(names);
  }
}
