package org.panux.linit.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The floor of a client: it connects, sends, prints the answer, and ends. */
public final class BareClient {
  private static final int CHUNK = 16 * 1024;

  private BareClient() {}

  public static void main(String[] words) throws IOException {
    SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(words[0])));
    socket.write(
        ByteBuffer.wrap(
            ("{\"id\":1,\"op\":\"status\"" + names(words) + "}\n")
                .getBytes(StandardCharsets.UTF_8)));
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    byte last = 0;
    while (last != '\n' && socket.read(buffer.clear()) > 0) {
      System.out.write(buffer.array(), 0, buffer.position());
      last = buffer.get(buffer.position() - 1);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String names(String[] words) {
    return words.length > 1 ? ",\"names\":[\"" + words[1] + "\"]" : "";
  }
}
