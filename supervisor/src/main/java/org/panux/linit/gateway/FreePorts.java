package org.panux.linit.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Ports of the loopback that are free, and that no other linitd of this network gives away.
 *
 * <p>A port is free until a server listens there, so two rigs that look at the same time could both
 * find it. Each therefore holds an abstract socket that is named after the port: such names belong
 * to the network namespace, as ports do, and go with the process. The ports lie below those that
 * the kernel gives to whoever asks for any.
 */
final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  private static final int MOST_TRIES = 2 * COUNT;

  private final Map<Integer, AFUNIXServerSocket> held = new ConcurrentHashMap<>();

  /**
   * Takes a port. Looks at sockets, for some tenths of a millisecond.
   *
   * @throws IllegalStateException where there is none
   */
  int take() {
    int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
    for (int i = 0; i < MOST_TRIES; i++) {
      port = FIRST + (port - FIRST + 1) % COUNT;
      if (!held.containsKey(port) && isFree(port) && hold(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no port of the loopback is free from " + FIRST + " to " + (FIRST + COUNT - 1));
  }

  /** Gives {@code port} back, where it is not needed after all. */
  void release(int port) {
    AFUNIXServerSocket socket = held.remove(port);
    if (socket != null) {
      close(socket);
    }
  }

  private boolean hold(int port) {
    AFUNIXServerSocket socket = null;
    try {
      socket = AFUNIXServerSocket.newInstance();
      socket.bind(AFUNIXSocketAddress.inAbstractNamespace("linit-port-" + port));
      held.put(port, socket);
      return true;
    } catch (IOException e) {
      // Another linitd has it.
      if (socket != null) {
        close(socket);
      }
      return false;
    }
  }

  private static void close(AFUNIXServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use either way.
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      // As a server does that is started again: one that has just ended is not in its way.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
