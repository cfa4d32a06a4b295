package org.panux.linit.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder for what one linitd writes. The rig itself is linked into it, but for what boot would
 * start: a test says what it needs.
 */
final class RigFolder {
  private static final Set<String> OWN = Set.of("run", "log", "rc.d");
  private static final String SAID = "linitd.log";

  private final Path root;

  private RigFolder(Path root) {
    this.root = root;
  }

  static RigFolder of(Path rig) {
    if (!Files.isDirectory(rig.resolve("init.d"))) {
      throw new AssertionError("there is no rig at " + rig + ": it has no folder init.d");
    }
    try {
      // Short: the path of a socket has 107 bytes.
      Path root = Files.createTempDirectory("linit-rig");
      try (Stream<Path> entries = Files.list(rig)) {
        for (Path entry : entries.toList()) {
          String name = entry.getFileName().toString();
          if (!OWN.contains(name)) {
            Files.createSymbolicLink(root.resolve(name), entry);
          }
        }
      }
      return new RigFolder(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the rig " + rig, e);
    }
  }

  Path root() {
    return root;
  }

  /** Where linitd's own words go. */
  Path said() {
    return root.resolve(SAID);
  }

  String whatLinitdSaid() {
    try {
      List<String> lines = Files.readAllLines(said());
      return lines.isEmpty() ? "it said nothing" : String.join("\n  ", lines);
    } catch (IOException e) {
      return "what it said cannot be read: " + e.getMessage();
    }
  }

  /** Links are removed as links. */
  void remove() {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + root, e);
    }
  }
}
