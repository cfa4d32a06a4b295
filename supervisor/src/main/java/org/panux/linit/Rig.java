package org.panux.linit;

import java.nio.file.Path;

/**
 * Where everything lies that one linitd runs.
 *
 * @param root the rig's folder; {@code /etc} for the rig of a machine
 * @param initd the init scripts
 * @param rcd what {@code boot} starts: a link for each enabled service
 * @param run sockets and state
 * @param log a file for each service
 */
public record Rig(Path root, Path initd, Path rcd, Path run, Path log) {
  /** The rig in the folder {@code root}, all of it below that folder. */
  public static Rig at(Path root) {
    return new Rig(
        root,
        root.resolve("init.d"),
        root.resolve("rc.d"),
        root.resolve("run"),
        root.resolve("log"));
  }

  /** The rig of this machine. */
  public static Rig machine() {
    return new Rig(
        Path.of("/etc"),
        Path.of("/etc/init.d"),
        Path.of("/etc/rc.d"),
        Path.of("/run/linit"),
        Path.of("/var/log/linit"));
  }
}
