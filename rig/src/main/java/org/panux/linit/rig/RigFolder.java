package org.panux.linit.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for what one linitd writes. The rig itself is linked into it, but for what boot would
 * start: a test says what it needs.
 *
 * <p>It is made by the shell that runs linitd, which removes it as well: so none is left, at
 * whatever moment this JVM is killed.
 */
final class RigFolder {
  /**
   * Makes the folder {@code $0} for the rig {@code $1}; what follows gets the rest of the words.
   */
  static final String MAKE =
      """
      problem=$(mkdir -m 700 -- "$0" 2>&1) || { echo "$problem"; exit 1; }
      for entry in "$1"/* "$1"/.[!.]*; do
        case ${entry##*/} in
          run | log | rc.d) ;;
          *) [ ! -e "$entry" ] || ln -s -- "$entry" "$0/" ;;
        esac
      done
      exec 2>"$0/linitd.log"
      shift
      """;

  private static final String SAID = "linitd.log";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path root;

  private RigFolder(Path root) {
    this.root = root;
  }

  /** The folder for one linitd with {@code rig}, which is not there yet. */
  static RigFolder of(Path rig) {
    if (!Files.isDirectory(rig.resolve("init.d"))) {
      throw new AssertionError("there is no rig at " + rig + ": it has no folder init.d");
    }
    // Short: the path of a socket has 107 bytes.
    String name = "linit-rig" + Long.toUnsignedString(RANDOM.nextLong(), Character.MAX_RADIX);
    return new RigFolder(Path.of(System.getProperty("java.io.tmpdir"), name).toAbsolutePath());
  }

  Path root() {
    return root;
  }

  String whatLinitdSaid() {
    try {
      List<String> lines = Files.readAllLines(root.resolve(SAID));
      return lines.isEmpty() ? "it said nothing" : String.join("\n  ", lines);
    } catch (IOException e) {
      return "what it said cannot be read: " + e.getMessage();
    }
  }

  /** Where the shell could not do so. Links are removed as links. */
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
