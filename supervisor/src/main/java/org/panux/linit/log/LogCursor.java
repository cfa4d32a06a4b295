package org.panux.linit.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far somebody has read the log of one service who goes on reading. It holds the file that it
 * reads, so that one that is put aside, or even removed, is read to its end.
 */
final class LogCursor implements Closeable {
  /** A line longer than this comes in pieces. */
  static final int CHUNK = 64 * 1024;

  private final String service;
  private final Path file;

  /** What was read last, shared with other cursors: it holds nothing between two calls. */
  private final ByteBuffer buffer;

  private FileChannel channel;

  /** What the system knows the file by; null while there is none. */
  private Object identity;

  /** The beginning of the first line that was not read. */
  private long offset;

  private LogCursor(String service, Path file, ByteBuffer buffer) {
    this.service = service;
    this.file = file;
    this.buffer = buffer;
  }

  /** At the beginning of {@code file}, which may not be there yet. */
  static LogCursor atBeginning(String service, Path file, ByteBuffer buffer) {
    return new LogCursor(service, file, buffer);
  }

  /** Behind the last whole line that {@code file} has now. */
  static LogCursor atEnd(String service, Path file, ByteBuffer buffer) throws IOException {
    LogCursor cursor = new LogCursor(service, file, buffer);
    if (cursor.open()) {
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
      if (channel == null && !open()) {
        return false;
      }
      if (channel.size() < offset) {
        // Somebody has emptied it.
        offset = 0;
      }
      // Looked at before the file is read: it may be written to until it is put aside.
      boolean current = isCurrent();
      read();
      int end = lastLineFeed() + 1;
      boolean over = end == 0 && buffer.limit() < CHUNK;
      if (over && current) {
        return false;
      }
      end = end == 0 ? buffer.limit() : end;
      add(lines, end);
      offset += end;
      left -= Math.max(end, 1);
      if (over && !goOn()) {
        return false;
      }
    }
    return true;
  }

  /** Adds to {@code lines} what comes after the last line, where somebody has not ended one. */
  void rest(List<LogTail.Line> lines) throws IOException {
    if (channel != null) {
      read();
      add(lines, buffer.limit());
      offset += buffer.limit();
    }
  }

  private boolean open() throws IOException {
    Optional<OpenFile> opened = OpenFile.of(file);
    opened.ifPresent(this::take);
    return opened.isPresent();
  }

  private void take(OpenFile opened) {
    channel = opened.channel();
    identity = opened.identity();
    offset = 0;
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
    LineTimes times = LineTimes.of(path, offset, LogTail.modified(path));
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
    return OpenFile.identity(file).equals(Optional.of(identity));
  }

  /** The path that the file has now; where it has been removed, the one that it had. */
  private Path whereItIs() throws IOException {
    return isCurrent() ? file : files().getOrDefault(identity, file);
  }

  /**
   * The log and what was put aside of it, newest first, by what the system knows them by.
   *
   * <p>Files may be put aside meanwhile. They are moved up the numbers alone, so whoever looks up
   * the numbers misses none; one that is seen twice is where it was seen last.
   */
  private Map<Object, Path> files() throws IOException {
    Map<Object, Path> found = new LinkedHashMap<>();
    int missing = 0;
    for (int number = 0; missing < OpenFile.MOST_MISSING; number++) {
      Path path = number == 0 ? file : Rotation.old(file, number);
      Optional<Object> key = OpenFile.identity(path);
      missing = key.isPresent() ? 0 : missing + 1;
      if (key.isPresent()) {
        found.remove(key.get());
        found.put(key.get(), path);
      }
    }
    return found;
  }

  /**
   * The file has been put aside: goes on with the one that was put aside after it, or with the
   * oldest that is left where it has been removed.
   *
   * @return whether there is such a file yet
   */
  private boolean goOn() throws IOException {
    while (true) {
      Map<Object, Path> files = files();
      Object next = null;
      for (Object key : files.keySet()) {
        if (key.equals(identity)) {
          break;
        }
        next = key;
      }
      if (next == null) {
        return false;
      }
      Optional<OpenFile> opened = OpenFile.of(files.get(next));
      if (opened.isPresent() && opened.get().identity().equals(next)) {
        close();
        take(opened.get());
        return true;
      }
      // It has been moved on since it was found.
      if (opened.isPresent()) {
        opened.get().close();
      }
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
