package org.panux.linit.readiness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Connects, to one of the host's addresses after the other, and leaves again. */
final class TcpProbe implements Probe {
  private final Executor threads;
  private final String host;
  private final int port;

  TcpProbe(Executor threads, String host, int port) {
    this.threads = threads;
    this.host = host;
    this.port = port;
  }

  @Override
  public CompletionStage<Seen> look() {
    return Probe.on(threads, this::connect);
  }

  private Seen connect() throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    IOException problem = null;
    for (InetAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), limit() * 1000 / addresses.length);
        if (socket.getLocalPort() != port || !socket.getLocalAddress().equals(address)) {
          return Seen.HOLDS;
        }
        // The system happened to choose the very port for our end: we are connected to ourselves.
        problem = new ConnectException("connection refused");
      } catch (IOException e) {
        problem = e;
      }
    }
    throw problem;
  }
}
