package org.panux.linit.readiness;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/**
 * The lines of a log that grows, across its rotation: a log that is full is renamed from {@code
 * NAME} to {@code NAME.1}, what was {@code NAME.1} to {@code NAME.2}, and so on.
 *
 * <p>The file that was read last is kept open, so that its inode cannot be given to another file.
 */
final class LogReader implements Closeable {
  /** A longer line is taken for several. */
  static final int LONGEST_LINE = 16 * 1024;

  /** How often a file that is renamed while it is opened is tried again. */
  private static final int TRIES = 100;

  /** An open file, and which one it is. */
  private record Open(FileChannel channel, Object key) {}

  private final Path log;
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE).flip();
  private Open file;
  private long position;

  /**
   * @param start where in the log, as it is now, the first line begins; at its end where that is
   *     empty
   */
  LogReader(Path log, OptionalLong start) {
    this.log = log;
    this.position = start.orElse(0);
    try {
      file = open(log);
      if (start.isEmpty()) {
        position = file.channel().size();
      }
    } catch (IOException e) {
      // There is none yet, then it will begin with our first line.
      position = 0;
    }
  }

  /** The next line that is complete, or null where there is none yet. */
  String next() throws IOException {
    while (true) {
      String line = buffered();
      if (line != null) {
        return line;
      }
      // Who it is now is asked first: what is renamed afterwards may still have grown.
      Object newest = key(log);
      if (file == null) {
        if (newest == null) {
          return null;
        }
        file = open(log);
      } else if (!fill()) {
        if (newest == null || newest.equals(file.key()) || !turn()) {
          return null;
        }
      }
    }
  }

  /** A line from the buffer, or null where the buffer holds none that is complete. */
  private String buffered() {
    for (int i = buffer.position(); i < buffer.limit(); i++) {
      if (buffer.get(i) == '\n') {
        return take(i + 1);
      }
    }
    return buffer.remaining() == buffer.capacity() ? take(buffer.limit()) : null;
  }

  private String take(int end) {
    byte[] bytes = new byte[end - buffer.position()];
    buffer.get(bytes);
    int length = bytes.length;
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Reads on in the file; false at its end. */
  private boolean fill() throws IOException {
    if (file.channel().size() < position) {
      // Somebody has emptied it.
      position = 0;
      buffer.clear().flip();
    }
    buffer.compact();
    try {
      int count = file.channel().read(buffer, position);
      position += Math.max(0, count);
      return count > 0;
    } finally {
      buffer.flip();
    }
  }

  /** Goes on with the file that followed; false where it is not there yet. */
  private boolean turn() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int age = age();
      Open next;
      try {
        next = open(age == 0 ? log : rotated(age));
      } catch (NoSuchFileException e) {
        continue;
      }
      // If it was renamed meanwhile, it may be another than the one that followed.
      if (age() == age && !next.key().equals(file.key())) {
        file.channel().close();
        file = next;
        position = 0;
        return true;
      }
      next.channel().close();
    }
    return false;
  }

  /**
   * How often the log that followed ours has been rotated. Where ours is deleted already, that is
   * the oldest one.
   */
  private int age() {
    int oldest = 0;
    // A rotation under way leaves a gap of one.
    for (int i = 1, missing = 0; missing < 2; i++) {
      Object key = key(rotated(i));
      if (key == null) {
        missing++;
      } else if (key.equals(file.key())) {
        return i - 1;
      } else {
        missing = 0;
        oldest = i;
      }
    }
    return oldest;
  }

  private Path rotated(int age) {
    return log.resolveSibling(log.getFileName() + "." + age);
  }

  private static Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  private static Open open(Path path) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Object before = key(path);
      if (before != null && !Files.isRegularFile(path)) {
        throw new IOException(path + " is no regular file");
      }
      FileChannel channel = FileChannel.open(path);
      if (before != null && before.equals(key(path))) {
        return new Open(channel, before);
      }
      channel.close();
    }
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.channel().close();
      }
    } catch (IOException e) {
      // It was only read.
    }
  }
}
