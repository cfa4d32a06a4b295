package org.panux.linit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The log of a script that writes to its file itself, without the log writer: what linitd does with
 * that file before and after a run. It reads and writes files, so it is nothing for an actor.
 */
public final class ScriptLog {
  private ScriptLog() {}

  /** Puts {@code log} aside where it is full. Trouble is kept quiet: the run goes on. */
  public static void beforeRun(Path log, Keep keep) {
    try {
      if (Files.exists(log) && Files.size(log) >= keep.size()) {
        Rotation.shift(log, keep.files());
      }
    } catch (IOException e) {
      // It grows a little more, and the next run tries again.
    }
  }

  /** Notes that everything in {@code log} had been written by now. */
  public static void afterRun(Path log) {
    try {
      long size = Files.exists(log) ? Files.size(log) : 0;
      long recorded = recorded(Times.of(log));
      if (size == 0 || size == recorded) {
        return;
      }
      try (Times times = new Times(log, recorded)) {
        times.written(size, System.currentTimeMillis());
      }
    } catch (IOException e) {
      // As good as no time; a reader takes that of the file.
    }
  }

  /** How far the newest record says that the log went. */
  private static long recorded(Path times) throws IOException {
    if (!Files.exists(times)) {
      return 0;
    }
    try (FileChannel file = FileChannel.open(times, StandardOpenOption.READ)) {
      long records = file.size() / Times.RECORD;
      ByteBuffer record = ByteBuffer.allocate(Times.RECORD);
      return records > 0 && file.read(record, (records - 1) * Times.RECORD) == Times.RECORD
          ? record.getLong(0)
          : 0;
    }
  }
}
