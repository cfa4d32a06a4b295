package org.panux.linit.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A process as {@code status} shows it.
 *
 * @param command its command line, or its name in brackets where it has none
 * @param cpu milliseconds that it has computed
 * @param childrenCpu milliseconds that its children had computed that have ended
 * @param memory kilobytes of it that are in memory, those included that it shares
 */
public record ProcessUse(
    long pid, long parent, String command, long cpu, long childrenCpu, long memory) {
  /** Places in {@code stat}, counted from the state, which follows the name. */
  private static final int PARENT = 1;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int CHILDREN_USER_TIME = 13;
  private static final int CHILDREN_SYSTEM_TIME = 14;
  private static final int START = 19;

  /** What the kernel counts in, on every machine that Java runs on. */
  private static final int MILLIS_PER_TICK = 10;

  private static final int LONGEST_FILE = 8192;
  private static final int LONGEST_COMMAND = 2048;
  private static final String MEMORY = "VmRSS:";

  /** Reads it; empty where it has ended. */
  public static Optional<ProcessUse> of(ProcessIdentity process) {
    String folder = "/proc/" + process.pid();
    try {
      String stat = ProcStat.read(folder + "/stat", LONGEST_FILE);
      int nameEnd = stat.lastIndexOf(')');
      String[] fields = stat.substring(nameEnd + 1).strip().split(" ");
      if (Long.parseLong(fields[START]) != process.startTicks()) {
        return Optional.empty();
      }
      String command = command(folder + "/cmdline");
      return Optional.of(
          new ProcessUse(
              process.pid(),
              Long.parseLong(fields[PARENT]),
              command.isEmpty()
                  ? "[" + stat.substring(stat.indexOf('(') + 1, nameEnd) + "]"
                  : command,
              millis(fields, USER_TIME, SYSTEM_TIME),
              millis(fields, CHILDREN_USER_TIME, CHILDREN_SYSTEM_TIME),
              memory(ProcStat.read(folder + "/status", LONGEST_FILE))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long millis(String[] fields, int user, int system) {
    return (Long.parseLong(fields[user]) + Long.parseLong(fields[system])) * MILLIS_PER_TICK;
  }

  private static String command(String file) throws IOException {
    try (InputStream in = new FileInputStream(file)) {
      String words = new String(in.readNBytes(LONGEST_COMMAND), StandardCharsets.UTF_8);
      return words.replace('\0', ' ').strip();
    }
  }

  private static long memory(String status) {
    int at = status.indexOf(MEMORY);
    if (at < 0) {
      // It is about to end, and has none any more.
      return 0;
    }
    String rest = status.substring(at + MEMORY.length(), status.indexOf('\n', at)).strip();
    return Long.parseLong(rest.substring(0, rest.indexOf(' ')));
  }
}
