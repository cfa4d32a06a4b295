package org.panux.linit.record;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.record.Groups.Group;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

/**
 * The chain of causes that a start ended no earlier: each moment of it belongs to the one service
 * that everything later had to wait for.
 *
 * @param target the start that it is about
 * @param steps in their order; each begins where the one before ends
 */
public record CriticalPath(Start target, List<Step> steps) {
  /** What a step leads to. */
  public enum Then {
    /** It asks for the service of the next step. */
    ASKS,
    /** It is settled, and the service of the next step, which waited for it, goes on. */
    SETTLES,
    /** It failed, and is started again. */
    RESTARTS,
    /** It is the target. */
    ENDS
  }

  /**
   * A time in which one service alone kept the target from being ready.
   *
   * @param name the service, or {@link #LINITD} before anything was asked for
   * @param nth which start of it, 0 for linitd
   * @param launchUs how much of it passed before its script was launched
   * @param kind of what the next step does: {@code dep}, {@code want}, {@code after}, or empty
   */
  public record Step(
      String name, int nth, long fromUs, long untilUs, long launchUs, Then then, String kind) {
    public long us() {
      return untilUs - fromUs;
    }

    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("from_us", fromUs);
      json.put("until_us", untilUs);
      json.put("took_us", us());
      json.put("launch_us", launchUs);
      json.put("then", then.name().toLowerCase(Locale.ROOT));
      json.put("kind", kind);
      return json;
    }
  }

  /** Who speaks of linitd's own start, before it asks for boot. */
  public static final String LINITD = "linitd";

  public CriticalPath {
    steps = List.copyOf(steps);
  }

  /** From the first cause to the end of the target, in microseconds: the sum of all steps. */
  public long us() {
    return target.endedUs() - steps.get(0).fromUs();
  }

  /**
   * The path to the end of {@code target}.
   *
   * @throws IllegalArgumentException where that start has not ended
   */
  public static CriticalPath to(Recording recording, Start target) {
    if (!target.ended()) {
      throw new IllegalArgumentException("'" + target.name() + "' has not ended");
    }
    return new Walk(new Groups(recording)).to(target);
  }

  /** Goes from the end to the beginning; each step is found after the one that follows it. */
  private static final class Walk {
    private final Groups groups;
    private final Deque<Step> steps = new ArrayDeque<>();
    private Then then = Then.ENDS;
    private String kind = "";
    private long now = Recording.NEVER;
    private final Set<Start> here = Collections.newSetFromMap(new IdentityHashMap<>());

    Walk(Groups groups) {
      this.groups = groups;
    }

    CriticalPath to(Start target) {
      Start start = target;
      Start first = target;
      long us = target.endedUs();
      while (start != null && isNew(start, us)) {
        first = start;
        Optional<Wait> last = lastWait(start, us);
        long from = last.map(Wait::untilUs).orElse(start.askedUs());
        step(start, from, us);
        us = from;
        start = last.isPresent() ? settled(last.get()) : cause(start);
      }
      if (first.kind().equals(LINITD)) {
        steps.push(new Step(LINITD, 0, 0, us, 0, Then.ASKS, LINITD));
      }
      return new CriticalPath(target, List.copyOf(steps));
    }

    /**
     * Whether it was not here at that time; a recording that contradicts itself could lead round in
     * circles.
     */
    private boolean isNew(Start start, long us) {
      if (us != now) {
        now = us;
        here.clear();
      }
      return here.add(start);
    }

    private void step(Start start, long from, long until) {
      long launched = start.launched() ? start.launchedUs() : until;
      long launch = Math.max(0, Math.min(until, launched) - from);
      steps.push(new Step(start.name(), start.nth(), from, until, launch, then, kind));
    }

    private Start settled(Wait wait) {
      then = Then.SETTLES;
      kind = wait.kind();
      return groups.meant(wait).orElseThrow();
    }

    /** Of what {@code start} had waited for at {@code us}, the last to be settled. */
    private Optional<Wait> lastWait(Start start, long us) {
      Wait last = null;
      for (Group group : groups.of(start)) {
        if (group.untilUs() == Recording.NEVER || group.untilUs() > us) {
          continue;
        }
        for (Wait wait : group.met()) {
          boolean waited =
              groups.meant(wait).filter(it -> it.endedUs() > wait.fromUs()).isPresent();
          if (waited
              && wait.untilUs() > wait.fromUs()
              && (last == null || wait.untilUs() > last.untilUs())) {
            last = wait;
          }
        }
      }
      return Optional.ofNullable(last);
    }

    /** Who asked for {@code start}: a script's start, or the start that it repeats, or null. */
    private Start cause(Start start) {
      then = Then.ASKS;
      kind = start.kind();
      if (start.by().isEmpty()) {
        then = Then.RESTARTS;
        kind = "";
        return groups.repeated(start).orElse(null);
      }
      return groups.at(start.by(), start.askedUs()).orElse(null);
    }
  }
}
