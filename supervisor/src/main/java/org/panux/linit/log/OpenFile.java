package org.panux.linit.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that is read, whatever becomes of its name.
 *
 * @param identity what the system knows it by
 */
record OpenFile(FileChannel channel, Object identity) implements Closeable {
  /** How many names without a file may follow each other while files are moved along them. */
  static final int MOST_MISSING = 3;

  /** The file that has the name {@code path}; empty where there is none. */
  static Optional<OpenFile> of(Path path) throws IOException {
    Optional<Object> identity = identity(path);
    while (identity.isPresent()) {
      FileChannel channel;
      try {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
      Optional<Object> after = identity(path);
      if (after.equals(identity)) {
        return Optional.of(new OpenFile(channel, identity.get()));
      }
      // It was put aside right then, and nobody can say which of the two was opened.
      channel.close();
      identity = after;
    }
    return Optional.empty();
  }

  /** What the system knows the file by that has the name {@code path}. */
  static Optional<Object> identity(Path path) throws IOException {
    try {
      return Optional.of(Files.getAttribute(path, "fileKey"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
