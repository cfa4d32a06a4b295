package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Many connections at once, each of one descriptor here, none of which ever blocks. */
final class LoadCrowd implements AutoCloseable {
  private final Path socket;
  private final List<SocketChannel> members = new ArrayList<>();

  LoadCrowd(Daemon linitd) {
    this.socket = linitd.rig().socket();
  }

  /** So many more, each of which sends this, or as much of it as is taken. */
  LoadCrowd join(int many, byte[] first) {
    for (int i = 0; i < many; i++) {
      try {
        SocketChannel member = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        members.add(member);
        member.configureBlocking(false);
        send(members.size() - 1, first);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  int size() {
    return members.size();
  }

  /** Sends this on one of them; one that was cut off sends nothing. */
  void send(int member, byte[] bytes) {
    try {
      members.get(member).write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      // The next read tells.
    }
  }

  /** Waits until each has got a line, or was cut off; gives the lines. */
  List<String> lines() {
    List<StringBuilder> lines = new ArrayList<>();
    members.forEach(member -> lines.add(new StringBuilder()));
    Await.until(
        () -> {
          boolean all = true;
          for (int i = 0; i < members.size(); i++) {
            all &= read(members.get(i), lines.get(i));
          }
          return all;
        },
        () -> lines);
    return lines.stream().map(StringBuilder::toString).toList();
  }

  private static boolean read(SocketChannel member, StringBuilder line) {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (line.indexOf("\n") < 0) {
      int count;
      try {
        count = member.read(buffer.clear());
      } catch (IOException e) {
        count = -1;
      }
      if (count == 0) {
        return false;
      }
      line.append(count < 0 ? "\n" : StandardCharsets.ISO_8859_1.decode(buffer.flip()));
    }
    return true;
  }

  @Override
  public void close() {
    try {
      for (SocketChannel member : members) {
        member.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    members.clear();
  }
}
