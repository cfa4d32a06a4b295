package org.panux.linit.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a peer has not taken yet. Bounded: a reader that is too slow is cut off. */
final class Outbox {
  /** Bytes that may wait for one peer. */
  private static final int LIMIT = 4 * 1024 * 1024;

  /** What may wait even where too much waits for all peers together. */
  private static final int SMALL = 16 * 1024;

  private final SocketLoop.Session session;
  private final Load load;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private long size;

  /** What {@link Load} knows of. */
  private long told;

  Outbox(SocketLoop.Session session, Load load) {
    this.session = session;
    this.load = load;
  }

  /**
   * Sends {@code text} and {@code terminator}, now or when the peer takes it.
   *
   * @throws IOException where the peer has gone, or reads too slowly
   */
  void send(String text, byte terminator) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(ByteBuffer.allocate(bytes.length + 1).put(bytes).put(terminator).flip(), false);
  }

  /**
   * As {@link #send(String, byte)}.
   *
   * @param shared whether others are sent the same bytes, which {@link Load} does not count
   *     therefore
   */
  void send(ByteBuffer message, boolean shared) throws IOException {
    // One answer may be as long as it is: it was made in the memory already.
    if (size > 0 && size + message.remaining() > LIMIT) {
      throw new IOException("the peer reads too slowly");
    }
    boolean idle = waiting.isEmpty();
    waiting.add(message);
    size += message.remaining();
    if (idle) {
      flush();
    }
    if (!shared) {
      tell(size);
      if (size > SMALL && load.tooManyBytes()) {
        throw new IOException("too much waits for peers that read too slowly");
      }
    }
  }

  /** Sends as much as the peer takes now. */
  void flush() throws IOException {
    SocketChannel channel = session.channel();
    while (!waiting.isEmpty()) {
      size -= channel.write(waiting.peek());
      if (waiting.peek().hasRemaining()) {
        session.callWhenWritable();
        return;
      }
      waiting.remove();
    }
    tell(0);
  }

  /** Nothing is sent any more. */
  void drop() {
    waiting.clear();
    size = 0;
    tell(0);
  }

  private void tell(long now) {
    if (now != told) {
      load.waits(now - told);
      told = now;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
