package org.panux.linit.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of a connection: sends bytes and reads lines, and knows no protocol. */
final class Peer implements AutoCloseable {
  private final SocketChannel socket;
  private final BufferedReader reader;

  Peer(Path path) throws IOException {
    socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
    reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8));
  }

  Peer send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Peer send(byte[] message) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(message);
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
    return this;
  }

  Peer endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next line, or null where the connection has ended. */
  String read() {
    try {
      return reader.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
