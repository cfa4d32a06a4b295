package org.panux.linit.protocol;

import java.util.List;

/** A request in words: the ancestor's {@code start stop state}, and what a channel adds. */
public sealed interface LineRequest {
  /** Start these, and send a notice at once and at each change. */
  record Start(List<String> names) implements LineRequest {}

  record Stop(String name) implements LineRequest {}

  /** The service is in that state, says whoever sends this. */
  record State(String name, ServiceState state) implements LineRequest {}

  /** First line of a channel: the connection belongs to the script run with that token. */
  record Hello(String token) implements LineRequest {}

  /** A script needs these; answered with one line when all are settled. */
  record Depend(DependencyKind kind, List<String> names) implements LineRequest {}
}
