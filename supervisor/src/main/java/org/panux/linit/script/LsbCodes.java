package org.panux.linit.script;

/** What exit codes of LSB scripts mean, in words. */
public final class LsbCodes {
  /** Of any action but {@code status}: the program is not running. */
  private static final int NOT_RUNNING = 7;

  private LsbCodes() {}

  /** What went wrong in an action; an empty text where the code does not say. */
  public static String ofAction(int code) {
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

  /** Whether a stop with that code has come to what it should: nothing runs. */
  public static boolean stopped(int code) {
    return code == 0 || code == NOT_RUNNING;
  }

  /** What the action {@code status} says with that code. */
  public static String ofStatus(int code) {
    return switch (code) {
      case 0 -> "running";
      case 1 -> "dead, and its pid file is there";
      case 2 -> "dead, and its lock file is there";
      case 3 -> "not running";
      default -> "unknown";
    };
  }
}
