package org.panux.linit.process;

import java.io.IOException;

/**
 * Tells one start of the machine from the next, after which pids and ticks mean other processes.
 */
public final class Boot {
  private static final int LONGEST = 64;

  private Boot() {}

  /** The kernel's id of this boot, or an empty text where it does not say. */
  public static String id() {
    try {
      return ProcStat.read("/proc/sys/kernel/random/boot_id", LONGEST).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
