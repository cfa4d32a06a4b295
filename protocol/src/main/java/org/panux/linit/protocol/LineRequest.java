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

  /** A start script tells something of its service; answered with one line. */
  record Configure(String key, String value) implements LineRequest {}

  /** A script makes a value known; answered with one line. */
  record Publish(String key, String value) implements LineRequest {}

  /** A script asks for a value; answered with {@code ok} and the value. */
  record Published(String key) implements LineRequest {}

  /** A script needs a free port, which is published under {@code key}; answered likewise. */
  record Port(String key) implements LineRequest {}

  /**
   * The process of a start script is the main process of its service from now on; answered with one
   * line, after which it becomes the program.
   */
  record Supervise() implements LineRequest {}
}
