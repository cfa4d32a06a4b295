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

  private final SocketLoop.Session session;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private long size;

  Outbox(SocketLoop.Session session) {
    this.session = session;
  }

  /**
   * Sends {@code text} and {@code terminator}, now or when the peer takes it.
   *
   * @throws IOException where the peer has gone, or reads too slowly
   */
  void send(String text, byte terminator) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(ByteBuffer.allocate(bytes.length + 1).put(bytes).put(terminator).flip());
  }

  /** As {@link #send(String, byte)}, of what is bytes already. */
  void send(ByteBuffer message) throws IOException {
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
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
