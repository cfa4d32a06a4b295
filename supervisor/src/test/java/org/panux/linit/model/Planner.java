package org.panux.linit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.panux.linit.model.Plan.Act;
import org.panux.linit.model.Plan.Deed;
import org.panux.linit.model.Recipe.Hang;
import org.panux.linit.model.Recipe.Need;
import org.panux.linit.model.Recipe.Once;
import org.panux.linit.model.Recipe.Ready;
import org.panux.linit.model.Recipe.Say;
import org.panux.linit.model.Recipe.Set;
import org.panux.linit.model.Recipe.Step;
import org.panux.linit.model.Recipe.StopOther;
import org.panux.linit.model.Recipe.Supervise;
import org.panux.linit.model.Recipe.Vanish;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** Makes a {@link Plan} of a seed. */
final class Planner {
  private static final String BOOT = "boot";

  /** Who needs whom, before chance adds to it. */
  private enum Shape {
    RANDOM,
    CHAIN,
    DIAMOND,
    CIRCLE
  }

  private final Random random;
  private final long schedule;

  /** Nothing fails by itself, and no script does what is unusual. */
  private final boolean calm;

  /** Needs can go in circles. */
  private final boolean cyclic;

  private final Shape shape;
  private final List<String> names;

  private Planner(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    schedule = random.nextLong();
    calm = random.nextInt(4) == 0;
    cyclic = random.nextInt(3) == 0;
    shape = random.nextBoolean() ? Shape.RANDOM : any(Shape.values());
    names = IntStream.range(0, 1 + random.nextInt(14)).mapToObj(i -> "s" + i).toList();
  }

  static Plan of(long seed) {
    Planner planner = new Planner(seed);
    return new Plan(planner.rig(), planner.acts(), planner.schedule);
  }

  private List<Act> acts() {
    List<Act> acts = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      acts.add(new Act(random.nextInt(150), deed(), some(names, 2)));
    }
    if (random.nextInt(3) > 0) {
      acts.add(new Act(0, Deed.REST, List.of()));
    }
    if (random.nextInt(4) == 0) {
      acts.add(new Act(0, Deed.SHUTDOWN, List.of()));
      acts.add(new Act(random.nextInt(40), calm ? Deed.REST : Deed.KILL_ALL, List.of()));
    }
    return List.copyOf(acts);
  }

  private Deed deed() {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> Deed.START;
      case 3, 4 -> Deed.STOP;
      case 5, 6 -> Deed.RESTART;
      case 7 -> Deed.TRY_RESTART;
      case 8 -> Deed.RESET;
      case 9 -> Deed.RELOAD;
      case 10 -> Deed.LEAVE;
      case 11 -> calm ? Deed.START : Deed.SIGNAL;
      case 12 -> calm ? Deed.STOP : Deed.KILL_SCRIPT;
      default -> Deed.REST;
    };
  }

  private List<Recipe> rig() {
    List<Recipe> rig = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      rig.add(recipe(i));
    }
    rig.add(Recipe.of(BOOT, some(names, 4).toArray(String[]::new)));
    return List.copyOf(rig);
  }

  private Recipe recipe(int index) {
    List<Step> start = new ArrayList<>();
    List<String> shaped = shaped(index);
    if (!shaped.isEmpty()) {
      start.add(new Need(DependencyKind.DEP, shaped, false));
    }
    List<String> others = cyclic ? names : names.subList(index + 1, names.size());
    for (int n = random.nextInt(3); n > 0 && !others.isEmpty(); n--) {
      Need need = need(others, calm);
      start.add(random.nextInt(4) == 0 ? new Once(need) : need);
    }
    unusual(start);
    settings(start);
    boolean supervised = random.nextInt(3) == 0;
    if (supervised) {
      start.add(new Supervise());
    }
    List<Step> stop = new ArrayList<>();
    if (!calm && random.nextInt(6) == 0) {
      stop.add(need(names, false));
    }
    if (!calm && random.nextInt(10) == 0) {
      stop.add(new StopOther(any(names)));
    }
    if (!calm && random.nextInt(20) == 0) {
      stop.add(new Hang());
    }
    List<Need> late = random.nextInt(8) == 0 ? List.of(need(names, calm)) : List.of();
    Ready ready = calm ? Ready.COMES : any(Ready.values());
    Recipe.Process process =
        new Recipe.Process(
            !calm && random.nextInt(6) == 0 ? reportable() : null,
            !calm && random.nextInt(4) == 0 ? any(List.of(0, 1, 143)) : -1,
            ready,
            late);
    return new Recipe(
        names.get(index),
        start,
        !calm && random.nextInt(8) == 0 ? 1 : 0,
        stop,
        random.nextInt(8) == 0 ? 3 : 0,
        process);
  }

  private List<String> shaped(int index) {
    int last = names.size() - 1;
    return switch (shape) {
      case RANDOM -> List.of();
      case CHAIN -> index < last ? List.of(names.get(index + 1)) : List.of();
      case CIRCLE -> List.of(names.get(index < last ? index + 1 : 0));
      case DIAMOND ->
          index == 0 && last > 1
              ? names.subList(1, last)
              : index > 0 && index < last ? List.of(names.get(last)) : List.of();
    };
  }

  private void unusual(List<Step> start) {
    if (calm) {
      return;
    }
    if (random.nextInt(6) == 0) {
      start.add(random.nextInt(start.size() + 1), new StopOther(any(names)));
    }
    if (random.nextInt(8) == 0) {
      start.add(random.nextInt(start.size() + 1), new Say(reportable()));
    }
    if (random.nextInt(30) == 0) {
      start.add(random.nextInt(start.size() + 1), random.nextBoolean() ? new Hang() : new Vanish());
    }
  }

  private void settings(List<Step> start) {
    if (random.nextInt(4) == 0) {
      start.add(0, new Set("on_dep_failure", "stop"));
    }
    if (random.nextInt(5) == 0) {
      start.add(0, new Set("ready", "notify"));
    }
    if (random.nextInt(3) == 0) {
      start.add(0, new Set("restart", random.nextBoolean() ? "always" : "on-failure"));
      start.add(0, new Set("restart_dependents", random.nextBoolean() ? "yes" : "no"));
      if (random.nextInt(3) == 0) {
        start.add(0, new Set("restart_limit", any(List.of("1/30s", "3/1s", "2/10min", "no"))));
      }
      if (random.nextInt(3) == 0) {
        start.add(0, new Set("restart_delay", any(List.of("1ms", "2s", "0"))));
      }
    }
  }

  private Need need(List<String> from, boolean harmless) {
    DependencyKind kind =
        switch (random.nextInt(6)) {
          case 0 -> DependencyKind.WANT;
          case 1 -> DependencyKind.AFTER;
          default -> DependencyKind.DEP;
        };
    // Who is ordered after whom, in circles or not, keeps nobody from anything.
    List<String> chosen = new ArrayList<>(some(kind == DependencyKind.AFTER ? names : from, 3));
    if (!harmless && random.nextInt(15) == 0) {
      chosen.add("missing");
    }
    return new Need(kind, List.copyOf(chosen), random.nextInt(6) == 0);
  }

  private ServiceState reportable() {
    return any(List.of(ServiceState.RUNNING, ServiceState.STOPPED, ServiceState.FAILED));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private <T> T any(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private List<String> some(List<String> from, int most) {
    int count = 1 + random.nextInt(most);
    return IntStream.range(0, count).mapToObj(i -> any(from)).distinct().toList();
  }
}
