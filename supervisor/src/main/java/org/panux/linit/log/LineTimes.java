package org.panux.linit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** When what lies at an offset of a log had been written, as {@link Times} has recorded it. */
final class LineTimes {
  private static final int BLOCK_RECORDS = 4096;

  private record Entry(long end, long time) {}

  /** Both numbers grow, but for a clock that was set back. */
  private final List<Entry> entries;

  private final long otherwise;

  private LineTimes(List<Entry> entries, long otherwise) {
    this.entries = entries;
    this.otherwise = otherwise;
  }

  /**
   * The times of {@code log}.
   *
   * @param from the first offset that is of interest
   * @param otherwise the time of what no record tells of
   */
  static LineTimes of(Path log, long from, long otherwise) throws IOException {
    Path file = Times.of(log);
    List<Entry> newestFirst = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long records = channel.size() / Times.RECORD;
      while (records > 0 && (newestFirst.isEmpty() || last(newestFirst).end() > from)) {
        int count = (int) Math.min(BLOCK_RECORDS, records);
        records -= count;
        addBlock(newestFirst, channel, records, count);
      }
    } catch (NoSuchFileException e) {
      // There is no record, or it is just being moved.
    }
    return new LineTimes(clean(newestFirst), otherwise);
  }

  private static void addBlock(List<Entry> entries, FileChannel channel, long first, int count)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(count * Times.RECORD);
    channel.read(block, first * Times.RECORD);
    for (int i = block.position() / Times.RECORD - 1; i >= 0; i--) {
      int at = i * Times.RECORD;
      entries.add(new Entry(block.getLong(at), block.getLong(at + Long.BYTES)));
    }
  }

  private static Entry last(List<Entry> entries) {
    return entries.get(entries.size() - 1);
  }

  /**
   * In the order of the log. A record that falls back behind an earlier one is of a log that was
   * emptied meanwhile, or has come late because two have written.
   */
  private static List<Entry> clean(List<Entry> newestFirst) {
    List<Entry> entries = new ArrayList<>(newestFirst.size());
    Collections.reverse(newestFirst);
    for (Entry entry : newestFirst) {
      while (!entries.isEmpty()
          && last(entries).end() >= entry.end()
          && last(entries).time() <= entry.time()) {
        entries.remove(entries.size() - 1);
      }
      if (entries.isEmpty() || last(entries).end() < entry.end()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** When the byte at {@code offset} had been written. */
  long at(long offset) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).end() > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < entries.size() ? entries.get(low).time() : otherwise;
  }
}
