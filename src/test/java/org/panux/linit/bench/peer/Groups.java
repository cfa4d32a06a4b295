package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The control group of a peer that wants one, and what is left of it when the peer is no more. */
public final class Groups {
  static final String NAME = "linit-bench";

  private static final List<Path> MOUNTS =
      List.of(
          Path.of("/sys/fs/cgroup/systemd"),
          Path.of("/sys/fs/cgroup/unified"),
          Path.of("/sys/fs/cgroup"));
  private static final int TRIES = 200;

  private Groups() {}

  /** Removes it; nobody is in it any more, or will not be in a moment. */
  public static void remove() throws IOException {
    for (Path mount : MOUNTS) {
      Path group = mount.resolve(NAME);
      for (int i = 0; i < TRIES && Files.exists(group); i++) {
        removeOnce(group);
      }
    }
  }

  private static void removeOnce(Path group) throws IOException {
    try (Stream<Path> found = Files.walk(group)) {
      List<Path> folders =
          found.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
      for (Path folder : folders) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      // Its last process is just being reaped.
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
