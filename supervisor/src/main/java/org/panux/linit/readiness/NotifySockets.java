package org.panux.linit.readiness;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.panux.linit.process.RunToken;

/**
 * The datagram sockets on which services tell that they are ready: what systemd calls {@code
 * NOTIFY_SOCKET}. One thread reads all of them, and there is none where there is no socket.
 *
 * <p>Any user may send; what nobody else knows is the path, as the folder cannot be listed.
 */
final class NotifySockets {
  private static final int SECRET_DIGITS = 16;

  /** The longest path, in bytes, that fits the kernel's socket address. */
  private static final int LONGEST_PATH = 107;

  /** How many datagrams of one socket are read before it is the others' turn. */
  private static final int TURN = 16;

  private record Shared(int users, Loop loop) {}

  private final Path folder;
  private final AtomicReference<Shared> shared = new AtomicReference<>();

  NotifySockets(Path folder) {
    this.folder = folder;
  }

  /** Where the run with {@code token} sends its messages. */
  Path path(RunToken token) {
    return folder.resolve(token.secret().substring(0, SECRET_DIGITS));
  }

  /**
   * Listens for the run with {@code token} until the result is closed. Does not block for long, but
   * touches files.
   *
   * @param received told of each message, on the thread that reads: it must only pass it on
   */
  Closeable open(RunToken token, Consumer<NotifyMessage> received) throws IOException {
    Path path = path(token);
    try {
      return listen(path, received);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + path + ": " + Problem.text(e), e);
    }
  }

  private Closeable listen(Path path, Consumer<NotifyMessage> received) throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new IOException(
          "the path is "
              + length
              + " bytes long, at most "
              + LONGEST_PATH
              + " are possible; choose a shorter folder for the rig");
    }
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    // A linitd before us may have listened there for the same run.
    Files.deleteIfExists(path);
    AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open();
    try {
      channel.bind(AFUNIXSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
      channel.configureBlocking(false);
      Loop loop = acquire();
      loop.execute(() -> loop.register(channel, received));
      return () -> {
        loop.execute(() -> close(channel));
        release();
        Files.deleteIfExists(path);
      };
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** The loop that runs, or a new one. */
  private Loop acquire() throws IOException {
    Loop spare = new Loop(AFUNIXSelectorProvider.provider().openSelector());
    Shared now =
        shared.updateAndGet(
            old -> old == null ? new Shared(1, spare) : new Shared(old.users() + 1, old.loop()));
    if (now.loop() != spare) {
      spare.selector.close();
    } else {
      Thread thread = new Thread(spare, "notify");
      thread.setDaemon(true);
      thread.start();
    }
    return now.loop();
  }

  /** Ends the loop with its last user; who comes later gets a new one. */
  private void release() {
    Shared before =
        shared.getAndUpdate(
            old -> old.users() == 1 ? null : new Shared(old.users() - 1, old.loop()));
    if (before.users() == 1) {
      before.loop().execute(() -> close(before.loop().selector));
    }
  }

  private static void close(Closeable it) {
    try {
      it.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private static final class Loop implements Runnable {
    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(NotifyMessage.LONGEST + 1);

    Loop(Selector selector) {
      this.selector = selector;
    }

    void execute(Runnable task) {
      tasks.add(task);
      selector.wakeup();
    }

    void register(AFUNIXDatagramChannel channel, Consumer<NotifyMessage> received) {
      try {
        channel.register(selector, SelectionKey.OP_READ, received);
      } catch (ClosedChannelException e) {
        // It was closed before it was used.
      }
    }

    @Override
    public void run() {
      try {
        while (selector.isOpen()) {
          selector.select(this::receive);
          for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
          }
        }
      } catch (ClosedSelectorException e) {
        // The last socket is closed.
      } catch (IOException e) {
        throw new IllegalStateException("cannot wait for notify sockets", e);
      }
    }

    @SuppressWarnings("unchecked")
    private void receive(SelectionKey key) {
      Consumer<NotifyMessage> received = (Consumer<NotifyMessage>) key.attachment();
      try {
        for (int i = 0; i < TURN && key.isValid(); i++) {
          buffer.clear();
          if (((AFUNIXDatagramChannel) key.channel()).read(buffer) <= 0) {
            return;
          }
          if (buffer.flip().remaining() <= NotifyMessage.LONGEST) {
            byte[] datagram = new byte[buffer.remaining()];
            buffer.get(datagram);
            received.accept(NotifyMessage.parse(datagram));
          }
        }
      } catch (IOException e) {
        key.cancel();
      }
    }
  }
}
