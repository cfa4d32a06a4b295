package org.panux.linit.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The file that one service's output goes to: appended to, put aside when it is full, and looked
 * for again where somebody has moved it away. What cannot be written is counted and let go, since
 * the service must not wait; the file says so itself as soon as it can.
 */
final class LogFile implements Closeable {
  /** A line longer than this may be torn where one file ends and the next begins. */
  private static final int LONGEST_WHOLE_LINE = 64 * 1024;

  /** How often to look whether the file is still where it was. */
  private static final long LOOK_MILLIS = 1000;

  private final Path path;
  private final Supplier<Keep> keep;
  private final LossReport report;
  private final LongSupplier clock;

  private FileChannel channel;
  private Object identity;
  private Times times;
  private boolean atLineStart;
  private long looked;

  /** Bytes to wait beyond the size to keep, since the file could not be put aside. */
  private long overdue;

  private long lost;
  private String why = "";

  LogFile(Path path, Supplier<Keep> keep, LossReport report, LongSupplier clock) {
    this.path = path;
    this.keep = keep;
    this.report = report;
    this.clock = clock;
  }

  /** Takes all of {@code bytes}. */
  void write(ByteBuffer bytes) {
    long now = clock.getAsLong();
    try {
      find(now);
      if (lost > 0) {
        writeFully(note(), now);
        report.found(lost);
        lost = 0;
      }
      append(bytes, now);
    } catch (IOException e) {
      lost += bytes.remaining();
      why = explain(e);
      bytes.position(bytes.limit());
      report.lost(lost, why, now);
    }
  }

  private ByteBuffer note() {
    String text = "[linit: " + lost + " bytes of output were lost: " + why + "]\n";
    return ByteBuffer.wrap((atLineStart ? text : "\n" + text).getBytes(StandardCharsets.UTF_8));
  }

  /** Makes sure that the file is open, and is the one that has the name. */
  private void find(long now) throws IOException {
    if (channel != null && now - looked >= LOOK_MILLIS) {
      looked = now;
      if (!identity.equals(identity())) {
        closeFile();
      }
    }
    if (channel == null) {
      open();
      looked = now;
    }
  }

  private Object identity() throws IOException {
    try {
      return Files.getAttribute(path, "fileKey");
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  private void open() throws IOException {
    Files.createDirectories(path.getParent());
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    try {
      long size = file.size();
      identity = identity();
      atLineStart = size == 0 || lastByte(size) == '\n';
      times = new Times(path, size);
      overdue = 0;
      channel = file;
    } finally {
      if (channel == null) {
        file.close();
      }
    }
  }

  private int lastByte(long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(size - 1);
      return file.read();
    }
  }

  private void append(ByteBuffer bytes, long now) throws IOException {
    while (bytes.hasRemaining()) {
      long size = channel.size();
      long most = keep.get().size();
      long room = times.size() > most ? 0 : most + overdue - size;
      int length = fitting(bytes, room, size > 0);
      if (length == 0) {
        rotate(most);
      } else {
        int limit = bytes.limit();
        try {
          writeFully(bytes.limit(bytes.position() + length), now);
        } finally {
          bytes.limit(limit);
        }
      }
    }
  }

  /** How many of {@code bytes} belong into this file, of which {@code room} bytes are left. */
  private int fitting(ByteBuffer bytes, long room, boolean begun) {
    int count = bytes.remaining();
    if (count <= room) {
      return count;
    }
    int first = bytes.position();
    for (int i = first + (int) Math.max(0, room) - 1; i >= first; i--) {
      if (bytes.get(i) == '\n') {
        return i + 1 - first;
      }
    }
    if (begun && (atLineStart || room <= -LONGEST_WHOLE_LINE)) {
      return 0;
    }
    for (int i = first; i < bytes.limit(); i++) {
      if (bytes.get(i) == '\n') {
        return i + 1 - first;
      }
    }
    return count;
  }

  private void rotate(long most) throws IOException {
    if (identity.equals(identity())) {
      times.close();
      try {
        Rotation.shift(path, keep.get().files());
      } catch (IOException e) {
        // A file that is too long is better than a loss.
        overdue = channel.size() + most;
        return;
      }
    }
    closeFile();
    open();
  }

  private void writeFully(ByteBuffer bytes, long now) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
      atLineStart = bytes.get(bytes.position() - 1) == '\n';
    }
    times.written(channel.size(), now);
  }

  private void closeFile() {
    try {
      times.close();
      channel.close();
    } catch (IOException e) {
      // What was written has been taken by the kernel.
    }
    channel = null;
  }

  static String explain(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "Not a directory";
    }
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    String reason = e instanceof FileSystemException problem ? problem.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }

  /** Nothing more will come. */
  @Override
  public void close() {
    if (lost > 0) {
      write(ByteBuffer.allocate(0));
    }
    report.end(lost, why);
    if (channel != null) {
      closeFile();
    }
  }
}
