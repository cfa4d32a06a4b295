package org.panux.linit.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.panux.linit.protocol.FrameBuffer;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.Reply;

/**
 * A connection to linitd on which any number of operations are under way at the same time. For use
 * by any number of threads; none is ever blocked. One thread of its own serves the connection.
 *
 * <pre>{@code
 * try (AsyncLinitClient linit = AsyncLinitClient.connect(Path.of("/run/linit/linit.sock"))) {
 *   CompletionStage<List<String>> web = linit.ask(Operation.start("web"));
 *   CompletionStage<List<String>> mail = linit.ask(Operation.start("mail"));
 *   web.thenCombine(mail, (a, b) -> "both run").thenAccept(System.out::println);
 *   linit.events().subscribe(subscriber);
 *   …
 * }
 * }</pre>
 *
 * A stage fails with a {@link LinitException} where linitd answers that it was not done, and with
 * another {@link IOException} where the connection ends before the answer. What was started goes on
 * when a stage is given up.
 */
public final class AsyncLinitClient implements Closeable {
  private static final int CHUNK = 16 * 1024;

  private record Pending<T>(Operation<T> operation, CompletableFuture<T> future) {
    void answer(Reply reply, Executor executor) {
      executor.execute(
          () -> {
            try {
              future.complete(operation.result(reply));
            } catch (IOException | RuntimeException e) {
              future.completeExceptionally(e);
            }
          });
    }
  }

  private final Path path;
  private final Executor executor;
  private final SocketChannel socket;
  private final Selector selector;
  private final AtomicLong nextId = new AtomicLong(1);
  private final Map<Long, Pending<?>> pending = new ConcurrentHashMap<>();
  private final Queue<ByteBuffer> asked = new ConcurrentLinkedQueue<>();

  /** Why there will be no more answers, once that is so. */
  private final AtomicReference<IOException> over = new AtomicReference<>();

  private AsyncLinitClient(Path path, Executor executor) throws IOException {
    this.path = path;
    this.executor = executor;
    this.socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
    this.selector = Selector.open();
    socket.configureBlocking(false);
    Thread thread = new Thread(this::serve, "linit-client");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Connects to the linitd that listens at {@code socket}; what depends on stages runs on the
   * common pool.
   *
   * @throws IOException where nobody listens there, or the path is none
   */
  public static AsyncLinitClient connect(Path socket) throws IOException {
    return connect(socket, ForkJoinPool.commonPool());
  }

  /**
   * As {@link #connect(Path)}; what depends on stages, and subscribers, run on {@code executor}.
   */
  public static AsyncLinitClient connect(Path socket, Executor executor) throws IOException {
    return new AsyncLinitClient(socket, executor);
  }

  /** Asks for {@code operation}; does not wait. */
  public <T> CompletionStage<T> ask(Operation<T> operation) {
    long id = nextId.getAndIncrement();
    CompletableFuture<T> future = new CompletableFuture<>();
    pending.put(id, new Pending<>(operation, future));
    String line = operation.request(id).encode() + "\n";
    asked.add(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    selector.wakeup();
    // The connection may have ended before this request was known to it.
    giveUp();
    return future.minimalCompletionStage();
  }

  /**
   * A snapshot, then every change, in order and without a gap. Each subscriber gets a connection of
   * its own; it is not bound to this client's, which may be closed. The stream is complete when
   * linitd ends.
   */
  public Flow.Publisher<Event> events() {
    return new Events(path, executor);
  }

  private void serve() {
    try (selector;
        socket) {
      SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
      FrameBuffer frames = new FrameBuffer();
      frames.limit(LinitClient.LONGEST_ANSWER);
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      Deque<ByteBuffer> unsent = new ArrayDeque<>();
      while (over.get() == null) {
        selector.select();
        for (ByteBuffer next = asked.poll(); next != null; next = asked.poll()) {
          unsent.add(next);
        }
        boolean open = send(unsent);
        key.interestOps(
            unsent.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        do {
          read(buffer, frames);
        } while (!open);
      }
    } catch (IOException | FrameBuffer.BadFrame | Json.Malformed | RuntimeException e) {
      over.compareAndSet(
          null, e instanceof IOException io ? io : new IOException("linitd sent no answer", e));
    }
    giveUp();
  }

  /** Sends what linitd takes; false where it takes nothing more, and has said why if it has. */
  private boolean send(Deque<ByteBuffer> unsent) {
    try {
      while (!unsent.isEmpty()) {
        socket.write(unsent.peek());
        if (unsent.peek().hasRemaining()) {
          return true;
        }
        unsent.remove();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void read(ByteBuffer buffer, FrameBuffer frames)
      throws IOException, FrameBuffer.BadFrame, Json.Malformed {
    int count = socket.read(buffer.clear());
    if (count < 0) {
      throw new LinitClient.Ended();
    }
    for (FrameBuffer.Frame frame : frames.feed(buffer.flip())) {
      Reply reply = Reply.decode(frame.text());
      if (reply.id() == null && !reply.ok()) {
        // It is about the connection, such as that linitd takes no more of them.
        throw new LinitException(reply);
      }
      Pending<?> asker = reply.id() instanceof Long id ? pending.remove(id) : null;
      if (asker != null) {
        asker.answer(reply, executor);
      }
    }
  }

  /** Fails whatever waits, where there will be no more answers. */
  private void giveUp() {
    IOException why = over.get();
    if (why == null) {
      return;
    }
    for (Long id : pending.keySet()) {
      Pending<?> asker = pending.remove(id);
      if (asker != null) {
        executor.execute(() -> asker.future().completeExceptionally(why));
      }
    }
  }

  /** Ends the connection; stages that are not done fail. */
  @Override
  public void close() {
    over.compareAndSet(null, new IOException("the connection was closed"));
    selector.wakeup();
  }
}
