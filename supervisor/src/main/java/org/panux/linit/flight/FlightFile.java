package org.panux.linit.flight;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.panux.linit.protocol.Version;

/**
 * The file of a recording, and the one before it, which has {@code .1} behind its name: each is no
 * larger than half of what both may be, and each can be replayed alone. Nobody but its owner may
 * read it.
 */
final class FlightFile implements Closeable {
  private final Path path;
  private final long most;
  private OutputStream out;
  private long size;

  /**
   * @param most bytes that both files may have together
   */
  FlightFile(Path path, long most) {
    this.path = path;
    this.most = most;
  }

  Path path() {
    return path;
  }

  /** Adds a line to what was written; {@link #flush} writes it out. */
  void add(StringBuilder text) throws IOException {
    if (out == null) {
      open();
    }
    size += Line.write(text, out);
  }

  private void open() throws IOException {
    try {
      Files.move(
          path,
          path.resolveSibling(path.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // The first.
    }
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    out = new BufferedOutputStream(Channels.newOutputStream(channel));
    size = Line.write(new StringBuilder(Line.MAGIC).append(Version.current()), out);
    // A linitd that is killed at once leaves a recording of nothing, and not half a first line.
    out.flush();
  }

  void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  /** Whether the next line had better go to a new file. */
  boolean full() {
    return size >= most / 2;
  }

  /** The next line begins a new file. */
  @Override
  public void close() throws IOException {
    if (out != null) {
      OutputStream old = out;
      out = null;
      old.close();
    }
  }
}
