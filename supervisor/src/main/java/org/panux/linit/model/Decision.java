package org.panux.linit.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.setting.InjectedFault;
import org.panux.linit.setting.Readiness;
import org.panux.linit.setting.ServiceConfig;

/** What {@link Lifecycle} decided; the service actor carries it out, in order. */
public sealed interface Decision {
  enum Verb {
    START("start"),
    STOP("stop"),
    RELOAD("reload");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Run the script with {@code verb}; its end is {@code exited(run, …)}.
   *
   * @param limit how long it may take, where the service has said so
   * @param failure what it exits with instead, where it is made to fail
   */
  record Launch(Verb verb, int run, Optional<Duration> limit, OptionalInt failure)
      implements Decision {
    public Launch(Verb verb, int run, Optional<Duration> limit) {
      this(verb, run, limit, OptionalInt.empty());
    }
  }

  /**
   * Get ready to find out when the start {@code run} is ready, say {@code prepared}, and then look
   * until it is {@code ready} or {@code notReady} in time. For one that tells nothing there is
   * nothing to do but to say {@code prepared}.
   */
  record Probe(int run, Optional<Readiness> readiness, Optional<Duration> limit)
      implements Decision {}

  /** Look no longer. */
  record Unprobe() implements Decision {}

  /** That run may take so long, from its beginning. */
  record Limit(int run, Duration limit) implements Decision {}

  /** The process of that start run is the main process now: no time limit of a script holds. */
  record Supervise(int run) implements Decision {}

  /** The process {@code pid} is the main process of that start run; its end is {@code exited}. */
  record Watch(int run, long pid) implements Decision {}

  /** End the main process of that start run as it wants to be ended. */
  record EndMain(int run, ServiceConfig config) implements Decision {}

  /** Send a signal to the main process of that start run. */
  record Signal(int run, int number) implements Decision {}

  /** Send a signal to every process of the service, and say {@code signalled} then. */
  record SignalAll(long id, int number) implements Decision {}

  /** Say {@code due} of that fault and that start run after that pause. */
  record Delay(InjectedFault.Kind kind, int run, Duration pause) implements Decision {}

  /** Take so many bytes of its output in a second; 0 for no limit. */
  record Pace(long bytes) implements Decision {}

  /** Say {@code rested} after that pause. */
  record Rest(int run, Duration pause) implements Decision {}

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

  /** Have that recorded. */
  record Record(Trace trace) implements Decision {}

  /**
   * Tell the coordinator.
   *
   * @param changed whether the state changed, so that the listeners are told as well
   */
  record Publish(Report report, boolean changed) implements Decision {}
}
