package org.panux.linit.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * One selector thread for all sockets. It knows no domain words: it hands out what arrived, and
 * says when a socket can be written to; writing itself is done by the socket's owner.
 *
 * <p>A peer that sends faster than its handler works is not read for a while: each chunk handed out
 * costs a credit that {@link Session#handled} gives back.
 */
final class SocketLoop implements Runnable {
  private static final int CHUNK = 16 * 1024;
  private static final int CREDITS = 2;

  /** How soon it is tried again to accept who could not be. */
  private static final int REST_MILLIS = 50;

  /** Told what happens on one socket, on the loop's thread: it must only pass it on. */
  interface Handler {
    void received(byte[] bytes);

    void endOfInput();

    void writable();
  }

  /** Sockets that nobody closes any more; a socket that is not held would be, some time. */
  private static final Queue<SocketChannel> KEPT = new ConcurrentLinkedQueue<>();

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Where nobody can be accepted now, for want of a descriptor; only for its own thread. */
  private final List<SelectionKey> resting = new ArrayList<>();

  /** The socket that it is the turn of; only for its own thread. */
  private SelectionKey current;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);

  SocketLoop() throws IOException {
    selector = Selector.open();
  }

  /** Accepts on {@code server}; each new connection goes to {@code accepted}. */
  void listen(ServerSocketChannel server, Consumer<Session> accepted) throws IOException {
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT, accepted);
  }

  /** One accepted connection. */
  final class Session {
    private final SocketChannel channel;
    private final AtomicInteger credits = new AtomicInteger(CREDITS);
    private volatile SelectionKey key;
    private volatile boolean kept;

    private Session(SocketChannel channel) {
      this.channel = channel;
    }

    SocketChannel channel() {
      return channel;
    }

    /** From now on {@code handler} is told. */
    void attach(Handler handler) {
      execute(
          () -> {
            try {
              key = channel.register(selector, SelectionKey.OP_READ, new Attached(this, handler));
            } catch (ClosedChannelException e) {
              handler.endOfInput();
            }
          });
    }

    /** A chunk was dealt with; the next one may come. */
    void handled() {
      if (credits.getAndIncrement() == 0) {
        arm(SelectionKey.OP_READ);
      }
    }

    /** Call {@code writable} once, when the socket can be written to again. */
    void callWhenWritable() {
      arm(SelectionKey.OP_WRITE);
    }

    private void arm(int operation) {
      execute(
          () -> {
            if (key != null && key.isValid()) {
              key.interestOpsOr(operation);
            }
          });
    }

    /** From now on only the end of this process ends the connection. */
    void keep() {
      kept = true;
      KEPT.add(channel);
    }

    /** The peer is told {@code last} and that it is all, whatever it wants. */
    void refuse(byte[] last) {
      try {
        // A new connection has room for a line; where it has none, nobody waits for it.
        channel.write(ByteBuffer.wrap(last));
      } catch (IOException e) {
        // It has left already.
      }
      close();
    }

    void close() {
      if (kept || !channel.isOpen()) {
        return;
      }
      execute(
          () -> {
            try {
              channel.close();
            } catch (IOException e) {
              // It is gone either way.
            }
          });
    }
  }

  private record Attached(Session session, Handler handler) {}

  private void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Ends the loop and closes every socket. */
  void stop() {
    execute(
        () -> {
          try {
            for (SelectionKey key : selector.keys()) {
              if (!(key.attachment() instanceof Attached attached && attached.session().kept)) {
                key.channel().close();
              }
            }
            selector.close();
          } catch (IOException e) {
            // They are gone either way.
          }
        });
  }

  @Override
  public void run() {
    try {
      while (selector.isOpen()) {
        turn();
      }
    } catch (ClosedSelectorException e) {
      // Stopped.
    } catch (IOException e) {
      throw new IllegalStateException("cannot wait for sockets", e);
    }
  }

  /** A failure, such as a want of memory, is that of one socket, and not of all. */
  private void turn() throws IOException {
    try {
      select();
      // What fails from here on is no socket's fault.
      current = null;
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    } catch (ClosedSelectorException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void select() throws IOException {
    if (resting.isEmpty()) {
      selector.select(this::onReady);
      return;
    }
    List<SelectionKey> rested = List.copyOf(resting);
    resting.clear();
    try {
      selector.select(this::onReady, REST_MILLIS);
    } finally {
      rested.stream()
          .filter(SelectionKey::isValid)
          .forEach(key -> key.interestOps(SelectionKey.OP_ACCEPT));
    }
  }

  private void failed(Throwable failure) {
    SelectionKey key = current;
    current = null;
    try {
      LoggerFactory.getLogger(SocketLoop.class).error("a connection is given up", failure);
      if (key != null && key.attachment() instanceof Attached attached) {
        key.cancel();
        attached.handler().endOfInput();
        attached.session().close();
      }
    } catch (RuntimeException | Error e) {
      // There may be no memory even for that.
    }
  }

  private void onReady(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    current = key;
    if (key.isAcceptable()) {
      accept(key);
      return;
    }
    Attached attached = (Attached) key.attachment();
    if (key.isReadable()) {
      read(key, attached);
    }
    if (key.isValid() && key.isWritable()) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
      attached.handler().writable();
    }
  }

  @SuppressWarnings("unchecked")
  private void accept(SelectionKey key) {
    try {
      SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
      if (channel != null) {
        channel.configureBlocking(false);
        ((Consumer<Session>) key.attachment()).accept(new Session(channel));
      }
    } catch (IOException e) {
      // Out of descriptors. Who waits is accepted when there is one: the selector would tell of him
      // all the time until then, and those who are in must not suffer.
      key.interestOps(0);
      resting.add(key);
    }
  }

  private void read(SelectionKey key, Attached attached) {
    buffer.clear();
    int count;
    try {
      count = ((SocketChannel) key.channel()).read(buffer);
    } catch (IOException e) {
      count = -1;
    }
    if (count < 0) {
      key.interestOpsAnd(~SelectionKey.OP_READ);
      attached.handler().endOfInput();
    } else if (count > 0) {
      byte[] bytes = new byte[count];
      buffer.flip();
      buffer.get(bytes);
      if (attached.session().credits.decrementAndGet() == 0) {
        key.interestOpsAnd(~SelectionKey.OP_READ);
      }
      attached.handler().received(bytes);
    }
  }
}
