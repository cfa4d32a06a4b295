package org.panux.linit.model;

import org.panux.linit.protocol.DependencyKind;

/**
 * Who asked for a start.
 *
 * @param by the service whose script did; empty where it was no script
 * @param kind how that script asked ({@code dep}, {@code want}), or who else it was
 */
public record Asker(String by, String kind) {
  public static final Asker NOBODY = new Asker("", "");

  /** Somebody on the socket. */
  public static final Asker CLIENT = new Asker("", "client");

  /** linitd itself, for the sake of boot or of what an earlier linitd has left. */
  public static final Asker LINITD = new Asker("", "linitd");

  /** Nobody: it had ended, and was to be restarted. */
  public static final Asker RESTART = new Asker("", "restart");

  public static Asker script(String name, DependencyKind kind) {
    return new Asker(name, kind.word());
  }
}
