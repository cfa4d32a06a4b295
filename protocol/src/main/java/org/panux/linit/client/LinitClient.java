package org.panux.linit.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.panux.linit.protocol.FrameBuffer;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;

/**
 * A connection to linitd. Requests are sent one after another, and each blocks until it is
 * answered: a start takes as long as the services do. Not for use by several threads; {@link
 * AsyncLinitClient} is.
 *
 * <pre>{@code
 * try (LinitClient linit = LinitClient.connect(Path.of("/run/linit/linit.sock"))) {
 *   linit.ask(Operation.start("web"));
 *   for (ServiceStatus status : linit.ask(Operation.status("web"))) {
 *     System.out.println(status.name() + " is " + status.view().state().word());
 *   }
 * } catch (LinitException e) {
 *   System.err.println(e.getMessage()); // linitd says why not
 * }
 * }</pre>
 */
public final class LinitClient implements Closeable {
  private static final int CHUNK = 16 * 1024;
  static final int LONGEST_ANSWER = 256 * 1024 * 1024;

  /** The connection has ended, in good order, where an answer or an event was expected. */
  static final class Ended extends IOException {
    private static final long serialVersionUID = 1;

    Ended() {
      super("linitd ended the connection");
    }
  }

  private final SocketChannel socket;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
  private final FrameBuffer frames = new FrameBuffer();
  private final Deque<String> lines = new ArrayDeque<>();
  private long nextId = 1;

  /** Why linitd did not take all of what was sent. */
  private IOException unsent;

  private LinitClient(SocketChannel socket) {
    this.socket = socket;
    frames.limit(LONGEST_ANSWER);
  }

  /**
   * Connects to the linitd that listens at {@code path}.
   *
   * @throws IOException where nobody listens there, or the path is none
   */
  public static LinitClient connect(Path path) throws IOException {
    return new LinitClient(SocketChannel.open(UnixDomainSocketAddress.of(path)));
  }

  /**
   * Asks for {@code operation} and waits until it is done.
   *
   * @throws LinitException where linitd says that it was not done, and why
   * @throws IOException where the connection ends before the answer
   */
  public <T> T ask(Operation<T> operation) throws IOException {
    return operation.result(ask(operation.request(nextId++)));
  }

  /** Asks for {@code op}, and gives the answer as it came, whatever it says. */
  public Reply request(Op op, List<String> names) throws IOException {
    return ask(JsonRequest.of(nextId++, op, names));
  }

  /** As {@link #request(Op, List)}, with what else the op takes. */
  public Reply request(Op op, List<String> names, JsonRequest.Details details) throws IOException {
    return ask(JsonRequest.of(nextId++, op, names, details));
  }

  /** Asks without waiting: the answer, with the id that this gives, is read among the events. */
  public long send(Op op, List<String> names) throws IOException {
    return send(op, names, JsonRequest.Details.NONE);
  }

  /** As {@link #send(Op, List)}, with what else the op takes. */
  public long send(Op op, List<String> names, JsonRequest.Details details) throws IOException {
    long id = nextId++;
    write(JsonRequest.of(id, op, names, details).encode() + "\n");
    return id;
  }

  private Reply ask(JsonRequest request) throws IOException {
    write(request.encode() + "\n");
    return read();
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        socket.write(bytes);
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      // Whoever was turned away finds the reason among what can still be read.
      unsent = e;
    }
  }

  /**
   * The next answer or event.
   *
   * @throws IOException where linitd ends the connection before that
   */
  public Reply read() throws IOException {
    Optional<Reply> reply = next();
    if (reply.isEmpty()) {
      throw new Ended();
    }
    return reply.get();
  }

  /** The next answer or event; empty where linitd has ended the connection between two of them. */
  public Optional<Reply> next() throws IOException {
    try {
      while (lines.isEmpty()) {
        buffer.clear();
        if (socket.read(buffer) < 0) {
          if (unsent != null) {
            throw unsent;
          }
          if (frames.inObject()) {
            throw new IOException("linitd ended the connection within an answer");
          }
          return Optional.empty();
        }
        for (FrameBuffer.Frame frame : frames.feed(buffer.flip())) {
          lines.add(frame.text());
        }
      }
      return Optional.of(Reply.decode(lines.remove()));
    } catch (FrameBuffer.BadFrame | Json.Malformed e) {
      throw new IOException("linitd sent what is no answer: " + e.getMessage(), e);
    }
  }

  /**
   * The next answer or event, or empty where none comes within {@code patience}.
   *
   * @throws IOException as {@link #read()}
   */
  public Optional<Reply> read(Duration patience) throws IOException {
    if (!lines.isEmpty()) {
      return Optional.of(read());
    }
    boolean came;
    socket.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      socket.register(selector, SelectionKey.OP_READ);
      // A selector takes 0 for ever.
      came = selector.select(Math.max(1, patience.toMillis())) > 0;
    }
    socket.configureBlocking(true);
    return came ? Optional.of(read()) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
