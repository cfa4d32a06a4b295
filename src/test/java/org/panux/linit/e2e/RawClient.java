package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A client that knows nothing of linit's code: bytes to the socket, bytes from it. It speaks what a
 * test gives it, the ancestor's protocol among others.
 */
final class RawClient implements AutoCloseable {
  private static final int CHUNK = 8192;

  private final SocketChannel socket;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).flip();
  private final Supplier<String> evidence;

  private RawClient(SocketChannel socket, Selector selector, Supplier<String> evidence) {
    this.socket = socket;
    this.selector = selector;
    this.evidence = evidence;
  }

  static RawClient connect(Path path) {
    return connect(path, () -> "");
  }

  /**
   * @param evidence what else is known where no answer comes
   */
  static RawClient connect(Path path, Supplier<String> evidence) {
    try {
      SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
      socket.configureBlocking(false);
      Selector selector = Selector.open();
      socket.register(selector, SelectionKey.OP_READ);
      return new RawClient(socket, selector, evidence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends what the peer takes; a peer that has closed the connection is no error here. */
  RawClient send(byte[] bytes) {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    try {
      while (out.hasRemaining()) {
        socket.write(out);
      }
    } catch (IOException e) {
      // The next read tells.
    }
    return this;
  }

  /** The next message without its terminator, which must be {@code terminator}; null at the end. */
  String read(char terminator) {
    StringBuilder text = new StringBuilder();
    for (int b = next(); b >= 0; b = next()) {
      if (b == 0 || b == '\n') {
        if (b != terminator) {
          throw new AssertionError("'" + text + "' ended with " + b);
        }
        return new String(
            text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
      text.append((char) b);
    }
    if (text.length() > 0) {
      throw new AssertionError("half a message: " + text);
    }
    return null;
  }

  String readLine() {
    return read('\n');
  }

  /** How many whole messages come before the connection ends. */
  int countUntilEnd() {
    int count = 0;
    for (int b = next(); b >= 0; b = next()) {
      count += b == 0 || b == '\n' ? 1 : 0;
    }
    return count;
  }

  private int next() {
    try {
      if (!buffer.hasRemaining()) {
        if (selector.select(Duration.ofSeconds(Command.HANGS_AFTER_SECONDS).toMillis()) == 0) {
          throw new AssertionError("linitd does not answer" + evidence.get());
        }
        selector.selectedKeys().clear();
        buffer.clear();
        int count = socket.read(buffer);
        buffer.flip();
        if (count < 0) {
          return -1;
        }
      }
      return buffer.get() & 0xff;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Says that no more will be sent. */
  RawClient endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
