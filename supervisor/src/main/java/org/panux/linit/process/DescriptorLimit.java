package org.panux.linit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors this process may have. */
public final class DescriptorLimit {
  /** A line of {@code /proc/self/limits} after its name: the soft limit, the hard one, the unit. */
  private static final String LINE = "Max open files";

  private DescriptorLimit() {}

  /**
   * The soft limit, which a JVM has raised to the hard one at its start; the largest number where
   * there is none, or where it cannot be read.
   */
  public static long read() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith(LINE)) {
          String soft = line.substring(LINE.length()).strip().split("\\s+")[0];
          return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // As if there were none: who comes then waits until there is a descriptor.
    }
    return Long.MAX_VALUE;
  }
}
