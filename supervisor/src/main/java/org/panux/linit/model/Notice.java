package org.panux.linit.model;

import org.panux.linit.protocol.ServiceState;

/**
 * Service {@code name} is now in {@code state}, because of {@code reason}.
 *
 * @param refused the wait for it was refused, and the service itself may be in any state
 * @param first the wait that hears of the service for the first time by this, or {@link #LATER}
 */
public record Notice(String name, ServiceState state, Reason reason, boolean refused, long first) {
  /** Nobody's first notice: those who listen already hear of a change. */
  public static final long LATER = -1;

  public static Notice of(String name, ServiceState state, Reason reason) {
    return new Notice(name, state, reason, false, LATER);
  }

  public static Notice refused(String name, Reason reason) {
    return new Notice(name, ServiceState.FAILED, reason, true, LATER);
  }

  /** How it settles a wait, in a word. */
  String settles() {
    return refused ? "refused" : state.word();
  }

  /** The same as the first answer to {@code wait}. */
  public Notice firstFor(long wait) {
    return new Notice(name, state, reason, refused, wait);
  }
}
