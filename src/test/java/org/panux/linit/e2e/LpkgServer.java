package org.panux.linit.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server on loopback that gives the files of a folder, well or badly: one request a connection.
 */
final class LpkgServer implements AutoCloseable {
  /** Answers in the place of a file. */
  interface Fault {
    void answer(OutputStream out, byte[] file) throws IOException;
  }

  private final String scheme;
  private final ServerSocket listener;
  private final Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile String faulty = "";
  private volatile Fault fault;

  private LpkgServer(String scheme, ServerSocket listener, Path folder) {
    this.scheme = scheme;
    this.listener = listener;
    this.folder = folder;
    threads.submit(this::accept);
  }

  static LpkgServer http(Path folder) {
    try {
      return new LpkgServer(
          "http", new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a certificate that it has made itself, in a file beside the folder. */
  static LpkgServer https(Path folder) {
    Path store = folder.resolveSibling("https.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin/keytool").toString();
    Lpkg.ok(
        Command.run(
            keytool,
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            "secret",
            "-keystore",
            store.toString()));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, "secret".toCharArray());
      KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
      managers.init(keys, "secret".toCharArray());
      SSLContext context = SSLContext.getInstance("TLSv1.2");
      context.init(managers.getKeyManagers(), null, null);
      ServerSocket listener =
          context
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      return new LpkgServer("https", listener, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String url() {
    return scheme + "://127.0.0.1:" + listener.getLocalPort();
  }

  /** From now on, paths that end so are answered with that. */
  LpkgServer fault(String ending, Fault answer) {
    faulty = ending;
    fault = answer;
    return this;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.submit(() -> serve(client));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      String path = in.readLine().split(" ")[1].substring(1);
      for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
        line = in.readLine();
      }
      Path file = folder.resolve(path);
      OutputStream out = client.getOutputStream();
      byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
      if (fault != null && path.endsWith(faulty)) {
        fault.answer(out, bytes);
      } else if (bytes == null) {
        status(out, 404);
      } else {
        head(out, "200 OK", bytes.length);
        out.write(bytes);
      }
      out.flush();
    } catch (IOException | RuntimeException e) {
      // The client has gone, or the test has ended.
    }
  }

  private static void head(OutputStream out, String status, int length) throws IOException {
    String head = "HTTP/1.0 " + status + "\r\nContent-Length: " + length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.UTF_8));
  }

  static void status(OutputStream out, int status) throws IOException {
    head(out, status + " No", 0);
  }

  /** Says how long the file is, sends half of it, and goes away. */
  static void half(OutputStream out, byte[] file) throws IOException {
    head(out, "200 OK", file.length);
    out.write(file, 0, file.length / 2);
  }

  /** Sends half of the file, and does not say that there is more. */
  static void shortened(OutputStream out, byte[] file) throws IOException {
    head(out, "200 OK", file.length / 2);
    out.write(file, 0, file.length / 2);
  }

  /** Sends, until nobody takes it. */
  static void endless(OutputStream out, byte[] file) throws IOException {
    out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    while (true) {
      out.write(new byte[65536]);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
