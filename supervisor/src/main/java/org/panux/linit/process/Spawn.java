package org.panux.linit.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes, as nobody else in linitd does.
 *
 * <p>Where the JDK (17 and 25 alike) can make some of the pipes to a child and not all, it closes
 * two descriptors whose numbers it takes from memory that it has never written ({@code forkAndExec}
 * in {@code ProcessImpl_md.c}): the connection of some client, or the socket that all come to.
 */
final class Spawn {
  /**
   * Three pipes to the child and two to its helper are ten descriptors; the rest is for what other
   * threads open in the moment until it has them.
   */
  private static final int NEEDED = 24;

  private Spawn() {}

  /**
   * As {@link ProcessBuilder#start}.
   *
   * @throws IOException also where too few descriptors are left to begin it safely
   */
  static Process start(ProcessBuilder builder) throws IOException {
    checkRoom();
    return builder.start();
  }

  private static void checkRoom() throws IOException {
    List<FileInputStream> room = new ArrayList<>(NEEDED);
    try {
      while (room.size() < NEEDED) {
        room.add(new FileInputStream("/dev/null"));
      }
    } finally {
      for (FileInputStream each : room) {
        each.close();
      }
    }
  }
}
