package org.panux.linit.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * How far somebody has read the log of one service who goes on reading. It holds the file that it
 * reads, so that one that is put aside, or even removed, is read to its end.
 */
final class LogCursor implements Closeable {
  /** A line longer than this comes in pieces. */
  private static final int CHUNK = 64 * 1024;

  private final String service;
  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

  private FileChannel channel;

  /** What the system knows the file by; null while there is none. */
  private Object identity;

  /** The beginning of the first line that was not read. */
  private long offset;

  private LogCursor(String service, Path file) {
    this.service = service;
    this.file = file;
  }

  /** Behind the last whole line that {@code file} has now. */
  static LogCursor atEnd(String service, Path file) throws IOException {
    LogCursor cursor = new LogCursor(service, file);
    if (cursor.open(file)) {
      long size = cursor.channel.size();
      cursor.offset = size - Math.min(size, CHUNK);
      cursor.read();
      cursor.offset += cursor.lastLineFeed() + 1;
    }
    return cursor;
  }

  Object identity() {
    return identity;
  }

  long offset() {
    return offset;
  }

  /**
   * Adds the next lines to {@code lines}, about {@code budget} bytes of them.
   *
   * @return whether there may be more at once
   */
  boolean next(List<LogTail.Line> lines, int budget) throws IOException {
    int left = budget;
    while (left > 0) {
      if (channel == null && !open(file)) {
        return false;
      }
      if (channel.size() < offset) {
        // Somebody has emptied it.
        offset = 0;
      }
      read();
      int end = lastLineFeed() + 1;
      boolean over = end == 0 && buffer.limit() < CHUNK;
      if (over && isCurrent()) {
        return false;
      }
      end = end == 0 ? buffer.limit() : end;
      add(lines, end);
      offset += end;
      left -= Math.max(end, 1);
      if (over) {
        goOn();
      }
    }
    return true;
  }

  private boolean open(Path path) throws IOException {
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
      identity = Files.getAttribute(path, "fileKey");
      offset = 0;
      return true;
    } catch (NoSuchFileException e) {
      close();
      return false;
    }
  }

  private void read() throws IOException {
    buffer.clear();
    int count = 0;
    while (buffer.hasRemaining() && count >= 0) {
      count = channel.read(buffer, offset + buffer.position());
    }
    buffer.flip();
  }

  private int lastLineFeed() {
    int at = buffer.limit() - 1;
    while (at >= 0 && buffer.get(at) != '\n') {
      at--;
    }
    return at;
  }

  private void add(List<LogTail.Line> lines, int end) throws IOException {
    if (end == 0) {
      return;
    }
    Path path = whereItIs();
    long modified =
        Files.exists(path)
            ? Files.getLastModifiedTime(path).toMillis()
            : System.currentTimeMillis();
    LineTimes times = LineTimes.of(path, offset, modified);
    int begin = 0;
    for (int i = 0; i < end; i++) {
      boolean feed = buffer.get(i) == '\n';
      if (feed || i == end - 1) {
        int length = (feed ? i : i + 1) - begin;
        String text = new String(buffer.array(), begin, length, StandardCharsets.UTF_8);
        lines.add(new LogTail.Line(times.at(offset + begin), service, text));
        begin = i + 1;
      }
    }
  }

  private boolean isCurrent() throws IOException {
    return identity.equals(key(file));
  }

  private static Object key(Path path) throws IOException {
    try {
      return Files.getAttribute(path, "fileKey");
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  /** The path that the file has now; where it has been removed, the one that it had. */
  private Path whereItIs() throws IOException {
    int number = number();
    return number <= 0 ? file : Rotation.old(file, number);
  }

  /** 0 for the file that is written, -1 for one that has been removed. */
  private int number() throws IOException {
    if (isCurrent()) {
      return 0;
    }
    for (int number = 1; Files.exists(Rotation.old(file, number)); number++) {
      if (identity.equals(key(Rotation.old(file, number)))) {
        return number;
      }
    }
    return -1;
  }

  /** The file has been put aside: the next one is the one that was put aside after it. */
  private void goOn() throws IOException {
    int number = number();
    if (number < 0) {
      number = 1;
      while (Files.exists(Rotation.old(file, number))) {
        number++;
      }
    }
    close();
    if (number > 1) {
      open(Rotation.old(file, number - 1));
    } else if (number == 1) {
      open(file);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
      identity = null;
    }
  }
}
