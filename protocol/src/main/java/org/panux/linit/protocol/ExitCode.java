package org.panux.linit.protocol;

/** The exit codes of {@code linitctl}, of {@code dep} in a script, and of replies on the socket. */
public final class ExitCode {
  public static final int DONE = 0;

  /** It was tried and did not succeed. */
  public static final int FAILED = 1;

  /** The command line or the request makes no sense. */
  public static final int USAGE = 2;

  /** {@code status}, {@code is-running}: the service is known and does not run. */
  public static final int NOT_RUNNING = 3;

  /** {@code status}, {@code is-running}, {@code is-failed}: no such service, or no linitd. */
  public static final int NO_STATUS = 4;

  /** Other verbs: the caller may not do that. */
  public static final int NOT_PERMITTED = 4;

  public static final int NO_SUCH_SERVICE = 5;

  /** There is a script, and it cannot be run. */
  public static final int SCRIPT_UNUSABLE = 6;

  public static final int NO_LINITD = 7;

  /** It took longer than it was given. */
  public static final int TIMED_OUT = 124;

  /** Refused: whoever asks would wait for itself. */
  public static final int DEADLOCK = 150;

  public static final int DEPENDENCY_FAILED = 151;

  private ExitCode() {}
}
