package org.panux.linit.process;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A connection to linitd's own channel socket, made here and given to a script as its stdin, or to
 * a shell. Its first line says which run speaks on it.
 */
final class Channel implements Closeable {
  private final AFUNIXSocketChannel socket;

  private Channel(AFUNIXSocketChannel socket) {
    this.socket = socket;
  }

  /** Loads the native library. */
  static void load() {
    AFUNIXSocket.isSupported();
  }

  static Channel connect(Path path, RunToken token) throws IOException {
    AFUNIXSocketChannel socket = AFUNIXSocketChannel.open();
    try {
      socket.connect(AFUNIXSocketAddress.of(path));
      ByteBuffer hello =
          ByteBuffer.wrap(("channel " + token + "\n").getBytes(StandardCharsets.UTF_8));
      while (hello.hasRemaining()) {
        socket.write(hello);
      }
      return new Channel(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The socket as a descriptor of a child. */
  Redirect descriptor() throws IOException {
    return FileDescriptorCast.using(socket.getFileDescriptor()).as(Redirect.class);
  }

  /**
   * Closes our copy. The socket's own close would shut the connection down for the child as well,
   * so the bare descriptor is closed.
   */
  @Override
  public void close() throws IOException {
    new FileOutputStream(socket.getFileDescriptor()).close();
  }
}
