package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.panux.linit.flight.Replay;

/** The flight recordings of a rig. */
final class Recordings {
  private Recordings() {}

  /** Replays those in {@code folder} in this JVM, where there are any: they are what happened. */
  static void replay(Path folder) {
    for (String name : new String[] {"linitd.flight", "linitd.flight.1"}) {
      Path file = folder.resolve(name);
      if (Files.isReadable(file)) {
        try {
          if (Files.size(file) == 0) {
            // That linitd was killed before its first word.
            continue;
          }
          Replay.Result result = Replay.of(file);
          if (result.difference().isPresent()) {
            throw new AssertionError("replayed otherwise: " + result.difference().get());
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (Replay.Unusable e) {
          throw new AssertionError(file + ": " + e.getMessage(), e);
        }
      }
    }
  }
}
