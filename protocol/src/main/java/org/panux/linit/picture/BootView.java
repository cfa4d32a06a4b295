package org.panux.linit.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.record.Change;
import org.panux.linit.record.CriticalPath;
import org.panux.linit.record.Recording;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Replay;

/**
 * What pictures show of a recording: the starts that belong to the boot, and its critical path.
 *
 * @param rows in the order in which they ended; what goes on comes last
 * @param target the start that boots everything else
 * @param path where that has ended
 * @param slack of each service, where it has; of those alone that the target waits for
 * @param endUs the last moment shown
 */
record BootView(
    Recording recording,
    List<Start> rows,
    Start target,
    Optional<CriticalPath> path,
    Map<String, Long> slack,
    long endUs) {
  /** What ends later than the boot is shown as far as that. */
  private static final double LONGEST_TAIL = 1.6;

  private static final double MARGIN = 1.04;

  /** Of {@code recording}, in which the target has been asked for at least. */
  static BootView of(Recording recording, Start target) {
    long horizon = target.ended() ? target.endedUs() : recording.nowUs();
    List<Start> rows = new ArrayList<>();
    long last = horizon;
    for (Start start : recording.starts()) {
      if (start.askedUs() <= horizon) {
        rows.add(start);
        last = Math.max(last, start.ended() ? start.endedUs() : recording.nowUs());
      }
    }
    rows.sort(
        Comparator.comparingLong((Start it) -> it.ended() ? it.endedUs() : Long.MAX_VALUE)
            .thenComparing(Comparator.comparingLong(Start::askedUs).reversed()));
    return new BootView(
        recording,
        rows,
        target,
        target.ended() ? Optional.of(CriticalPath.to(recording, target)) : Optional.empty(),
        target.ended() ? Replay.of(recording, Change.NONE).slack(target) : Map.of(),
        Math.max(1, (long) (Math.min(last, horizon * LONGEST_TAIL) * MARGIN)));
  }

  List<CriticalPath.Step> steps() {
    return path.map(CriticalPath::steps).orElse(List.of());
  }

  /** The starts on the critical path, as {@link #key}. */
  Set<String> critical() {
    Set<String> found = new HashSet<>();
    steps().forEach(step -> found.add(step.name() + " " + step.nth()));
    return found;
  }

  static String key(Start start) {
    return start.name() + " " + start.nth();
  }
}
