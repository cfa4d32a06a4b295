package org.panux.linit.model;

import java.util.List;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** A step of one start, at the moment when it was taken: what a {@link Recorder} keeps. */
public sealed interface Trace {
  Moment at();

  /** The start was asked for. */
  record Asked(Asker by, Moment at) implements Trace {}

  /** Its script runs. */
  record Launched(Moment at) implements Trace {}

  /** Its script waits for {@code names}; {@code group} is for what comes of that. */
  record Opened(long group, DependencyKind kind, List<String> names, Moment at) implements Trace {}

  /**
   * {@code name} is settled for the wait {@code group}.
   *
   * @param how the word of its state, or that the wait was refused
   */
  record Settled(long group, String name, String how, Moment at) implements Trace {}

  /** The wait {@code group} is over, whatever is open of it. */
  record Closed(long group, Moment at) implements Trace {}

  /** The start is over. */
  record Ended(ServiceState state, Reason reason, Moment at) implements Trace {}
}
