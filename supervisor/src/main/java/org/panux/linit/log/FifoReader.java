package org.panux.linit.log;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Carries what comes out of one FIFO into a log, until nobody holds the FIFO any more. Blocks most
 * of the time, on a thread of its own.
 */
final class FifoReader {
  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 64 * 1024;
  private static final int TENTHS = 10;
  private static final long NANOS = 1_000_000_000L;

  /** The most that a pipe holds: so far back a mark of a writer that has died may lie. */
  private static final long LONGEST_PIPE = 1024 * 1024;

  private final Path fifo;
  private final LogFile log;

  /** Told of each mark that was found. */
  private final LongConsumer marks;

  private volatile boolean expecting;

  /** How many bytes are taken in a second; 0 for no limit. */
  private volatile long pace;

  /** Wakes whoever rests for the sake of the pace. */
  private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);

  FifoReader(Path fifo, LogFile log, LongConsumer marks) {
    this.fifo = fifo;
    this.log = log;
    this.marks = marks;
  }

  /** From now on there may be a mark, or no longer. */
  void expect(boolean mark) {
    expecting = mark;
    wakes.offer(true);
  }

  /** From now on, so many bytes are taken in a second; 0 for no limit. */
  void pace(long bytes) {
    pace = bytes;
    wakes.offer(true);
  }

  /** Takes its time for {@code count} bytes, unless somebody waits for all that there is. */
  private void rest(int count) {
    long begun = System.nanoTime();
    try {
      while (pace > 0 && !expecting) {
        long left = begun + count * NANOS / Math.max(1, pace) - System.nanoTime();
        if (left <= 0) {
          return;
        }
        wakes.poll(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Reads to the end.
   *
   * @param opened run once this end of the FIFO is held
   * @throws IOException where it cannot be opened
   */
  void run(Runnable opened) throws IOException {
    try (log;
        FileInputStream in = open()) {
      opened.run();
      copy(in);
    }
  }

  /** Opening waits for a writer; so there is one, for the moment. */
  @SuppressWarnings("try") // It is only held.
  private FileInputStream open() throws IOException {
    try (FileChannel writer = hold(fifo)) {
      return new FileInputStream(fifo.toFile());
    }
  }

  /** Opens both ends of a FIFO, which never waits, and keeps what is in it while it lasts. */
  static FileChannel hold(Path fifo) throws IOException {
    if (!Files.exists(fifo)) {
      throw new IOException("there is no named pipe " + fifo);
    }
    if (Files.isRegularFile(fifo) || Files.isDirectory(fifo)) {
      throw new IOException(fifo + " is no named pipe");
    }
    return FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** No reason is known for which a pipe that is open could not be read. */
  private void copy(FileInputStream in) {
    try {
      copyAll(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyAll(FileInputStream in) throws IOException {
    FileChannel channel = in.getChannel();
    ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL);
    long total = 0;
    for (int count = read(channel, buffer); count >= 0; count = read(channel, buffer)) {
      boolean full = !buffer.hasRemaining();
      buffer.flip();
      if (expecting || total < LONGEST_PIPE) {
        writeWithoutMarks(buffer, full && in.available() > 0);
      } else {
        log.write(buffer);
      }
      total += count;
      rest(count);
      if (full && buffer.capacity() < LARGE) {
        buffer = ByteBuffer.allocateDirect(LARGE).put(buffer);
      } else {
        buffer.compact();
      }
    }
  }

  /** At a pace, only as much as is due in a tenth of a second. */
  private int read(FileChannel channel, ByteBuffer buffer) throws IOException {
    long most = pace > 0 && !expecting ? Math.max(1, pace / TENTHS) : buffer.remaining();
    buffer.limit((int) Math.min(buffer.limit(), buffer.position() + most));
    return channel.read(buffer);
  }

  /**
   * @param more whether the rest of a mark can follow: one that is cut is left in the buffer then
   */
  private void writeWithoutMarks(ByteBuffer buffer, boolean more) {
    int limit = buffer.limit();
    while (buffer.hasRemaining()) {
      int mark = Mark.find(buffer);
      boolean whole = limit - mark >= Mark.LENGTH;
      if (mark < limit && !whole && !more) {
        mark = limit;
      }
      if (mark > buffer.position()) {
        log.write(buffer.limit(mark));
        buffer.limit(limit);
      }
      if (mark < limit) {
        if (!whole) {
          return;
        }
        marks.accept(Mark.number(buffer, mark));
        buffer.position(mark + Mark.LENGTH);
      }
    }
  }
}
