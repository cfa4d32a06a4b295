package org.panux.linit.e2e;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A named pipe between a test and its scripts, for one direction: {@code echo here >$LINIT_ROOT/at}
 * in a script is heard by the test, and {@code read -r _ <$LINIT_ROOT/gate} waits for it. Nobody
 * waits at its opening, since the test holds both ends.
 */
final class Fifo implements AutoCloseable {
  private final RandomAccessFile ends;
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private Thread listener;

  private Fifo(RandomAccessFile ends) {
    this.ends = ends;
  }

  static Fifo create(TestRig rig, String name) {
    try {
      return new Fifo(new RandomAccessFile(rig.fifo(name).path(name).toFile(), "rw"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets one script that reads from it go on. */
  void open() {
    try {
      ends.writeBytes("go\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets every script that has it open go on, with its end. */
  void openForAll() {
    try {
      ends.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the next line that a script writes. */
  String hear() {
    if (listener == null) {
      listener = new Thread(this::listen, "fifo");
      listener.setDaemon(true);
      listener.start();
    }
    try {
      String line = heard.poll(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("no script came to its line");
      }
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void listen() {
    try {
      for (String line = ends.readLine(); line != null; line = ends.readLine()) {
        heard.add(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    if (listener != null) {
      // A read that is under way does not notice the close.
      open();
    }
    openForAll();
  }
}
