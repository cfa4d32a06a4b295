package org.panux.linit.model;

import java.util.List;

/**
 * A whole run that is to be simulated: a rig, what is done to it, and the seed of the order in
 * which messages arrive. The same plan is the same run.
 */
record Plan(List<Recipe> rig, List<Act> acts, long schedule) {

  /** What somebody outside does. */
  enum Deed {
    START,
    STOP,
    RESTART,
    TRY_RESTART,
    RESET,
    RELOAD,
    SIGNAL,
    /** Kills the script that runs. */
    KILL_SCRIPT,
    /** A client goes without waiting for its answer. */
    LEAVE,
    /** Nothing, until all is at rest. */
    REST,
    SHUTDOWN,
    KILL_ALL
  }

  /**
   * @param after how many messages are delivered before
   */
  record Act(int after, Deed deed, List<String> names) {
    @Override
    public String toString() {
      String words = deed.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      return "after " + after + " messages: " + words + " " + String.join(" ", names);
    }
  }

  Plan withRig(List<Recipe> other) {
    return new Plan(List.copyOf(other), acts, schedule);
  }

  Plan withActs(List<Act> other) {
    return new Plan(rig, List.copyOf(other), schedule);
  }

  Plan withSchedule(long other) {
    return new Plan(rig, acts, other);
  }

  /** How much there is to understand. */
  int size() {
    int size = acts.size() * 2;
    for (Recipe recipe : rig) {
      size += 3 + recipe.start().size() + recipe.stop().size() + recipe.process().late().size();
      size += recipe.startCode() == 0 ? 0 : 1;
      size += recipe.stopCode() == 0 ? 0 : 1;
      size += recipe.process().equals(Recipe.Process.STAYS) ? 0 : 1;
      for (Recipe.Step step : recipe.start()) {
        size += step instanceof Recipe.Need need ? need.names().size() : 1;
      }
    }
    return size;
  }
}
