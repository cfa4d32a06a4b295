package org.panux.linit.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a stream of bytes into messages, each ended by NUL or by LF. */
public final class FrameBuffer {
  /** The longest message from a stranger, in bytes without its terminator. */
  public static final int MAX_MESSAGE = 64 * 1024;

  /**
   * One message.
   *
   * @param text the message without its terminator
   * @param terminator what ended it, and ends its answers: 0 or {@code \n}
   */
  public record Frame(String text, byte terminator) {}

  /** The peer sent what cannot be a message; nothing after it can be trusted. */
  public static final class BadFrame extends Exception {
    BadFrame(String message) {
      super(message);
    }
  }

  private byte[] pending = new byte[256];
  private int length;
  private int limit = MAX_MESSAGE;
  private CodingErrorAction malformed = CodingErrorAction.REPORT;

  /** From now on messages of up to {@code bytes} are taken. */
  public void limit(int bytes) {
    limit = bytes;
  }

  /** From now on a message that is not UTF-8 is taken, with U+FFFD for what cannot be read. */
  public void takeMalformed() {
    malformed = CodingErrorAction.REPLACE;
  }

  /**
   * Takes what has arrived and gives the messages that are complete with it, in order.
   *
   * @throws BadFrame where a message is too long or not UTF-8; messages before it are lost with it,
   *     since the connection ends
   */
  public List<Frame> feed(ByteBuffer bytes) throws BadFrame {
    List<Frame> frames = new ArrayList<>();
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    int begin = 0;
    for (int i = 0; i < chunk.length; i++) {
      byte b = chunk[i];
      if (b == 0 || b == '\n') {
        append(chunk, begin, i);
        frames.add(new Frame(decode(), b));
        length = 0;
        begin = i + 1;
      }
    }
    append(chunk, begin, chunk.length);
    return frames;
  }

  private void append(byte[] chunk, int from, int to) throws BadFrame {
    int count = to - from;
    if (count > limit - length) {
      throw new BadFrame("a message is longer than " + limit + " bytes");
    }
    if (count > pending.length - length) {
      pending = Arrays.copyOf(pending, Math.max(length + count, Math.min(limit, length * 2)));
    }
    System.arraycopy(chunk, from, pending, length, count);
    length += count;
  }

  /** Whether the message under way began as a JSON object. */
  public boolean inObject() {
    return length > 0 && pending[0] == '{';
  }

  private String decode() throws BadFrame {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(malformed)
              .onUnmappableCharacter(malformed)
              .decode(ByteBuffer.wrap(pending, 0, length));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new BadFrame("a message is not UTF-8");
    }
  }
}
