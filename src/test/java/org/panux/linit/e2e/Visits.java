package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of {@code examples/visits}, and what one sees of it from outside. */
final class Visits implements AutoCloseable {
  private static final Path SOURCE = Command.source().resolve("examples/visits");

  /** Prints what it does not find, on the search path of the rig. */
  private static final String NEEDED =
      "PATH=/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin;"
          + " for one in redis-server nginx initdb python3 curl; do"
          + " command -v $one >/dev/null || echo $one; done;"
          + " python3 -c 'import http.server' 2>/dev/null || echo python3-http.server";

  private final TestRig folder;
  private final int port = Ports.free();

  private Visits(TestRig folder) {
    this.folder = folder;
  }

  /** Where the servers are not installed, the test is skipped. */
  static void needed() {
    String missing = sh(NEEDED).strip().replace('\n', ' ');
    assumeTrue(
        missing.isEmpty(),
        "missing: " + missing + "; scripts/test installs it on Debian 12, as root");
  }

  /** Copies it, where what it needs is installed, with a port of its own. */
  static Visits create() {
    needed();
    Visits visits = new Visits(TestRig.create());
    Path root = visits.folder.root();
    // Not what a run in its own place has left there.
    sh("cd '" + SOURCE + "' && cp -a app conf init.d linit.conf rc.d '" + root + "'");
    sh("sed -i 's/PORT = 8080/PORT = " + visits.port + "/' '" + root + "/linit.conf'");
    // Root's servers are other users, which have to get in.
    sh("chmod 755 '" + root + "'");
    return visits;
  }

  /** What a command line of the shell prints; it has to succeed. */
  static String sh(String line) {
    Result result = Command.run("/bin/sh", "-c", line);
    assertThat(result.code()).as(result.text()).isZero();
    return result.out();
  }

  TestRig rig() {
    return folder;
  }

  /** What the page says, asked once. */
  String page() {
    try (Socket nginx = new Socket(InetAddress.getLoopbackAddress(), port)) {
      nginx.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(nginx.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The processes that work below the rig's folder, or name it. By their environment they cannot be
   * found: servers write titles over it.
   */
  List<String> processes() {
    List<String> found = new ArrayList<>();
    String root = folder.root().toString();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path one : all.filter(it -> it.getFileName().toString().matches("\\d+")).toList()) {
        try {
          String line =
              Files.readString(one.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                  .replace('\0', ' ');
          if (line.contains(root)
              || Files.readSymbolicLink(one.resolve("cwd")).startsWith(folder.root())) {
            found.add(one.getFileName() + " " + line);
          }
        } catch (IOException e) {
          // It has ended meanwhile, or is somebody else's.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Override
  public void close() {
    folder.close();
  }
}
