package org.panux.linit.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a log file aside: {@code a.log} becomes {@code a.log.1}, that becomes {@code a.log.2} … */
final class Rotation {
  private Rotation() {}

  /** The old file of that number; 1 is the newest. */
  static Path old(Path log, int number) {
    return log.resolveSibling(log.getFileName() + "." + number);
  }

  /** Makes way for a new {@code log}, and removes what is more than {@code files} old ones. */
  static void shift(Path log, int files) throws IOException {
    // Where a death has left a gap, nothing beyond it need move.
    int free = 1;
    while (free < files && Files.exists(old(log, free))) {
      free++;
    }
    for (int number = free; number > 1; number--) {
      move(old(log, number - 1), old(log, number));
    }
    if (files > 0) {
      move(log, old(log, 1));
    } else {
      delete(log);
    }
    for (int number = files + 1; Files.exists(old(log, number)); number++) {
      delete(old(log, number));
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.deleteIfExists(Times.of(to));
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    if (Files.exists(Times.of(from))) {
      Files.move(Times.of(from), Times.of(to), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path log) throws IOException {
    Files.deleteIfExists(log);
    Files.deleteIfExists(Times.of(log));
  }
}
