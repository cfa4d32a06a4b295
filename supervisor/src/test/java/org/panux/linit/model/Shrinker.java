package org.panux.linit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.panux.linit.model.Player.Failure;
import org.panux.linit.model.Recipe.Need;
import org.panux.linit.model.Recipe.Once;
import org.panux.linit.model.Recipe.Step;

/**
 * Makes a plan that fails as small as it gets: leaves out whatever is not needed for the same
 * failure, with any order of messages that leads there.
 */
final class Shrinker {
  /** How many orders of messages each smaller plan is tried with. */
  private static final int SCHEDULES = 150;

  private static final int MOST_PLAYS = 60_000;

  private final String kind;
  private Failure best;
  private int plays;

  private Shrinker(Failure failure) {
    this.best = failure;
    this.kind = failure.kind();
  }

  static Failure shrink(Failure failure) {
    Shrinker shrinker = new Shrinker(failure);
    boolean smaller = true;
    while (smaller && shrinker.plays < MOST_PLAYS) {
      smaller = shrinker.anySmaller();
    }
    return shrinker.best;
  }

  private boolean anySmaller() {
    boolean any = false;
    boolean again = true;
    while (again) {
      again = false;
      for (Plan plan : smaller(best.plan()).toList()) {
        if (plan.size() < best.plan().size() && fails(plan)) {
          any = true;
          again = true;
          break;
        }
      }
    }
    return any;
  }

  private boolean fails(Plan plan) {
    for (long schedule = 0; schedule < SCHEDULES && plays < MOST_PLAYS; schedule++) {
      plays++;
      Optional<Failure> failure = Player.play(plan.withSchedule(schedule)).failure();
      if (failure.filter(it -> it.kind().equals(kind)).isPresent()) {
        best = failure.get();
        return true;
      }
    }
    return false;
  }

  private static Stream<Plan> smaller(Plan plan) {
    return Stream.concat(
        without(plan.acts()).map(plan::withActs),
        Stream.concat(
            without(plan.rig())
                .filter(rig -> rig.stream().anyMatch(it -> it.name().equals("boot")))
                .map(plan::withRig),
            each(plan.rig(), Shrinker::simpler).map(plan::withRig)));
  }

  private static Stream<Recipe> simpler(Recipe recipe) {
    return Stream.of(
            without(recipe.start()).map(recipe::withStart),
            without(recipe.stop()).map(recipe::withStop),
            each(recipe.start(), Shrinker::simplerStep).map(recipe::withStart),
            each(recipe.stop(), Shrinker::simplerStep).map(recipe::withStop),
            Stream.of(
                recipe.withCodes(0, recipe.stopCode()),
                recipe.withCodes(recipe.startCode(), 0),
                recipe.withProcess(Recipe.Process.STAYS)))
        .flatMap(it -> it);
  }

  private static Stream<Step> simplerStep(Step step) {
    if (step instanceof Once once) {
      return Stream.of(once.step());
    }
    if (step instanceof Need need && need.names().size() > 1) {
      return without(need.names()).map(names -> new Need(need.kind(), names, need.orElse()));
    }
    return Stream.empty();
  }

  /** {@code all}, each time without one. */
  private static <T> Stream<List<T>> without(List<T> all) {
    List<List<T>> result = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      List<T> fewer = new ArrayList<>(all);
      fewer.remove(i);
      result.add(List.copyOf(fewer));
    }
    return result.stream();
  }

  /** {@code all}, each time with one of them replaced. */
  private static <T> Stream<List<T>> each(List<T> all, Function<T, Stream<T>> simpler) {
    List<List<T>> result = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int at = i;
      simpler
          .apply(all.get(i))
          .forEach(
              other -> {
                List<T> changed = new ArrayList<>(all);
                changed.set(at, other);
                result.add(List.copyOf(changed));
              });
    }
    return result.stream();
  }
}
