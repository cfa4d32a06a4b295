package org.panux.linit.model;

import java.util.Collection;
import java.util.List;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.Text;

/**
 * Why something is as it is.
 *
 * @param code the exit code that it means to whoever asked ({@link ExitCode})
 * @param text one line for people; empty where there is nothing to say
 * @param root for a dependency that failed because of another one: the last of these texts, which
 *     says what really happened; otherwise the same as {@code text}
 * @param cause where it comes from
 */
public record Reason(int code, String text, String root, Cause cause) {
  /** The longest cause that is passed on, so that a long chain cannot fill the memory. */
  private static final int LONGEST_ROOT = 2000;

  public static final Reason NONE = new Reason(ExitCode.DONE, "");

  public Reason(int code, String text) {
    this(code, text, Cause.ITSELF);
  }

  public Reason(int code, String text, Cause cause) {
    this(code, text, text, cause);
  }

  public static Reason failed(String text) {
    return new Reason(ExitCode.FAILED, text);
  }

  /**
   * The wait for {@code name} ended with it in the state {@code word}, because of {@code cause}. Of
   * a chain of dependencies, the first and the last are named: a long one stays one clear line.
   */
  public static Reason dependency(String name, String word, Reason cause) {
    String first = "dependency '" + name + "' " + word;
    Cause of = Cause.dependency(name);
    if (cause.text().isEmpty()) {
      return new Reason(ExitCode.DEPENDENCY_FAILED, first, of);
    }
    String root = Text.clip(cause.root(), LONGEST_ROOT);
    if (cause.code() != ExitCode.DEPENDENCY_FAILED) {
      return new Reason(ExitCode.DEPENDENCY_FAILED, first + ": " + root, of);
    }
    String between = cause.root().equals(cause.text()) ? ": " : ": … ";
    return new Reason(ExitCode.DEPENDENCY_FAILED, first + between + root, root, of);
  }

  /** The wait would close {@code cycle}, which begins and ends with the same name. */
  public static Reason deadlock(List<String> cycle) {
    return new Reason(
        ExitCode.DEADLOCK, "would deadlock: " + String.join(" → ", cycle), Cause.CYCLE);
  }

  /** Nothing waits for {@code name} where that would close {@code cycle}, and nothing fails. */
  public static Reason unordered(String name, List<String> cycle) {
    return new Reason(
        ExitCode.DEADLOCK, "not ordered after '" + name + "', " + deadlock(cycle).text());
  }

  /** Why a service is stopped: that was {@code asked}, of a script where it is one. */
  public static Reason request(String asked, String script) {
    return new Reason(ExitCode.DONE, asked, Cause.request(script));
  }

  /** Why a service is stopped: it needs {@code names}, and they {@code were}. */
  public static Reason needs(Collection<String> names, String were, Cause cause) {
    String which = names.size() == 1 ? "', which was " : "', which were ";
    return new Reason(
        ExitCode.DONE, "it needs '" + String.join("', '", names) + which + were, cause);
  }

  /** linitd ends, and everything with it. */
  public static Reason shutdown(int code, String text) {
    return new Reason(code, text, Cause.SHUTDOWN);
  }

  /**
   * Why a service is stopped: it needs {@code lost}, which has gone for good; by way of {@code
   * next}, which it needs itself.
   */
  public static Reason lost(Report lost, String next) {
    String what =
        lost.state() == ServiceState.FAILED ? "', which failed" : "', which ended by itself";
    String why = lost.reason().text().isEmpty() ? "" : ": " + lost.reason().text();
    return new Reason(ExitCode.DONE, "it needs '" + lost.name() + what + why, Cause.lost(next));
  }

  /** What was asked for can be done only while the service runs. */
  public static Reason notRunning() {
    return new Reason(ExitCode.NOT_RUNNING, "it is not running");
  }

  /** The start script of {@code name} gets nothing more: it will be ended. */
  public static Reason stopping(String name) {
    return failed("'" + name + "' is being stopped");
  }

  /** The same, from {@code other}. */
  public Reason from(Cause other) {
    return new Reason(code, text, root, other);
  }

  public boolean ok() {
    return code == ExitCode.DONE;
  }
}
