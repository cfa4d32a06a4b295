package org.panux.linit.process;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Reason;

/** Starts script runs: the seam to the operating system, which tests replace. */
public interface Launcher {
  /** A script run that was started. */
  interface Running {
    /** When it was. */
    default Moment begun() {
      return new Moment(System.currentTimeMillis(), System.nanoTime());
    }

    /** How long the log was before it began. */
    long logStart();

    /** The process and no other; empty where it has ended. Reads {@code /proc}. */
    Optional<ProcessIdentity> identity();

    /** Completes with the exit status: 128+n where signal n ended it. */
    CompletionStage<Integer> exit();

    /** The last line that this run has written, or an empty text. Reads a file. */
    String lastLine();

    /** Whether it may leave a daemon behind of which nobody tells linitd. */
    default boolean mayLeaveDaemon() {
      return false;
    }

    /** Whether it seems to call linit-sup. */
    default boolean callsSup() {
      return false;
    }

    /** What the exit status {@code code} means for this kind of script; mostly an empty text. */
    default String meaning(int code) {
      return "";
    }

    /** It has ended: what it has written is complete. Writes a file. */
    void noteEnd();

    /** Sends signal {@code number} to the process. Blocks for about a millisecond. */
    void signal(int number);

    /** SIGTERM to the process. */
    void terminate();

    /** SIGKILL to the process. */
    void kill();
  }

  /** The script cannot be run. */
  final class CannotLaunch extends Exception {
    private final transient Reason reason;

    public CannotLaunch(Reason reason) {
      super(reason.text());
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /**
   * Runs the script of {@code service} with {@code verb}, with {@code token} in its environment and
   * on its channel, when it is its turn. Reads files; completes when the script has been launched,
   * or with {@link CannotLaunch}, where the system refuses.
   *
   * @throws CannotLaunch where there is no script that can be run
   */
  CompletionStage<Running> launch(String service, Verb verb, RunToken token) throws CannotLaunch;

  /**
   * The script run of {@code token} has to wait for a service, or has not any more: whoever waits
   * leaves its turn to others.
   */
  default void waits(RunToken token, boolean waiting) {}

  /** These are going to be launched, best in this order. */
  default void expect(List<String> services) {}

  /** What the script of {@code service} seems to need, as far as its text is known: a hint. */
  default Collection<String> needs(String service) {
    return List.of();
  }
}
