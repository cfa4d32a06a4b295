package org.panux.linit.ctl;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.panux.linit.client.LinitClient;

/**
 * What {@code linitd --progress} shows: the same as {@code linitctl boot --watch}, by the same
 * means, out of linitd's own process. What linitd says meanwhile stands above it.
 */
public final class BootProgress implements Runnable {
  private static final String BOOT = "boot";

  private final Path socket;
  private final PrintStream out;
  private final Progress progress;
  private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean drawing = Terminal.columns() > 0;

  /**
   * @param socket where linitd listens
   */
  public BootProgress(Path socket, PrintStream out) {
    this.socket = socket;
    this.out = out;
    this.progress = new Progress(out);
  }

  /** Prints a line, now or with the next picture. */
  public void say(String line) {
    waiting.add(line);
    if (drawing) {
      progress.wake(this::sayAbove);
    }
    // It may have ended meanwhile; each line is taken once.
    if (!drawing) {
      sayBelow();
    }
  }

  private void sayAbove(Screen screen) {
    for (String line = waiting.poll(); line != null; line = waiting.poll()) {
      screen.above(line);
    }
  }

  private void sayBelow() {
    for (String line = waiting.poll(); line != null; line = waiting.poll()) {
      out.println(line);
    }
  }

  @Override
  public void run() {
    try (LinitClient client = LinitClient.connect(socket)) {
      String[] words = {"-p", socket.toString(), BOOT, "--watch"};
      CommandLine line = CommandLine.parse(words, Optional.empty());
      Watch.boot(new Linitctl(line, out, out), client, BOOT, progress);
    } catch (IOException | CommandLine.Invalid e) {
      // linitd ends, and says so itself.
    } finally {
      drawing = false;
      sayBelow();
    }
  }
}
