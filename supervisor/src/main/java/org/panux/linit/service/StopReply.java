package org.panux.linit.service;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ServiceView;

/** What whoever asks for a stop or a restart is told: {@code Begun} and {@code Done}, or no. */
public sealed interface StopReply {
  /** These are being stopped. */
  record Begun(Collection<String> names) implements StopReply {}

  /**
   * These have been stopped, and are as shown.
   *
   * @param restart where they are being started again: the wave of these starts
   */
  record Done(List<ServiceView> services, Optional<Moment> restart) implements StopReply {}

  /**
   * These would be stopped, in that order, and these started.
   *
   * @param starts empty where it is no restart
   */
  record Planned(List<String> stops, List<String> starts) implements StopReply {}

  record Refused(Reason reason) implements StopReply {}
}
