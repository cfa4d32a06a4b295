package org.panux.linit.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.panux.linit.record.Recording.Start;
import org.panux.linit.record.Recording.Wait;

/**
 * A boot of scripts that are lists of steps, run by a clock of its own and recorded as linitd
 * would: what analyses are tested against. It knows nothing of them.
 */
public final class SimulatedBoot {
  private static final long LINITD = 1000;
  private static final long LATE = 1L << 40;

  private final Map<String, List<Step>> scripts;
  private final Map<String, Script> running = new LinkedHashMap<>();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::us).thenComparingLong(Due::order));
  private long now = LINITD;
  private long order;
  private long calls;

  /** One line of a script: it works for so long, or asks for others and waits. */
  public record Step(long us, String kind, List<String> names) {
    public static Step work(long us) {
      return new Step(us, "", List.of());
    }

    public static Step call(String kind, String... names) {
      return new Step(0, kind, List.of(names));
    }
  }

  private record Due(long us, long order, Runnable what) {}

  /** A script that runs. */
  private final class Script {
    final String name;
    final String by;
    final String kind;
    final long asked = now;
    long launched = Recording.NEVER;
    long ended = Recording.NEVER;
    final List<Wait> waits = new ArrayList<>();
    final Deque<Step> todo;
    final Set<String> open = new HashSet<>();
    final List<Runnable> listeners = new ArrayList<>();

    Script(String name, String by, String kind) {
      this.name = name;
      this.by = by;
      this.kind = kind;
      this.todo = new ArrayDeque<>(scripts.get(name));
    }

    void launch() {
      launched = now;
      next();
    }

    void next() {
      if (todo.isEmpty()) {
        ended = now;
        listeners.forEach(Runnable::run);
        return;
      }
      Step step = todo.pop();
      if (step.kind().isEmpty()) {
        after(step.us(), this::next);
      } else {
        call(step);
      }
    }

    private void call(Step step) {
      long group = ++calls;
      long from = now;
      open.addAll(step.names());
      for (String other : step.names()) {
        if (step.kind().equals("after")) {
          // Whoever asks at the same time is asked before.
          queue.add(new Due(now, LATE + order++, () -> wait(other, step.kind(), group, from)));
        } else {
          if (!running.containsKey(other)) {
            start(other, name, step.kind());
          }
          wait(other, step.kind(), group, from);
        }
      }
    }

    private void wait(String other, String kind, long group, long from) {
      Script script = running.get(other);
      if (script == null) {
        settled(new Wait(other, kind, group, from, now, ""));
      } else if (script.ended != Recording.NEVER) {
        settled(new Wait(other, kind, group, from, now, "running"));
      } else {
        script.listeners.add(() -> settled(new Wait(other, kind, group, from, now, "running")));
      }
    }

    private void settled(Wait wait) {
      waits.add(wait);
      open.remove(wait.target());
      if (open.isEmpty()) {
        after(0, this::next);
      }
    }

    Start record() {
      return new Start(name, by, kind, 1, asked, launched, ended, "running", 0, "", waits);
    }
  }

  private SimulatedBoot(Map<String, List<Step>> scripts) {
    this.scripts = scripts;
  }

  /** Boots {@code scripts}, of which {@code boot} is the target. */
  public static Recording of(Map<String, List<Step>> scripts) {
    SimulatedBoot boot = new SimulatedBoot(scripts);
    boot.start("boot", "", "linitd");
    while (!boot.queue.isEmpty()) {
      Due due = boot.queue.remove();
      boot.now = due.us();
      due.what().run();
    }
    return new Recording(
        1700000000000L,
        boot.now,
        "boot",
        boot.running.values().stream()
            .map(Script::record)
            .sorted(Comparator.comparingLong(Start::askedUs))
            .toList());
  }

  private void start(String name, String by, String kind) {
    Script script = new Script(name, by, kind);
    running.put(name, script);
    // Each script has its own time from asked to launched.
    after(Math.floorMod(name.hashCode(), 50), script::launch);
  }

  private void after(long us, Runnable what) {
    queue.add(new Due(now + us, order++, what));
  }
}
