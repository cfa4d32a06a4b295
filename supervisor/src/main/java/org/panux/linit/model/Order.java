package org.panux.linit.model;

import java.util.List;
import java.util.Optional;

/**
 * What {@link Coordinator} decided; the registry actor carries it out, in order.
 *
 * @param <L> whoever is sent notices
 */
public sealed interface Order<L> {
  /**
   * Start {@code name} where it does not run, and send its notices to the listener, if any, the
   * first one marked as that of the wait {@code id}.
   */
  record Begin<L>(String name, Asker by, Optional<L> listener, long id, Moment wave)
      implements Order<L> {}

  record Tell<L>(L listener, Notice notice) implements Order<L> {}

  /** {@code name} is to stop, once it is released. */
  record Stop<L>(String name, Reason because) implements Order<L> {}

  /** Nothing that needs {@code name} is active any more: its stop goes on. */
  record Release<L>(String name) implements Order<L> {}

  /** End {@code name} at once, in no order. */
  record Kill<L>(String name, Reason because) implements Order<L> {}

  /**
   * The stop or restart {@code ticket} is done; these were stopped for it.
   *
   * @param restart where they are being started again: the wave of these starts
   */
  record Done<L>(long ticket, List<String> stopped, Optional<Moment> restart) implements Order<L> {}

  /** These are being stopped to be started again, and nobody has asked for that. */
  record Restart<L>(long ticket, List<String> names) implements Order<L> {}

  /** The stop or restart {@code ticket} will not be tried. */
  record Refuse<L>(long ticket, Reason reason) implements Order<L> {}

  /**
   * What {@code name} needs is another now, and nobody has just said so of it: it has waited for
   * the end of a stop, or has given way to others.
   */
  record Needs<L>(String name) implements Order<L> {}

  /** The shutdown is complete: nothing is active, and nothing will be. */
  record Quiet<L>() implements Order<L> {}
}
