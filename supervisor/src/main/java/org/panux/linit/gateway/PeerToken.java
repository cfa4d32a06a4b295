package org.panux.linit.gateway;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.FileDescriptorCast;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.RunToken;

/**
 * To which script run the process at the other end of a socket belongs, by what the kernel says of
 * it: its pid, and then its environment and its ancestors'.
 */
final class PeerToken {
  private PeerToken() {}

  /** The token of the peer, or empty where it belongs to no run. Reads {@code /proc}. */
  static Optional<RunToken> of(SocketChannel channel) {
    try {
      long pid =
          FileDescriptorCast.using(descriptor(channel))
              .as(AFUNIXSocket.class)
              .getPeerCredentials()
              .getPid();
      return pid > 0 ? ProcessTable.owner(pid) : Optional.empty();
    } catch (IOException | ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * The JDK tells the user of a peer, and not its pid; so its descriptor is lent to junixsocket.
   * The launcher opens {@code sun.nio.ch} for this.
   */
  private static FileDescriptor descriptor(SocketChannel channel)
      throws ReflectiveOperationException {
    Method getFd = channel.getClass().getMethod("getFD");
    getFd.setAccessible(true);
    return (FileDescriptor) getFd.invoke(channel);
  }
}
