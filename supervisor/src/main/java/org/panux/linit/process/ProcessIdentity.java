package org.panux.linit.process;

import java.util.Optional;

/**
 * One process and never another one: a pid, which the kernel gives away again, and when the process
 * started.
 *
 * @param startTicks in clock ticks since the machine started, so that setting the clock changes
 *     nothing; whoever keeps an identity on disk keeps {@link Boot#id} beside it
 */
public record ProcessIdentity(long pid, long startTicks) {

  /** The process that has this pid now, unless it only waits to be reaped. */
  public static Optional<ProcessIdentity> of(long pid) {
    return ProcStat.of(pid).filter(stat -> !stat.ended()).map(ProcStat::identity);
  }

  /** Reads what {@link #toString} wrote. */
  public static Optional<ProcessIdentity> parse(String text) {
    int colon = text.indexOf(':');
    try {
      long pid = Long.parseLong(text, 0, Math.max(colon, 0), 10);
      long ticks = Long.parseLong(text, colon + 1, text.length(), 10);
      return pid > 0 && ticks >= 0
          ? Optional.of(new ProcessIdentity(pid, ticks))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it is there yet; one that only waits to be reaped is not. Reads {@code /proc}. */
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** The JDK's way to end it, which looks at the start once more; empty where it has gone. */
  Optional<ProcessHandle> handle() {
    // The handle is taken first: what is alive after that is what it stands for.
    return ProcessHandle.of(pid).filter(handle -> alive());
  }

  @Override
  public String toString() {
    return pid + ":" + startTicks;
  }
}
