package org.panux.linit.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Clients that follow all events and take what comes, with as little work as possible. */
final class Crowd {
  private final Selector selector;
  private final Thread reader = new Thread(this::read, "crowd");

  private Crowd(Selector selector) {
    this.selector = selector;
  }

  static Crowd follow(Path socket, int count) throws IOException {
    Crowd crowd = new Crowd(Selector.open());
    byte[] request = "{\"id\":1,\"op\":\"events\"}\n".getBytes(StandardCharsets.UTF_8);
    ByteBuffer first = ByteBuffer.allocate(1);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request));
      // Its snapshot is under way.
      channel.read(first.clear());
      channel.configureBlocking(false);
      channel.register(crowd.selector, SelectionKey.OP_READ);
    }
    crowd.reader.start();
    return crowd;
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    try {
      while (true) {
        selector.select(key -> read(key, buffer));
      }
    } catch (ClosedSelectorException e) {
      // Closed.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(SelectionKey key, ByteBuffer buffer) {
    try {
      if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
        key.cancel();
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
