package org.panux.linit.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.panux.linit.protocol.Text;

/** The names of signals on Linux, on all processors but MIPS, Alpha, SPARC and PA-RISC. */
public final class SignalName {
  private static final List<String> NAMES =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
          "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");
  private static final int HIGHEST = 64;

  private SignalName() {}

  /**
   * The number of the signal that {@code text} names: {@code TERM}, {@code SIGTERM}, {@code term}
   * or {@code 15}.
   *
   * @throws IllegalArgumentException with one line where it is none
   */
  public static int parse(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (!name.isEmpty() && name.length() <= 2 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = Integer.parseInt(name);
      if (number >= 1 && number <= HIGHEST) {
        return number;
      }
    }
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    int number = NAMES.indexOf(bare);
    if (number < 1) {
      List<String> known = new ArrayList<>(NAMES.subList(1, NAMES.size()));
      throw new IllegalArgumentException(
          Text.quote(text) + " is no signal" + Text.didYouMean(bare, known));
    }
    return number;
  }

  /** The name of signal {@code number}, or the number itself where it has none. */
  public static String of(int number) {
    return number > 0 && number < NAMES.size() ? NAMES.get(number) : Integer.toString(number);
  }
}
