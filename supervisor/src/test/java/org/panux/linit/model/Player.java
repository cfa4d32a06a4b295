package org.panux.linit.model;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.panux.linit.flight.Flight;

/** Plays a {@link Plan} to its end, against what must always hold. */
final class Player {
  /** The longest text by which two failures are told apart. */
  private static final int LONGEST_KIND = 60;

  private Player() {}

  /**
   * What did not hold.
   *
   * @param trace what was decided until then
   */
  record Failure(Plan plan, Throwable problem, List<Simulation.Event> trace) {
    String text() {
      return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }

    /** The same for failures of the same cause, whatever the names in them. */
    String kind() {
      String line = text().strip().lines().findFirst().orElse("");
      String plain = line.replaceAll("\\b(s[0-9]+|boot|missing)\\b", "x").replaceAll("[0-9]+", "0");
      return plain.substring(0, Math.min(plain.length(), LONGEST_KIND));
    }
  }

  /**
   * @param messages how many were delivered
   */
  record Played(Optional<Failure> failure, long messages) {}

  static Played play(Plan plan) {
    return play(plan, Flight.NONE);
  }

  static Played play(Plan plan, Flight flight) {
    Simulation world = new Simulation(new Random(plan.schedule()), plan.rig(), flight);
    try {
      world.start(List.of("boot"));
      plan.acts().forEach(world::act);
      world.shutdown();
      world.settle();
      world.checkShutDown();
      return new Played(Optional.empty(), world.steps());
    } catch (Exception | AssertionError | StackOverflowError e) {
      return new Played(Optional.of(new Failure(plan, e, world.trace())), world.steps());
    }
  }
}
