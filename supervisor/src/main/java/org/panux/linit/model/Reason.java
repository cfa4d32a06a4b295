package org.panux.linit.model;

import java.util.List;
import org.panux.linit.protocol.ExitCode;

/**
 * Why something is as it is.
 *
 * @param code the exit code that it means to whoever asked ({@link ExitCode})
 * @param text one line for people; empty where there is nothing to say
 */
public record Reason(int code, String text) {
  public static final Reason NONE = new Reason(ExitCode.DONE, "");

  public static Reason failed(String text) {
    return new Reason(ExitCode.FAILED, text);
  }

  /** The wait for {@code name} ended without it, because of {@code cause}. */
  public static Reason dependency(String name, String cause) {
    return new Reason(ExitCode.DEPENDENCY_FAILED, "dependency '" + name + "' " + cause);
  }

  /** The wait would close {@code cycle}, which begins and ends with the same name. */
  public static Reason deadlock(List<String> cycle) {
    return new Reason(ExitCode.DEADLOCK, "would deadlock: " + String.join(" → ", cycle));
  }

  /** The start script of {@code name} gets nothing more: it will be ended. */
  public static Reason stopping(String name) {
    return failed("'" + name + "' is being stopped");
  }

  public boolean ok() {
    return code == ExitCode.DONE;
  }
}
