package org.panux.linit.service;

import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceView;

/** What a follower of all services is sent: one snapshot, then every change. */
public sealed interface Event {
  /** Number of this event; the snapshot has that of the last change which it holds. */
  long sequence();

  record Snapshot(long sequence, GraphView graph) implements Event {}

  record Changed(long sequence, ServiceView service) implements Event {}
}
