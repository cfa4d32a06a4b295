package org.panux.linit.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of a process.
 *
 * @param start when it started, in clock ticks since the machine did
 * @param ended whether it only waits to be reaped
 * @param kernel whether it is a thread of the kernel
 * @param becoming whether it is just becoming another program: it has memory, and the kernel has
 *     not yet laid out its environment there
 * @param terminal whether there is a terminal whose signals it may get
 */
record ProcStat(
    long pid,
    long parent,
    long start,
    boolean ended,
    boolean kernel,
    boolean becoming,
    boolean terminal) {
  /** Places in the file, counted from the state, which follows the name. */
  private static final int PARENT = 1;

  private static final int TERMINAL = 4;
  private static final int FLAGS = 6;
  private static final int THREADS = 17;
  private static final int START = 19;
  private static final int SIZE = 20;
  private static final int ENVIRONMENT_END = 48;

  private static final long KERNEL_THREAD = 0x00200000;
  private static final int LONGEST = 2048;

  /** Reads it; empty where there is no such process. */
  static Optional<ProcStat> of(long pid) {
    try {
      return Optional.of(parse(pid, read("/proc/" + pid + "/stat", LONGEST)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static ProcStat parse(long pid, String text) throws IOException {
    // The name is in brackets and may hold any character.
    String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length <= ENVIRONMENT_END) {
      throw new IOException("/proc/" + pid + "/stat is not what it should be");
    }
    // Where the first thread has ended and others have not, the process lives.
    boolean ended = "ZXx".contains(fields[0]) && Long.parseLong(fields[THREADS]) <= 1;
    return new ProcStat(
        pid,
        Long.parseLong(fields[PARENT]),
        Long.parseLong(fields[START]),
        ended,
        (Long.parseLong(fields[FLAGS]) & KERNEL_THREAD) != 0,
        !fields[SIZE].equals("0") && fields[ENVIRONMENT_END].equals("0"),
        !fields[TERMINAL].equals("0"));
  }

  ProcessIdentity identity() {
    return new ProcessIdentity(pid, start);
  }

  /**
   * A file of {@code /proc} up to {@code longest} bytes; the kernel gives short ones in one read.
   */
  static String read(String file, int longest) throws IOException {
    try (InputStream in = ProcFile.open(file)) {
      return new String(in.readNBytes(longest), StandardCharsets.ISO_8859_1);
    }
  }
}
