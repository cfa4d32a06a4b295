package org.panux.linit.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A shell that stays: {@code linit-warm} in the library. It runs one script after another, each in
 * a subshell, and says on its channel how that has ended.
 */
public final class WarmShell {
  /** Whose run its own token is of; no service can have that name. */
  public static final String NAME = "@warm";

  private final RunToken token;

  /** Says that it has nothing to do any more, and whether it can be given something else. */
  private final Consumer<Boolean> freed;

  /** What it runs; set before the shell knows of it. */
  private final AtomicReference<WarmRun> current = new AtomicReference<>();

  private volatile Process process;
  private volatile OutputStream orders;

  WarmShell(RunToken token, Consumer<Boolean> freed) {
    this.token = token;
    this.freed = freed;
  }

  /** Its process is there. */
  void started(Process process) {
    started(process, process.getOutputStream());
  }

  /** The same, where its orders are written to {@code orders}. */
  void started(Process process, OutputStream orders) {
    this.process = process;
    this.orders = orders;
  }

  RunToken token() {
    return token;
  }

  Process process() {
    return process;
  }

  /**
   * Has it run {@code run}. The order is short, and the shell reads it soon: this does not block.
   */
  void run(WarmRun run) throws IOException {
    current.set(run);
    try {
      orders.write(run.order().getBytes(StandardCharsets.UTF_8));
      orders.flush();
    } catch (IOException e) {
      if (current.compareAndSet(run, null)) {
        throw e;
      }
      // Its end has been told already.
    }
    if (!process.isAlive()) {
      // It may have ended before it was known what it runs, and nobody else would tell of that.
      gone(process.exitValue());
    }
  }

  /** It ends when it has nothing to do any more. */
  void retire() {
    try {
      if (orders != null) {
        orders.close();
      }
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** Who speaks on its channel: the script run that it is busy with. */
  public Optional<RunToken> speaker() {
    return Optional.ofNullable(current.get()).map(WarmRun::token);
  }

  /**
   * It says that its script has ended.
   *
   * @param status the exit status, 128+n where signal n ended it
   * @param usable whether nothing that belongs to that script can come on the channel any more
   */
  public void ended(int status, boolean usable) {
    WarmRun run = current.getAndSet(null);
    // First, so that whatever follows from the end finds it free.
    freed.accept(usable);
    if (run != null) {
      run.ended(status);
    }
  }

  /** It is gone itself: with what it ran, if anything. */
  void gone(int status) {
    WarmRun run = current.getAndSet(null);
    if (run != null) {
      // Whatever it says, that script has not come to its end.
      run.ended(status == 0 ? 1 : status);
    }
  }

  /** The subshell that runs {@code run}, if it does yet, or still. Reads {@code /proc}. */
  Optional<ProcessIdentity> subshell(WarmRun run) {
    Optional<ProcessIdentity> found =
        process.toHandle().children().findFirst().flatMap(child -> ProcessIdentity.of(child.pid()));
    // Looked at last: the shell gets nothing else to do before linitd knows of the end of this.
    return found.filter(child -> current.get() == run);
  }
}
