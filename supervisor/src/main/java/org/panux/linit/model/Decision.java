package org.panux.linit.model;

import java.util.List;
import org.panux.linit.protocol.DependencyKind;

/** What {@link Lifecycle} decided; the service actor carries it out, in order. */
public sealed interface Decision {
  enum Verb {
    START("start"),
    STOP("stop");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Run the script with {@code verb}; its end is {@code exited(run, …)}. */
  record Launch(Verb verb, int run) implements Decision {}

  /** End that run, politely at first. Its end is reported as any other. */
  record Terminate(int run) implements Decision {}

  /** End that run now. */
  record Kill(int run) implements Decision {}

  /** End every process that the service has left, then call {@code swept}. */
  record Sweep(boolean now) implements Decision {}

  /**
   * Ask the coordinator to enter the edges of the wait {@code id} and to start what they lead to.
   */
  record Link(long id, DependencyKind kind, List<String> names, Moment wave) implements Decision {}

  /** Send no more notices of {@code name}. */
  record Unlisten(String name) implements Decision {}

  /** The wait {@code id} is over, with that verdict. */
  record Answer(long id, Reason verdict) implements Decision {}

  /**
   * The wait {@code id} is not one of this service's script (any more): whoever asked is a process
   * of a service that runs, and waits for itself alone.
   */
  record Disown(long id) implements Decision {}

  /**
   * Tell the coordinator.
   *
   * @param changed whether the state changed, so that the listeners are told as well
   */
  record Publish(Report report, boolean changed) implements Decision {}
}
