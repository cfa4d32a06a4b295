package org.panux.linit.script;

/** How the exit codes of a script run are to be read. */
public enum ExitCodes {
  /** By their number alone. */
  PLAIN,
  /** As the Linux Standard Base has it for the action {@code start}. */
  LSB_START,
  /** As the Linux Standard Base has it for the action {@code stop}. */
  LSB_STOP;

  private static final int NOT_RUNNING = 7;

  /** The code as it counts: a stop of what does not run has come to what it should. */
  public int read(int code) {
    return this == LSB_STOP && code == NOT_RUNNING ? 0 : code;
  }

  /** What the code says went wrong; an empty text where it does not say. */
  public String meaning(int code) {
    if (this == PLAIN) {
      return "";
    }
    return switch (code) {
      case 2 -> "invalid or excess arguments";
      case 3 -> "unimplemented";
      case 4 -> "insufficient privilege";
      case 5 -> "the program is not installed";
      case 6 -> "the program is not configured";
      case NOT_RUNNING -> "the program is not running";
      default -> "";
    };
  }
}
