package org.panux.linit.model;

import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;

/**
 * Why a service is as it is.
 *
 * @param chain from the service itself to the first cause; of one that is to run, to whoever asked
 *     first
 * @param waiting who waits for whom, the service itself first; what does not stand in {@code
 *     waiter} takes its time by itself
 */
public record Explanation(Report service, List<Link> chain, List<Wait> waiting) {
  /**
   * @param since when it came into that state; with 0 where that is not known any more
   * @param now whether it is in that state yet
   * @param start its newest start
   * @param asked when that was asked for, where it is known
   */
  public record Link(
      String name,
      ServiceState state,
      Reason reason,
      Moment since,
      boolean now,
      Report.Start start,
      Optional<Moment> asked) {

    /** Whether it is the first cause of a failure, of which its log may tell more. */
    public boolean failedByItself() {
      return now
          && (state == ServiceState.FAILED || reason.code() != ExitCode.DONE)
          && reason.cause().kind() == Cause.Kind.ITSELF;
    }
  }

  /**
   * @param since when it began to wait
   * @param other what it waits for, as that is now
   */
  public record Wait(String waiter, DependencyKind kind, Moment since, Report other) {}
}
