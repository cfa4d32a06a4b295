package org.panux.linit.record;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.panux.linit.protocol.Text;
import org.panux.linit.record.Recording.Start;

/**
 * A recorded boot with something changed.
 *
 * @param before the target as it was recorded
 * @param after the target as it would have been
 * @param path the critical path that there would have been
 * @param notStarted the services that nobody would have asked for
 */
public record WhatIf(Start before, Start after, CriticalPath path, List<String> notStarted) {
  /** The change makes no sense for that boot; the message says why. */
  public static class Impossible extends Exception {
    Impossible(String message) {
      super(message);
    }
  }

  /** The change is one of a service that is not in the recording. */
  public static final class Unknown extends Impossible {
    Unknown(String message) {
      super(message);
    }
  }

  /** Replays {@code recording} up to the end of {@code target}. */
  public static WhatIf of(Recording recording, Start target, Change change) throws Impossible {
    check(recording, change);
    Recording replayed = Replay.of(recording, change).recording();
    Optional<Start> after =
        replayed.starts().stream()
            .filter(it -> it.name().equals(target.name()) && it.nth() == target.nth())
            .findFirst();
    if (after.isEmpty()) {
      throw new Impossible("without that, nobody would ask for '" + target.name() + "'");
    }
    if (!after.get().ended()) {
      throw new Impossible("without that, '" + target.name() + "' would wait for itself");
    }
    Set<String> there = new HashSet<>();
    replayed.starts().forEach(start -> there.add(key(start)));
    // Whatever a client started later is another story.
    Set<String> missing = new TreeSet<>();
    recording.starts().stream()
        .filter(start -> start.askedUs() <= target.endedUs() && !there.contains(key(start)))
        .forEach(start -> missing.add(start.name()));
    return new WhatIf(
        target, after.get(), CriticalPath.to(replayed, after.get()), List.copyOf(missing));
  }

  private static String key(Start start) {
    return start.name() + " " + start.nth();
  }

  private static Set<String> names(Recording recording) {
    return recording.starts().stream().map(Start::name).collect(Collectors.toSet());
  }

  private static void check(Recording recording, Change change) throws Impossible {
    for (String name : new TreeSet<>(change.durations().keySet())) {
      if (starts(recording, name).stream().noneMatch(it -> it.launched() && it.ended())) {
        throw new Impossible(
            "'" + name + "' has no time of its own that could change: no start of it has ended");
      }
    }
    for (Change.Edge edge : change.without()) {
      Set<String> asked = new TreeSet<>();
      for (Start start : starts(recording, edge.from())) {
        start.waits().forEach(wait -> asked.add(wait.target()));
      }
      for (Start start : recording.starts()) {
        if (start.by().equals(edge.from())) {
          asked.add(start.name());
        }
      }
      if (!asked.contains(edge.to())) {
        throw new Impossible(
            "there is no edge "
                + edge.from()
                + "->"
                + edge.to()
                + " in this boot: '"
                + edge.from()
                + "' asked for "
                + (asked.isEmpty() ? "nothing" : String.join(", ", asked))
                + Text.didYouMean(edge.to(), asked));
      }
    }
  }

  private static List<Start> starts(Recording recording, String name) throws Impossible {
    List<Start> found =
        recording.starts().stream().filter(start -> start.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new Unknown(
          "'"
              + Text.clip(name, 64)
              + "' was not started since linitd began"
              + Text.didYouMean(name, names(recording)));
    }
    return found;
  }
}
