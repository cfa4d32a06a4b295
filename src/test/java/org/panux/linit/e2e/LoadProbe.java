package org.panux.linit.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/**
 * A script that is at its {@code dep}, as many are in a boot, over and over: it measures how long
 * each takes, on a channel of its own. Beside each it has {@code cat} send a byte back, which shows
 * how long anybody waits for this machine at that time.
 */
final class LoadProbe implements AutoCloseable {
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int LEAST = 100;

  /** What was measured: deps, and the echoes beside them. */
  record Measured(LoadFigures deps, LoadFigures echoes) {
    /** In milliseconds, how much longer deps took than {@code quiet} ones, but for the machine. */
    double laterThan(Measured quiet) {
      double machine = echoes.percentile(99) - quiet.echoes.percentile(99);
      return deps.percentile(99) - quiet.deps.percentile(99) - Math.max(0, machine);
    }

    @Override
    public String toString() {
      return "%s (an echo by cat, p99 %.2f ms)".formatted(deps, echoes.percentile(99));
    }
  }

  private final RawClient channel;
  private final String request;
  private final Process cat;

  /**
   * @param token of a start script that runs
   * @param needs what it says that it needs, which runs already
   */
  LoadProbe(TestRig rig, String token, String needs) {
    this.channel = RawClient.connect(rig.path("run/channels")).send("channel " + token + "\n");
    this.request = "dep " + needs + "\n";
    try {
      this.cat = new ProcessBuilder("cat").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Measures while {@code load} goes on, and a hundred times at least. */
  Measured measure(Runnable load) {
    Thread thread = new Thread(load, "load");
    LoadFigures deps = new LoadFigures();
    LoadFigures echoes = new LoadFigures();
    thread.start();
    while (thread.isAlive() || deps.count() < LEAST) {
      long before = System.nanoTime();
      ask(1);
      long between = System.nanoTime();
      deps.add(between - before);
      echo();
      echoes.add(System.nanoTime() - between);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return new Measured(deps, echoes);
  }

  /** So many deps, one after the other. */
  void ask(int deps) {
    for (int i = 0; i < deps; i++) {
      String answer = channel.send(request).readLine();
      if (!"ok".equals(answer)) {
        throw new AssertionError("dep: " + answer);
      }
    }
  }

  private void echo() {
    try {
      OutputStream to = cat.getOutputStream();
      InputStream from = cat.getInputStream();
      to.write('\n');
      to.flush();
      if (from.read() != '\n') {
        throw new AssertionError("cat has ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cat.destroy();
    channel.close();
  }
}
