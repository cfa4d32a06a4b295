package org.panux.linit.gateway;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Who is at the other end of a socket, as the kernel saw it when it connected. A peer in another
 * user namespace has the ids that it has in linitd's.
 *
 * @param pid 0 where it is in no pid namespace that linitd can see
 * @param gid its own group; it may be in others as well
 */
record PeerCredentials(long pid, long uid, long gid) {
  private static volatile Method descriptor;

  static PeerCredentials of(SocketChannel channel) throws IOException {
    try {
      AFUNIXSocketCredentials peer =
          FileDescriptorCast.using(descriptor(channel))
              .as(AFUNIXSocketChannel.class)
              .getPeerCredentials();
      return new PeerCredentials(peer.getPid(), peer.getUid(), peer.getGid());
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  /**
   * The JDK tells the user of a peer by name, and its pid not at all; so its descriptor is lent to
   * junixsocket. The launcher opens {@code sun.nio.ch} for this. It is lent as a channel: as a
   * plain socket it would block from then on, and with it whoever writes to a slow reader.
   */
  private static FileDescriptor descriptor(SocketChannel channel)
      throws ReflectiveOperationException {
    Method getFd = descriptor;
    if (getFd == null) {
      getFd = channel.getClass().getMethod("getFD");
      getFd.setAccessible(true);
      descriptor = getFd;
    }
    return (FileDescriptor) getFd.invoke(channel);
  }
}
