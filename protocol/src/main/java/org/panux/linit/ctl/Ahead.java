package org.panux.linit.ctl;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.ServiceView;

/**
 * Loads what reading and showing an answer takes, while another thread connects and waits for it:
 * the loading of classes is most of what a short command does.
 */
final class Ahead extends Thread {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private Ahead() {
    super("ahead");
    setDaemon(true);
  }

  /** Once is enough: what is loaded stays. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      new Ahead().start();
    }
  }

  @Override
  public void run() {
    ServiceView view;
    try {
      view = ServiceView.of(Json.object(Json.write(ServiceView.neverStarted("").toJson())));
    } catch (Json.Malformed e) {
      throw new IllegalStateException(e);
    }
    Terminal.table(new PrintStream(OutputStream.nullOutputStream()), List.of(view));
  }
}
