package org.panux.linit.readiness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Connects to a Unix socket, of streams or of datagrams, and leaves again. */
final class UnixProbe implements Probe {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private final Executor threads;
  private final Path path;

  UnixProbe(Executor threads, Path path) {
    this.threads = threads;
    this.path = path;
  }

  @Override
  public CompletionStage<Seen> look() {
    return Probe.on(threads, this::connect);
  }

  private Seen connect() throws IOException {
    // Follows links, and says better than a connect what is wrong.
    if (((int) Files.getAttribute(path, "unix:mode") & TYPE) != SOCKET) {
      return Seen.not("it is no socket");
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Otherwise it would wait for room in a full queue of connections.
      channel.configureBlocking(false);
      return channel.connect(UnixDomainSocketAddress.of(path))
          ? Seen.HOLDS
          : Seen.not("it accepts no connection");
    } catch (ConnectException e) {
      return Seen.not("nobody listens on it");
    } catch (SocketException e) {
      return takesDatagrams() ? Seen.HOLDS : Seen.not(Problem.text(e));
    }
  }

  private boolean takesDatagrams() throws IOException {
    try (AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance()) {
      socket.connect(AFUNIXSocketAddress.of(path));
      return true;
    } catch (SocketException e) {
      return false;
    }
  }
}
