package org.panux.linit.log;

import java.nio.ByteBuffer;

/**
 * A few bytes that the log writer itself sends through a FIFO, to learn when all that was in it
 * before has been written. A write this short is never mixed with another one. The number tells a
 * mark from one that was sent earlier and has lost its meaning; each is left out of the log.
 */
final class Mark {
  private static final long FIRST = 0x006c696e69742d6dL;
  private static final long SECOND = 0x61726b8ed3c75a00L;

  static final int LENGTH = 3 * Long.BYTES;

  private Mark() {}

  static ByteBuffer of(long number) {
    return ByteBuffer.allocate(LENGTH).putLong(FIRST).putLong(SECOND).putLong(number).flip();
  }

  /**
   * Where the next mark begins, or may begin because the rest of it would lie behind the end; the
   * limit where there is none.
   */
  static int find(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      if (bytes.get(i) == 0 && isAt(bytes, i)) {
        return i;
      }
    }
    return bytes.limit();
  }

  private static boolean isAt(ByteBuffer bytes, int start) {
    int known = Math.min(2 * Long.BYTES, bytes.limit() - start);
    for (int i = 0; i < known; i++) {
      if (bytes.get(start + i) != byteAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static byte byteAt(int index) {
    long word = index < Long.BYTES ? FIRST : SECOND;
    return (byte) (word >>> (Long.BYTES - 1 - index % Long.BYTES) * Byte.SIZE);
  }

  /** The number of the mark that begins at {@code start}, all of which is there. */
  static long number(ByteBuffer bytes, int start) {
    return bytes.getLong(start + 2 * Long.BYTES);
  }
}
