package org.panux.linit.record;

import static org.panux.linit.record.Recording.NEVER;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

/**
 * Which start a wait was a wait for, and which waits one call of a script made: what a recording
 * says by names and times alone.
 */
final class Groups {
  static final String REFUSED = "refused";

  /** Of a wait that its script did not wait for to the end. */
  private static final String ABANDONED = "abandoned";

  private final Map<String, List<Start>> byName = new HashMap<>();
  private final Map<Start, List<Group>> groups = new IdentityHashMap<>();

  /**
   * The names of one {@code dep a b}.
   *
   * @param met the waits that ended because the service waited for was settled
   * @param untilUs when the script could go on; {@link Recording#NEVER} while it cannot
   */
  record Group(List<Wait> waits, List<Wait> met, long fromUs, long untilUs) {}

  Groups(Recording recording) {
    for (Start start : recording.starts()) {
      byName.computeIfAbsent(start.name(), key -> new ArrayList<>()).add(start);
    }
    for (Start start : recording.starts()) {
      groups.put(start, groupsOf(start));
    }
  }

  /** The starts of {@code name}, the oldest first. */
  List<Start> starts(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** The calls of {@code start}, in the order in which they began. */
  List<Group> of(Start start) {
    return groups.get(start);
  }

  /** The start that {@code wait} asked for or found. */
  Optional<Start> meant(Wait wait) {
    return wait.open() ? newest(wait.target()) : at(wait.target(), wait.untilUs());
  }

  private Optional<Start> newest(String name) {
    List<Start> all = starts(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The newest start of {@code name} that had been asked for at {@code us}. */
  Optional<Start> at(String name, long us) {
    Start found = null;
    for (Start start : starts(name)) {
      if (start.askedUs() <= us) {
        found = start;
      }
    }
    return Optional.ofNullable(found);
  }

  /** The start whose failure {@code start} is an automatic repetition of. */
  Optional<Start> repeated(Start start) {
    return starts(start.name()).stream()
        .filter(it -> start.kind().equals("restart") && start.by().isEmpty())
        .filter(it -> it.nth() == start.nth() - 1)
        .filter(it -> it.ended() && it.endedUs() <= start.askedUs() && it.state().equals("failed"))
        .findFirst();
  }

  /** Whether {@code wait} was over because what it waited for was settled. */
  boolean met(Wait wait) {
    return !wait.open()
        && !wait.state().equals(REFUSED)
        && !wait.state().equals(ABANDONED)
        && meant(wait)
            .filter(Start::ended)
            .filter(it -> it.endedUs() <= wait.untilUs() || it.state().equals(wait.state()))
            .isPresent();
  }

  private List<Group> groupsOf(Start start) {
    Map<Long, List<Wait>> calls = new LinkedHashMap<>();
    for (Wait wait : start.waits()) {
      calls.computeIfAbsent(wait.group(), key -> new ArrayList<>()).add(wait);
    }
    List<Group> found = new ArrayList<>();
    for (List<Wait> waits : calls.values()) {
      List<Wait> met = waits.stream().filter(this::met).toList();
      // A dep that has failed by one name does not wait for the others.
      boolean failed = waits.stream().anyMatch(it -> isOver(it) && isFailure(it));
      boolean open = !failed && !waits.stream().allMatch(Groups::isOver);
      List<Wait> counted = met.isEmpty() || open ? waits : met;
      long from = waits.stream().mapToLong(Wait::fromUs).min().orElse(NEVER);
      long until = open ? NEVER : counted.stream().mapToLong(Wait::untilUs).max().orElse(NEVER);
      found.add(new Group(waits, met, from, until));
    }
    return found;
  }

  private static boolean isOver(Wait wait) {
    return !wait.open() && !wait.state().equals(ABANDONED);
  }

  private static boolean isFailure(Wait wait) {
    return wait.kind().equals("dep") && !wait.state().equals("running");
  }
}
