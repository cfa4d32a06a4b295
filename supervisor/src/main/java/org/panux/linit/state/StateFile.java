package org.panux.linit.state;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file that the journal is in. Nobody but its owner may read it, since it holds tokens.
 *
 * <p>Nothing is forced to the disk: what is written outlives this process, and of another start of
 * the machine it would mean nothing.
 */
final class StateFile implements Closeable {
  private final Path path;
  private FileChannel out;

  StateFile(Path run) {
    path = run.resolve("state");
  }

  Path path() {
    return path;
  }

  Optional<byte[]> read() throws IOException {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Gives what is there another name, and that name. */
  Path setAside() throws IOException {
    for (int number = 1; ; number++) {
      Path aside = path.resolveSibling("state.damaged-" + number);
      if (!Files.exists(aside)) {
        return Files.move(path, aside);
      }
    }
  }

  /** Writes a new file with that text, and puts it in the place of the old one. */
  void replace(String text) throws IOException {
    close();
    Path fresh = path.resolveSibling("state.new");
    Files.deleteIfExists(fresh);
    FileChannel next =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      write(next, text);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      out = next;
    } finally {
      if (out != next) {
        next.close();
      }
    }
  }

  /** Adds that text. After a failure the end of the file is unknown: it must be replaced. */
  void append(String text) throws IOException {
    write(out, text);
  }

  private static void write(FileChannel out, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  void remove() throws IOException {
    close();
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
