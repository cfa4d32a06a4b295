package org.panux.linit.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * Opens files of {@code /proc}. Where there is no descriptor left for that, it waits: a process
 * that cannot be read would be taken for gone, and what is left of a service for nothing.
 */
final class ProcFile {
  private static final int PAUSE_MILLIS = 20;

  /** How often to try again where a descriptor is not what lacks. */
  private static final int TRIES = 3;

  private ProcFile() {}

  static InputStream open(String file) throws IOException {
    for (int tries = 0; ; ) {
      try {
        return new FileInputStream(file);
      } catch (FileNotFoundException e) {
        // Asking whether it could be read takes no descriptor.
        if (tries == TRIES || !new File(file).canRead()) {
          throw e;
        }
        tries += awaitDescriptor() ? 0 : 1;
      }
    }
  }

  /** Waits until a file can be opened; false where one can be at once. */
  static boolean awaitDescriptor() throws IOException {
    boolean waited = false;
    while (!canOpen()) {
      waited = true;
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("no descriptor is left");
      }
    }
    return waited;
  }

  private static boolean canOpen() {
    try (InputStream own = new FileInputStream("/proc/self/stat")) {
      return own != null;
    } catch (IOException e) {
      return false;
    }
  }
}
