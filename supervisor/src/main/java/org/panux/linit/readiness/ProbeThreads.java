package org.panux.linit.readiness;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that probes may block: as many as there are looks under way, up to a bound, and none
 * where nothing was looked at for a second.
 */
final class ProbeThreads {
  /** A look that hangs holds one of them for some seconds; so many seldom hang at once. */
  private static final int MOST = 64;

  private ProbeThreads() {}

  static Executor create() {
    // A task goes to a thread that is idle, else to a new one, and waits only where there are MOST.
    Handover queue = new Handover();
    return new ThreadPoolExecutor(
        0,
        MOST,
        1,
        TimeUnit.SECONDS,
        queue,
        ProbeThreads::thread,
        (task, pool) -> queue.keep(task));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "probe");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Handover extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    void keep(Runnable task) {
      super.offer(task);
    }
  }
}
