package org.panux.linit.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The log of a script that writes to its file itself, without the log writer: what linitd does with
 * that file before and after a run. It reads and writes files, so it is nothing for an actor.
 */
public final class ScriptLog {
  private ScriptLog() {}

  /**
   * What a run finds.
   *
   * @param writable whether it can be written to; one that cannot must not keep a service from
   *     running
   * @param length how long it is
   */
  public record Beginning(boolean writable, long length) {}

  /** Puts {@code log} aside where it is full. Trouble is kept quiet: the run goes on. */
  public static Beginning beforeRun(Path log, Keep keep) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(log, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (file.isSymbolicLink()) {
        // Through a link it would write to whatever that leads to.
        return new Beginning(false, log.toFile().length());
      }
      if (file.size() >= keep.size()) {
        return shift(log, keep);
      }
      return new Beginning(Files.isWritable(log), file.size());
    } catch (IOException e) {
      return new Beginning(Files.isWritable(log.getParent()), 0);
    }
  }

  private static Beginning shift(Path log, Keep keep) {
    try {
      Rotation.shift(log, keep.files());
    } catch (IOException e) {
      // It grows a little more, and the next run tries again.
    }
    boolean there = Files.exists(log);
    return new Beginning(
        Files.isWritable(there ? log : log.getParent()), there ? log.toFile().length() : 0);
  }

  /** Notes that everything in {@code log} had been written by now. */
  public static void afterRun(Path log) {
    try {
      long size = log.toFile().length();
      if (size == 0) {
        return;
      }
      long recorded = recorded(Times.of(log));
      if (size == recorded) {
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
