package org.panux.linit.bench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The floor of a question and its answer: what comes goes back, and nothing else is done. */
public final class BareEcho {
  /** As long as an answer to {@code status} of one service. */
  static final int LENGTH = 400;

  private BareEcho() {}

  public static void main(String[] words) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(Path.of(words[0])));
    System.err.println("listening");
    ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);
    while (true) {
      try (SocketChannel client = server.accept()) {
        while (client.read(buffer.clear()) > 0) {
          client.write(buffer.flip());
        }
      }
    }
  }

  /** How many there and back a second, one after another. */
  static double rate(Path socket, int count) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);
      long began = System.nanoTime();
      for (int i = 0; i < count; i++) {
        client.write(buffer.clear());
        buffer.clear();
        while (buffer.hasRemaining()) {
          client.read(buffer);
        }
      }
      return count * 1e9 / (System.nanoTime() - began);
    }
  }
}
