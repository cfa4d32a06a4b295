package org.panux.linit.model;

import org.panux.linit.protocol.ServiceState;

/**
 * Service {@code name} is now in {@code state}, because of {@code reason}.
 *
 * @param refused the wait for it was refused, and the service itself may be in any state
 */
public record Notice(String name, ServiceState state, Reason reason, boolean refused) {
  public static Notice of(String name, ServiceState state, Reason reason) {
    return new Notice(name, state, reason, false);
  }

  public static Notice refused(String name, Reason reason) {
    return new Notice(name, ServiceState.FAILED, reason, true);
  }
}
