package org.panux.linit.model;

import java.util.Map;
import java.util.Set;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.protocol.Text;
import org.panux.linit.setting.InjectedFault.Kind;

/**
 * How a script run ended.
 *
 * @param code its exit status; 128+n where signal n ended it, or the shell's last command
 * @param problem where there was no run at all: why, with its exit code; otherwise {@link
 *     Reason#NONE}
 * @param lastLine the last line that it wrote, or an empty text
 * @param meaning what the code means for a script of its kind, or an empty text
 */
public record Exit(int code, Reason problem, String lastLine, String meaning) {
  private static final int LONGEST_LINE = 200;
  private static final int UNKNOWN = ServiceView.Main.NO_EXIT;

  /** HUP, INT, PIPE, TERM. */
  private static final Set<Integer> CLEAN_SIGNALS = Set.of(1, 2, 13, 15);

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 9, "KILL", 11, "SEGV", 13, "PIPE", 14,
          "ALRM", 15, "TERM");

  public static Exit of(int code, String lastLine) {
    return new Exit(code, Reason.NONE, lastLine, "");
  }

  /** There was no run, since it was made to fail. */
  public static Exit injected(int code) {
    return of(code, "").meaning("fault: " + Kind.FAIL.word() + "=" + code);
  }

  /** There was no run, or it was ended: {@code problem} says why. */
  public static Exit problem(Reason problem) {
    return new Exit(problem.code(), problem, "", "");
  }

  public boolean ok() {
    return code == 0 && problem.ok();
  }

  /** Its exit status; -1 where nothing ran, or nobody knows. */
  public int status() {
    return problem.ok() ? code : UNKNOWN;
  }

  /** Nobody could find out how it ended. */
  public static Exit unknown() {
    return new Exit(UNKNOWN, Reason.NONE, "", "");
  }

  /** The same, with what the code means. */
  public Exit meaning(String words) {
    return new Exit(code, problem, lastLine, words);
  }

  /**
   * Whether a long-running process ended as one does that was asked to; systemd draws the line so,
   * too.
   */
  public boolean clean() {
    return problem.ok() && (code == 0 || code > 128 && CLEAN_SIGNALS.contains(code - 128));
  }

  /**
   * The reason that this end gives for a main process, of which no shell reported the end.
   *
   * @param when is added to what happened
   */
  public Reason ofMain(String when) {
    if (!problem.ok()) {
      return problem;
    }
    String how =
        code == UNKNOWN
            ? " ended, nobody knows how"
            : code > 128 && code <= 128 + 64
                ? " was ended by signal " + (code - 128) + signalName(" (", code - 128, ")")
                : " exited with " + code;
    return new Reason(
        clean() && when.isEmpty() ? ExitCode.DONE : ExitCode.FAILED,
        "its process" + how + when + lastWords());
  }

  private String lastWords() {
    return lastLine.isEmpty() ? "" : ": " + Text.clip(lastLine, LONGEST_LINE);
  }

  private static String signalName(String before, int number, String after) {
    String name = SIGNALS.get(number);
    return name == null ? "" : before + name + after;
  }

  /** The reason that this end gives for a script that ran with {@code verb}. */
  public Reason reason(String verb) {
    if (!problem.ok()) {
      return problem;
    }
    return new Reason(ExitCode.FAILED, verb + " exited with " + code + more() + lastWords());
  }

  /**
   * What the code says besides its number. A shell reports a command that a signal ended as 128+n,
   * so both readings are given; but for the codes that {@code dep} returns.
   */
  private String more() {
    if (!meaning.isEmpty()) {
      return " (" + meaning + ")";
    }
    boolean ofDep = code == ExitCode.DEADLOCK || code == ExitCode.DEPENDENCY_FAILED;
    if (ofDep || code <= 128 || code > 128 + 64) {
      return "";
    }
    int number = code - 128;
    return " (signal " + number + signalName(", ", number, "") + ")";
  }
}
