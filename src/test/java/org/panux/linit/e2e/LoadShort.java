package org.panux.linit.e2e;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Short connections, one after another: a question, its answer, and the end. */
final class LoadShort implements Runnable {
  private static final int THREADS = 4;
  private static final byte[] QUESTION =
      "{\"id\":1,\"op\":\"version\"}\n".getBytes(StandardCharsets.UTF_8);

  private final UnixDomainSocketAddress address;
  private final int seconds;
  private final long pauseNanos;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();

  /**
   * @param rate connections a second that are wanted
   */
  LoadShort(Daemon linitd, int seconds, int rate) {
    this.address = UnixDomainSocketAddress.of(linitd.rig().socket());
    this.seconds = seconds;
    this.pauseNanos = 1_000_000_000L * THREADS / rate;
  }

  @Override
  public void run() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(new Thread(this::connections, "short " + i));
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** At fixed times, so that one that takes long is made up for. */
  private void connections() {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    long begin = System.nanoTime();
    long end = begin + seconds * 1_000_000_000L;
    for (long next = begin; next < end; next += pauseNanos) {
      LockSupport.parkNanos(next - System.nanoTime());
      if (System.nanoTime() - end >= 0) {
        return;
      }
      (ask(buffer) ? answered : unanswered).incrementAndGet();
    }
  }

  private boolean ask(ByteBuffer buffer) {
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(QUESTION));
      buffer.clear();
      while (channel.read(buffer) >= 0) {
        if (buffer.get(buffer.position() - 1) == '\n') {
          return StandardCharsets.UTF_8.decode(buffer.flip()).toString().contains("\"ok\":true");
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  long unanswered() {
    return unanswered.get();
  }

  /** Connections a second that were answered. */
  long rate() {
    return answered.get() / seconds;
  }
}
