package org.panux.linit.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.panux.linit.ActorKit;
import org.panux.linit.process.RunToken;

/** Single looks, at real sockets, files and processes, and what they say. */
class ProbesTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private static Seen await(CompletionStage<Seen> look) throws Exception {
    return look.toCompletableFuture().get(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS);
  }

  private static Seen look(Probe probe) throws Exception {
    return await(probe.look());
  }

  private Probe exec(String command) {
    Target target =
        new Target(
            RunToken.create("i", "web", 1),
            folder.resolve("web.log"),
            OptionalLong.of(0),
            Map.of("WHO", "web", "PATH", "/usr/bin:/bin"),
            folder,
            pid -> false);
    return new ExecProbe(threads, List.of("/bin/sh"), folder, target, command);
  }

  private Probe http(String scheme, String host, int port) {
    return new HttpProbe(threads, scheme + "://" + host + ":" + port + "/health");
  }

  @Test
  void aCommandHoldsWhereItExitsWithZero() throws Exception {
    assertThat(look(exec("test \"$WHO\" = web && test \"$PWD\" = '" + folder.toRealPath() + "'")))
        .isEqualTo(Seen.HOLDS);
  }

  @Test
  void aCommandThatFailsIsToldWithItsLastLine() throws Exception {
    assertThat(look(exec("exit 3"))).isEqualTo(Seen.not("it exited with 3"));
    assertThat(look(exec("seq 100000; echo 'no such table' >&2; exit 1")))
        .isEqualTo(Seen.not("it exited with 1: no such table"));
    assertThat(look(exec("kill -TERM $$")))
        .isEqualTo(Seen.not("it exited with 143 (signal 15, TERM)"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCommandHasNoDescriptorsOfOurs() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
      assertThat(other.isBound()).isTrue();
      // What ls opens itself is the highest.
      assertThat(look(exec("ls /proc/self/fd | tr '\\n' ' '; exit 1")).text())
          .isEqualTo("it exited with 1: 0 1 2 3");
    }
  }

  @Test
  void aCommandThatIsCancelledIsKilledWithItsChildren() throws Exception {
    Probe probe = exec("sleep 1000 & echo $! >child.new; mv child.new child; wait; :");
    CompletionStage<Seen> look = probe.look();
    Path file = folder.resolve("child");
    Eventually.holds(() -> Files.exists(file));
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    probe.cancel();
    assertThat(await(look).text()).isEqualTo("it exited with 137 (signal 9, KILL)");
    Eventually.holds(() -> Gone.is(child));
  }

  @Test
  void tcpHoldsWhereSomebodyListens() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      port = server.getLocalPort();
      assertThat(look(new TcpProbe(threads, "127.0.0.1", port))).isEqualTo(Seen.HOLDS);
    }
    assertThat(look(new TcpProbe(threads, "127.0.0.1", port)))
        .isEqualTo(Seen.not("connection refused"));
  }

  @Test
  void tcpTriesEachAddressOfAName() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      assertThat(look(new TcpProbe(threads, "::1", server.getLocalPort()))).isEqualTo(Seen.HOLDS);
    }
    assertThat(look(new TcpProbe(threads, "no-such-host.invalid", 1)))
        .isEqualTo(Seen.not("unknown host"));
  }

  @Test
  void unixHoldsWhereSomebodyListens() throws Exception {
    Path path = folder.resolve("s");
    Probe probe = new UnixProbe(threads, path);
    assertThat(look(probe)).isEqualTo(Seen.not("it does not exist"));
    Files.createFile(path);
    assertThat(look(probe)).isEqualTo(Seen.not("it is no socket"));
    Files.delete(path);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      assertThat(look(probe)).isEqualTo(Seen.HOLDS);
    }
    assertThat(path).exists();
    assertThat(look(probe)).isEqualTo(Seen.not("nobody listens on it"));
  }

  @Test
  void unixHoldsForASocketOfDatagrams() throws Exception {
    Path path = folder.resolve("log");
    try (AFUNIXDatagramSocket server = AFUNIXDatagramSocket.newInstance()) {
      server.bind(AFUNIXSocketAddress.of(path));
      assertThat(look(new UnixProbe(threads, path))).isEqualTo(Seen.HOLDS);
    }
  }

  @Test
  void aFullQueueOfConnectionsHoldsNoThreadUp() throws Exception {
    Path path = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path), 1);
      Seen seen = Seen.HOLDS;
      // A connection that is closed again still waits to be accepted.
      for (int i = 0; i < 10 && seen.holds(); i++) {
        seen = look(new UnixProbe(threads, path));
      }
      assertThat(seen.holds()).isFalse();
    }
  }

  @Test
  void httpHoldsForTwoHundredAndSomething() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    int[] status = {204};
    server.createContext(
        "/health",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    try {
      Probe probe = http("http", "127.0.0.1", server.getAddress().getPort());
      assertThat(look(probe)).isEqualTo(Seen.HOLDS);
      status[0] = 503;
      assertThat(look(probe)).isEqualTo(Seen.not("it answers 503"));
      status[0] = 302;
      assertThat(look(probe)).isEqualTo(Seen.not("it answers 302"));
    } finally {
      server.stop(0);
    }
    assertThat(look(http("http", "127.0.0.1", server.getAddress().getPort())))
        .isEqualTo(Seen.not("connection refused"));
  }

  @Test
  void httpDoesNotHoldForSomethingElse() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      threads.execute(
          () -> {
            try (Socket client = server.accept()) {
              client.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes());
            } catch (IOException e) {
              // The probe has left.
            }
          });
      assertThat(look(http("http", "127.0.0.1", server.getLocalPort())).holds()).isFalse();
    }
  }

  @Test
  void anAnswerThatNeverEndsCanBeCancelled() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      Probe probe = http("http", "127.0.0.1", server.getLocalPort());
      CompletionStage<Seen> look = probe.look();
      try (Socket client = server.accept()) {
        InputStream in = client.getInputStream();
        assertThat(in.read()).isEqualTo('G');
        threads.execute(() -> trickle(client));
        probe.cancel();
        // Whatever it shows: nobody believes a look that was cancelled.
        assertThat(await(look)).isNotNull();
      }
    }
  }

  private static void trickle(Socket client) {
    try {
      client.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes());
      while (true) {
        client.getOutputStream().write('x');
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      // The probe has left, or the test is over.
    }
  }

  @Test
  void httpsHoldsWhereTheCertificateIsTrusted() throws Exception {
    KeyStore keys = selfSigned();
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, "secret".toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    SSLSocketFactory usual = HttpsURLConnection.getDefaultSSLSocketFactory();
    try {
      Probe probe = http("https", "localhost", server.getAddress().getPort());
      assertThat(look(probe).text()).contains("certification path");
      HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
      assertThat(look(probe)).isEqualTo(Seen.HOLDS);
    } finally {
      HttpsURLConnection.setDefaultSSLSocketFactory(usual);
      server.stop(0);
    }
  }

  private KeyStore selfSigned() throws Exception {
    Path file = folder.resolve("keys");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "web",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storepass",
                "secret",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    return KeyStore.getInstance(file.toFile(), "secret".toCharArray());
  }

  @Test
  void aFileHoldsWhereItIsNew() throws Exception {
    Path file = folder.resolve("ready");
    Probe probe = new FileProbe(threads, file);
    assertThat(look(probe)).isEqualTo(Seen.not("it does not exist"));
    Files.createFile(file);
    assertThat(look(probe)).isEqualTo(Seen.HOLDS);
  }

  @Test
  void aFileThatWasThereMustHaveChanged() throws Exception {
    Path file = Files.createFile(folder.resolve("ready"));
    Probe probe = new FileProbe(threads, file);
    assertThat(look(probe)).isEqualTo(Seen.not("it has not changed since before the start"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(look(probe)).isEqualTo(Seen.HOLDS);

    Probe other = new FileProbe(threads, file);
    Path fresh = Files.createFile(folder.resolve("fresh"));
    Files.setLastModifiedTime(fresh, FileTime.fromMillis(0));
    Files.delete(file);
    Files.move(fresh, file);
    assertThat(look(other)).isEqualTo(Seen.HOLDS);
  }

  private Probe pid(Path file, LongPredicate owns) {
    return new PidProbe(threads, file, owns);
  }

  @Test
  void aPidFileHoldsForALiveProcessOfTheService() throws Exception {
    Path file = folder.resolve("pid");
    Process ours = new ProcessBuilder("sleep", "1000").start();
    try {
      Files.writeString(file, ours.pid() + "\n/var/lib/data\n5432\n");
      assertThat(look(pid(file, it -> it == ours.pid()))).isEqualTo(Seen.process(ours.pid()));
    } finally {
      ours.destroyForcibly();
    }
  }

  @Test
  void aPidFileThatNamesAStrangerSaysWhom() throws Exception {
    Path file = folder.resolve("pid");
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      Files.writeString(file, stranger.pid() + "\n");
      assertThat(look(pid(file, it -> false)))
          .isEqualTo(
              Seen.not(
                  "it names process "
                      + stranger.pid()
                      + " (sleep), which is no process of this service"));
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aPidFileThatIsStaleOrNoneDoesNotHold() throws Exception {
    Path file = folder.resolve("pid");
    Probe probe = pid(file, it -> true);
    assertThat(look(probe)).isEqualTo(Seen.not("it does not exist"));
    Files.writeString(file, "\n");
    assertThat(look(probe)).isEqualTo(Seen.not("it is empty"));
    Files.writeString(file, "-1\n");
    assertThat(look(probe)).isEqualTo(Seen.not("it holds no pid but '-1'"));
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    Files.writeString(file, Long.toString(ended.pid()));
    assertThat(look(probe))
        .isEqualTo(Seen.not("it names process " + ended.pid() + ", which is gone"));
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(look(probe)).isEqualTo(Seen.not("it is no regular file"));
  }

  @Test
  void aLogHoldsForALineOfThisStart() throws Exception {
    Path log = folder.resolve("web.log");
    Files.writeString(log, "ready\n");
    Probe probe = new LogProbe(threads, log, OptionalLong.of(6), "^ready$");
    assertThat(look(probe)).isEqualTo(Seen.not("there is no output yet"));
    Files.writeString(log, "ready\nstarting\n\n");
    assertThat(look(probe))
        .isEqualTo(Seen.not("no line of the output matches; the last is 'starting'"));
    Files.writeString(log, "ready\nstarting\n\nready\n");
    assertThat(look(probe)).isEqualTo(Seen.HOLDS);
    probe.close();
  }

  @Test
  void anExpressionThatNeverEndsIsGivenUp() throws Exception {
    Path log = folder.resolve("web.log");
    Files.writeString(log, "a".repeat(50) + "\n");
    Probe probe = new LogProbe(threads, log, OptionalLong.of(0), "(a*)".repeat(9) + "\\1b");
    assertThat(look(probe).text()).startsWith("the expression is too much work on the line 'aaa");
    Files.writeString(log, "a".repeat(50) + "\nb\n");
    assertThat(look(probe)).isEqualTo(Seen.HOLDS);
    probe.close();
  }
}
