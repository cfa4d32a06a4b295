package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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

  /** Found on Debian's default path and that of the rig. */
  private static final String NEEDED =
      "export PATH=/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin;"
          + " for one in redis-server nginx initdb python3 curl; do command -v $one >/dev/null ||"
          + " echo $one; done; python3 -c 'import http.server' 2>/dev/null || echo http.server";

  private final TestRig folder;
  private final int port = Ports.free();

  private Visits(TestRig folder) {
    this.folder = folder;
  }

  /** Copies it, where what it needs is installed. */
  static Visits create() {
    assumeThat(Command.run("/bin/sh", "-c", NEEDED).out().lines())
        .as("missing for examples/visits, which scripts/test installs as root")
        .isEmpty();
    TestRig folder = TestRig.create();
    run("cp", "-a", SOURCE + "/.", folder.root().toString());
    // Root's servers are other users, which have to get in.
    run("chmod", "755", folder.root().toString());
    return new Visits(folder);
  }

  private static void run(String... command) {
    Result result = Command.run(command);
    assertThat(result.code()).as(result.text()).isZero();
  }

  TestRig rig() {
    return folder;
  }

  int port() {
    return port;
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
