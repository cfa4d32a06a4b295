package org.panux.linit.model;

import java.util.Map;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Text;

/**
 * How a script run ended.
 *
 * @param code its exit status; 128+n where signal n ended it, or the shell's last command
 * @param problem where there was no run at all: why, with its exit code; otherwise {@link
 *     Reason#NONE}
 * @param lastLine the last line that it wrote, or an empty text
 */
public record Exit(int code, Reason problem, String lastLine) {
  private static final int LONGEST_LINE = 200;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 9, "KILL", 11, "SEGV", 13, "PIPE", 14,
          "ALRM", 15, "TERM");

  public static Exit of(int code, String lastLine) {
    return new Exit(code, Reason.NONE, lastLine);
  }

  /** There was no run, or it was ended: {@code problem} says why. */
  public static Exit problem(Reason problem) {
    return new Exit(problem.code(), problem, "");
  }

  public boolean ok() {
    return code == 0 && problem.ok();
  }

  /** The reason that this end gives for a script that ran with {@code verb}. */
  public Reason reason(String verb) {
    if (!problem.ok()) {
      return problem;
    }
    String line = lastLine.isEmpty() ? "" : ": " + Text.clip(lastLine, LONGEST_LINE);
    return new Reason(ExitCode.FAILED, verb + " exited with " + code + signal() + line);
  }

  /**
   * A shell reports a command that a signal ended as 128+n, so both readings are given; but for the
   * codes that {@code dep} returns.
   */
  private String signal() {
    boolean ofDep = code == ExitCode.DEADLOCK || code == ExitCode.DEPENDENCY_FAILED;
    if (ofDep || code <= 128 || code > 128 + 64) {
      return "";
    }
    int number = code - 128;
    String name = SIGNALS.get(number);
    return " (signal " + number + (name == null ? ")" : ", " + name + ")");
  }
}
