package org.panux.linit.ctl;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.ServiceView;

/**
 * Loads what reading and showing an answer takes, while another thread connects and waits for it:
 * the loading of classes is most of what a short command does.
 */
final class Ahead extends Thread {
  private Ahead() {
    super("ahead");
    setDaemon(true);
  }

  static void begin() {
    new Ahead().start();
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
