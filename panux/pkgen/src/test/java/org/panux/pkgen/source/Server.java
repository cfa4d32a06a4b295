package org.panux.pkgen.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on loopback: what it gives, and what it was asked for. */
final class Server implements AutoCloseable {
  /** What was asked for: the path, and the range or {@code ""}. */
  record Asked(String path, String range) {}

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile boolean ranges = true;

  /** After as many bytes of the next file the connection ends; -1 for never. */
  volatile int breaksAfter = -1;

  /** Answers wait until it is open, which it is at first. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  Server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url(String name, byte[] content) {
    files.put("/" + name, content);
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  void withoutRanges() {
    ranges = false;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String path = exchange.getRequestURI().getPath();
    asked.add(new Asked(path, range == null ? "" : range));
    byte[] content = files.get(path);
    try (exchange) {
      gate.await();
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (range != null && ranges) {
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= content.length) {
          exchange.sendResponseHeaders(416, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        exchange.sendResponseHeaders(206, content.length - from);
        exchange.getResponseBody().write(Arrays.copyOfRange(content, from, content.length));
      } else {
        int count = breaksAfter < 0 ? content.length : breaksAfter;
        breaksAfter = -1;
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, count);
        exchange.getResponseBody().flush();
      }
    } catch (IOException | InterruptedException e) {
      // Who asked has gone, or was let down on purpose.
      return;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
