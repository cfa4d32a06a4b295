package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/** The end of a file of output. */
final class Tail {
  private static final int BYTES = 4096;

  private Tail() {}

  /** Likewise of {@code log}; what cannot be read has none. Reads it. */
  static String lastLine(File log, long start) {
    try (RandomAccessFile file = new RandomAccessFile(log, "r")) {
      return lastLine(file, start);
    } catch (IOException e) {
      return "";
    }
  }

  /** The last line behind {@code start} that is not blank, or an empty text. */
  static String lastLine(RandomAccessFile file, long start) throws IOException {
    long from = Math.max(start, file.length() - BYTES);
    byte[] tail = new byte[(int) Math.max(0, Math.min(BYTES, file.length() - from))];
    file.seek(from);
    file.readFully(tail);
    return new String(tail, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .reduce("", (first, second) -> second)
        .strip();
  }
}
