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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.panux.linit.protocol.FrameBuffer;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.Json;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;

/**
 * A connection to linitd. Requests are sent one after another and block until they are answered;
 * {@link #start} therefore takes as long as the services do. Not for use by several threads.
 *
 * <pre>{@code
 * try (LinitClient linit = LinitClient.connect(Path.of("/run/linit/linit.sock"))) {
 *   Reply reply = linit.start(List.of("web"));
 *   if (!reply.ok()) {
 *     System.err.println(reply.error());
 *   }
 * }
 * }</pre>
 */
public final class LinitClient implements Closeable {
  private static final int CHUNK = 16 * 1024;
  private static final int LONGEST_ANSWER = 256 * 1024 * 1024;

  private final SocketChannel socket;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
  private final FrameBuffer frames = new FrameBuffer();
  private final Deque<String> lines = new ArrayDeque<>();
  private long nextId = 1;

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

  /** Starts {@code names}; answered when all run, or one of them cannot come to run. */
  public Reply start(List<String> names) throws IOException {
    return request(Op.START, names);
  }

  /** Stops {@code names} and whatever needs them; answered when all have stopped. */
  public Reply stop(List<String> names) throws IOException {
    return request(Op.STOP, names);
  }

  /** Stops {@code names} and whatever needs them, and starts all of these again. */
  public Reply restart(List<String> names) throws IOException {
    return request(Op.RESTART, names);
  }

  /** Reports the state of {@code name}, which only its own script and processes can. */
  public Reply state(String name, ServiceState state) throws IOException {
    return ask(
        new JsonRequest(
            nextId++, Op.STATE, List.of(name), Optional.of(state), JsonRequest.Details.NONE));
  }

  /** The last {@code lines} lines that {@code names} together have printed. */
  public Reply logs(List<String> names, int lines) throws IOException {
    return request(Op.LOGS, names, JsonRequest.Details.NONE.withLines(OptionalInt.of(lines)));
  }

  /** Asks for anything else that takes names alone. */
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

  /** The dependencies discovered so far; below {@code names} where there are any. */
  public GraphView graph(List<String> names) throws IOException {
    return GraphView.of(request(Op.GRAPH, names).fields());
  }

  private Reply ask(JsonRequest request) throws IOException {
    write(request.encode() + "\n");
    return read();
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      socket.write(bytes);
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
      throw new IOException("linitd ended the connection");
    }
    return reply.get();
  }

  /** The next answer or event; empty where linitd has ended the connection between two of them. */
  public Optional<Reply> next() throws IOException {
    try {
      while (lines.isEmpty()) {
        buffer.clear();
        if (socket.read(buffer) < 0) {
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
