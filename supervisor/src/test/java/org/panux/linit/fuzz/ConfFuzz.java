package org.panux.linit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.panux.linit.Settings;

/** {@code linit.conf}: settings that can be used, or one line that says why not. */
public final class ConfFuzz {
  private static final Path FILE = file();

  private ConfFuzz() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("linit-fuzz", ".conf");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    // What another file says is no part of the input.
    if (Bytes.text(data).contains("include")) {
      return;
    }
    Files.write(FILE, data);
    try {
      Settings settings = Settings.read(Optional.of(FILE));
      Bytes.check(!settings.shell().isEmpty(), "no shell");
      Bytes.check(!settings.killGrace().isNegative(), "a negative time");
    } catch (Settings.Invalid e) {
      Bytes.checkLine(e.getMessage());
      Bytes.check(e.getMessage().contains(FILE.toString()), "which file? " + e.getMessage());
    }
  }
}
