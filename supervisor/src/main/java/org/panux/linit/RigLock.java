package org.panux.linit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * At most one linitd a rig. The kernel holds the lock for as long as the process lives, so that of
 * a dead one nothing has to be cleaned up. The file has the pid of its holder.
 */
final class RigLock implements Closeable {
  private static final int LONGEST_PID = 32;

  private final Path path;
  private final FileChannel file;

  private RigLock(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /** Another linitd runs this rig. */
  static final class Taken extends Exception {
    Taken(String message) {
      super(message);
    }
  }

  static RigLock take(Path path, Path rig) throws IOException, Taken {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    FileLock lock = file.tryLock();
    if (lock == null) {
      ByteBuffer pid = ByteBuffer.allocate(LONGEST_PID);
      file.read(pid);
      file.close();
      throw new Taken(
          "another linitd, pid "
              + new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip()
              + ", runs the rig "
              + rig
              + "; to run it anew, stop that one first");
    }
    file.truncate(0);
    file.write(
        ByteBuffer.wrap(
            (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
    return new RigLock(path, file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
    file.close();
  }
}
