package org.panux.pkgen.build;

/** Something that ends a command: one line for a person, and the exit code. */
public final class Problem extends Exception {
  private static final long serialVersionUID = 1;

  /** Package files have mistakes, or an archive has. */
  public static final int WRONG = 1;

  /** The command line is none. */
  public static final int USAGE = 2;

  /** A program or an engine that is needed is missing. */
  public static final int MISSING = 3;

  /** Sources cannot be fetched. */
  public static final int UNFETCHED = 4;

  /** A script has failed. */
  public static final int FAILED = 5;

  private final int code;

  public Problem(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What pkgen exits with. */
  public int code() {
    return code;
  }
}
