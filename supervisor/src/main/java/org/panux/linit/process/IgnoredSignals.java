package org.panux.linit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell lets what it runs in its background ignore SIGINT and SIGQUIT; linitd inherits that, and
 * its services after it: they could not be asked to end by one of these. No shell can undo it.
 */
public final class IgnoredSignals {
  private static final int INT = 2;
  private static final int QUIT = 3;
  private static final Path ENV = Path.of("/usr/bin/env");
  private static final String KEY = "SigIgn:";

  private IgnoredSignals() {}

  /** {@code command} such that it does not ignore them, where this process does. */
  public static List<String> undone(List<String> command) {
    try {
      long ignored =
          ignored(Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1));
      if ((ignored & (bit(INT) | bit(QUIT))) != 0 && Files.isExecutable(ENV) && !busybox()) {
        List<String> all = new ArrayList<>(List.of(ENV.toString(), "--default-signal=INT,QUIT"));
        all.addAll(command);
        return all;
      }
    } catch (IOException e) {
      // Then nothing is known, and nothing is changed.
    }
    return command;
  }

  /** The mask in the text of {@code /proc/PID/status}. */
  static long ignored(String status) {
    int at = status.indexOf(KEY);
    if (at < 0) {
      return 0;
    }
    int end = status.indexOf('\n', at);
    return Long.parseUnsignedLong(status.substring(at + KEY.length(), end).strip(), 16);
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }

  /** Whose env does not know the option. */
  private static boolean busybox() throws IOException {
    return ENV.toRealPath().getFileName().toString().equals("busybox");
  }
}
