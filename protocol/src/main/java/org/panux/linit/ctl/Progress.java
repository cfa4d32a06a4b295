package org.panux.linit.ctl;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceView;

/**
 * Draws how a boot goes on a terminal: at each change, but not more often than an eye sees, and
 * otherwise once a second, since times pass.
 */
final class Progress {
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

  /** Something has happened. */
  private interface Heard {
    /** Gives whether it is over with that. */
    boolean show(Screen screen, ProgressTree tree) throws IOException;
  }

  private final PrintStream out;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  Progress(PrintStream out) {
    this.out = out;
  }

  /** Has {@code work} done before the next picture. */
  void wake(Consumer<Screen> work) {
    heard.add(
        (screen, tree) -> {
          work.accept(screen);
          return false;
        });
  }

  /**
   * Draws what {@code client} hears, from {@code snapshot} until {@code done} says so of a change.
   *
   * @throws IOException where linitd ends before
   */
  void follow(LinitClient client, String root, GraphView snapshot, Predicate<ServiceView> done)
      throws IOException {
    ProgressTree tree = new ProgressTree(root, snapshot);
    Thread reader = new Thread(() -> read(client, done), "events");
    reader.setDaemon(true);
    reader.start();
    try (Screen screen = new Screen(out)) {
      draw(screen, tree);
      long frame = System.nanoTime();
      boolean changed = false;
      boolean over = false;
      while (!over) {
        long wait = (changed ? SHORTEST : LONGEST) - (System.nanoTime() - frame);
        Heard next = wait <= 0 ? null : heard.poll(wait, TimeUnit.NANOSECONDS);
        if (next == null) {
          draw(screen, tree);
          frame = System.nanoTime();
          changed = false;
        } else {
          over = next.show(screen, tree);
          changed = true;
        }
      }
      draw(screen, tree);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void read(LinitClient client, Predicate<ServiceView> done) {
    try {
      while (true) {
        Reply event = client.read();
        if (event.fields().get("service") instanceof Map<?, ?> service) {
          ServiceView view = ServiceView.of(service);
          heard.add(
              (screen, tree) -> {
                tree.take(view);
                return done.test(view);
              });
        }
      }
    } catch (IOException e) {
      heard.add(
          (screen, tree) -> {
            throw e;
          });
    }
  }

  private static void draw(Screen screen, ProgressTree tree) {
    screen.draw(tree.lines(System.currentTimeMillis(), Terminal.columns(), Terminal.rows()));
  }
}
