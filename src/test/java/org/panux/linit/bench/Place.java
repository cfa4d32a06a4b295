package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where things are.
 *
 * @param home of linit's installation
 * @param root of the peers, or nothing where there are none
 * @param work a folder for everything that is written
 */
record Place(Path home, Optional<Path> root, Path work) {
  /** A folder of this name that is empty. */
  Path fresh(String name) throws IOException {
    Path folder = work.resolve(name);
    remove(folder);
    return Files.createDirectories(folder);
  }

  static void remove(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> files = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
