package org.panux.linit.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/**
 * The two sockets that linitd listens on: one for clients, and one of its own for the channels of
 * scripts, so that a crowd of clients never keeps a script from starting.
 */
public record Listeners(
    Path clientPath,
    ServerSocketChannel clients,
    Path channelPath,
    ServerSocketChannel channels,
    Access access)
    implements Closeable {
  /** The longest path, in bytes: 107 fit the kernel's socket address, the JDK takes one less. */
  private static final int LONGEST_PATH = 106;

  private static final int CHANNEL_BACKLOG = 1024;

  /**
   * Listens on both. A socket that nobody listens on any more is taken over.
   *
   * @param group whose members may connect to the one for clients, too; empty for none
   * @param members what these may
   * @throws IOException with a message for people
   */
  public static Listeners open(
      Path clients, Path channels, int backlog, Optional<String> group, Access.Right members)
      throws IOException {
    checkLength(clients, "a shorter folder, or a shorter path with --unix");
    checkLength(channels, "a shorter folder for the rig");
    ServerSocketChannel first = bind(clients, backlog);
    try {
      Access access = Access.ofOwner();
      if (group.isPresent()) {
        access = access.with(share(clients, group.get()), members);
      }
      return new Listeners(clients, first, channels, bind(channels, CHANNEL_BACKLOG), access);
    } catch (IOException e) {
      first.close();
      Files.deleteIfExists(clients);
      throw e;
    }
  }

  /** Lets the members of {@code group} connect; gives its number. */
  private static long share(Path socket, String group) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    try {
      view.setGroup(
          socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("'socket-group': there is no group '" + group + "'", e);
    } catch (IOException e) {
      throw new IOException(
          "'socket-group': cannot give " + socket + " to the group '" + group + "'; be in it", e);
    }
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    return (int) Files.getAttribute(socket, "unix:gid") & 0xffffffffL;
  }

  private static void checkLength(Path path, String remedy) throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new IOException(
          "the socket path "
              + path
              + " is "
              + length
              + " bytes long, at most "
              + LONGEST_PATH
              + " are possible; choose "
              + remedy);
    }
  }

  private static ServerSocketChannel bind(Path path, int backlog) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      takeOver(path, address);
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(address, backlog);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return server;
    } catch (IOException e) {
      server.close();
      throw new IOException("cannot listen on " + path + ": " + e.getMessage(), e);
    }
  }

  private static void takeOver(Path path, UnixDomainSocketAddress address) throws IOException {
    boolean socket =
        ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000)
            == 0140000;
    if (!socket) {
      throw new IOException("cannot listen on " + path + ": there is a file that is no socket");
    }
    if (answers(address)) {
      throw new IOException(
          "cannot listen on "
              + path
              + ": another program listens there already; choose another path with --unix");
    }
    Files.delete(path);
  }

  private static boolean answers(UnixDomainSocketAddress address) throws IOException {
    try (SocketChannel probe = SocketChannel.open(address)) {
      return probe.isConnected();
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  /** Stops listening and removes the sockets. */
  @Override
  public void close() throws IOException {
    clients.close();
    channels.close();
    Files.deleteIfExists(clientPath);
    Files.deleteIfExists(channelPath);
  }
}
