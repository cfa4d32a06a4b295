package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same archive on the newest JVM, where the machine has one. */
class Java25Test {
  private static final Path JVMS = Path.of("/usr/lib/jvm");

  @Test
  void bootsWithoutAWarning() throws IOException {
    Optional<Path> java = java25();
    assumeTrue(java.isPresent(), "needs a Java 25 below " + JVMS);
    Map<String, String> environment = Map.of("LINIT_JAVA", java.get().toString());
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "depends() { dep db; }")
          .script("db", "start() { linitctl state $this running; }")
          .enable("web");
      try (Daemon linitd =
          Daemon.start(rig, environment, List.of("--root", rig.root().toString()))) {
        assertThat(linitd.awaitBoot()).contains("boot is running");
        assertThat(Files.readSymbolicLink(Path.of("/proc/" + linitd.pid() + "/exe")))
            .isEqualTo(java.get().toRealPath());
        String socket = rig.socket().toString();
        Result status =
            Command.run(
                environment, List.of(Command.bin("linitctl"), "-p", socket, "is-running", "web"));
        assertThat(status).isEqualTo(new Result(0, "", ""));
        Result state =
            Command.run(
                environment,
                List.of(Command.bin("linitctl"), "-p", socket, "state", "web", "failed"));
        assertThat(state.code()).as(state.err()).isEqualTo(4);
        assertThat(linitd.stop()).isZero();
        linitd.awaitLine(line -> line.startsWith("linitd: SIGTERM"));
        assertThat(linitd.said()).hasSize(2).allMatch(line -> line.startsWith("linitd: "));
      }
    }
  }

  private static Optional<Path> java25() throws IOException {
    if (!Files.isDirectory(JVMS)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(JVMS)) {
      return homes
          .filter(home -> release(home).contains("JAVA_VERSION=\"25"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  private static String release(Path home) {
    try {
      return Files.readString(home.resolve("release"));
    } catch (IOException e) {
      return "";
    }
  }
}
