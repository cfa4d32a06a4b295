package org.panux.linit.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file beside a log that says when its bytes were written: records of two 64-bit numbers, an
 * offset and milliseconds since 1970. The bytes before the offset had been written at that time.
 * Such a file is worth nothing without its log, so trouble with it is kept quiet.
 */
final class Times implements Closeable {
  static final int RECORD = 16;

  private final Path file;
  private final ByteBuffer records = ByteBuffer.allocate(2 * RECORD);

  /** Whether the log was empty: then what the file says is about another one. */
  private boolean fresh;

  private FileChannel channel;
  private long size;
  private long end;
  private long recorded;
  private long last;

  /** The file with the times of {@code log}. */
  static Path of(Path log) {
    return log.resolveSibling(log.getFileName() + ".times");
  }

  /**
   * @param end how many bytes of the log need no record any more
   */
  Times(Path log, long end) {
    this.file = of(log);
    this.fresh = end == 0;
    this.end = end;
    this.recorded = end;
  }

  /** Bytes of the records. */
  long size() {
    return size;
  }

  /**
   * The log has grown to {@code newEnd} bytes. Within one millisecond only the first such message
   * makes a record; how far it came is recorded before the next one.
   */
  void written(long newEnd, long now) {
    if (now != last) {
      records.clear();
      if (end > recorded) {
        records.putLong(end).putLong(last);
      }
      records.putLong(newEnd).putLong(now);
      append();
      recorded = newEnd;
      last = now;
    }
    end = newEnd;
  }

  private void append() {
    try {
      if (channel == null) {
        open();
      }
      size += channel.write(records.flip());
    } catch (IOException e) {
      closeChannel();
    }
  }

  private void open() throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = fresh ? 0 : channel.size() / RECORD * RECORD;
    channel.truncate(size);
    fresh = false;
  }

  private void closeChannel() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // As with any other trouble here.
    }
    channel = null;
  }

  @Override
  public void close() {
    if (end > recorded) {
      records.clear().putLong(end).putLong(last);
      append();
      recorded = end;
    }
    closeChannel();
  }
}
