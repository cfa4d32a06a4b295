package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A linitd that may open nothing more says so, and goes on once it may again. */
@EnabledIf(value = "canLimit", disabledReason = "needs prlimit, of util-linux")
class DescriptorsTest {
  private static final int PLENTY = 4096;

  static boolean canLimit() {
    return Command.run("/bin/sh", "-c", "command -v prlimit").code() == 0;
  }

  @Test
  void withoutDescriptorsAStartFailsAndLaterItDoesNot() {
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "start() { supervise -- sleep 1000000; }");
      try (Daemon linitd = rig.boot();
          RawClient inside = linitd.connect()) {
        assertThat(inside.send(version(1)).readLine()).contains("\"ok\":true");
        limit(linitd, descriptors(linitd));
        assertThat(inside.send(start(2)).readLine())
            .startsWith("{\"id\":2,\"ok\":false")
            .contains("Too many open files");
        try (RawClient newcomer = linitd.connect().send(version(3))) {
          // Whoever is in is served meanwhile.
          assertThat(inside.send(version(4)).readLine()).startsWith("{\"id\":4,\"ok\":true");
          limit(linitd, PLENTY);
          assertThat(newcomer.readLine()).startsWith("{\"id\":3,\"ok\":true");
        }
        assertThat(inside.send(start(5)).readLine()).startsWith("{\"id\":5,\"ok\":true");
        linitd.awaitProcess(it -> it.contains("sleep 1000000"));
      }
    }
  }

  /** Who cannot look at processes does not know that there are none. */
  @Test
  void withoutDescriptorsAStopIsNotOverBeforeAllProcessesAreGone() {
    try (TestRig rig = TestRig.create()) {
      rig.script("left", "start() { (sleep 1000001 &); }").enable("left");
      try (Daemon linitd = rig.boot();
          RawClient inside = linitd.connect();
          RawClient stopper = linitd.connect()) {
        linitd.awaitProcess(it -> it.contains("sleep 1000001"));
        assertThat(inside.send(version(1)).readLine()).contains("\"ok\":true");
        assertThat(stopper.send(version(1)).readLine()).contains("\"ok\":true");
        limit(linitd, descriptors(linitd));
        stopper.send("{\"id\":2,\"op\":\"stop\",\"names\":[\"left\"]}\n");
        // Whoever is content with what can be seen has the time to say so.
        for (int i = 0; i < 500; i++) {
          assertThat(inside.send(version(i)).readLine()).contains("\"ok\":true");
        }
        limit(linitd, PLENTY);
        assertThat(stopper.readLine()).startsWith("{\"id\":2,");
        assertThat(linitd.processes()).isEmpty();
      }
    }
  }

  private static String version(int id) {
    return "{\"id\":" + id + ",\"op\":\"version\"}\n";
  }

  private static String start(int id) {
    return "{\"id\":" + id + ",\"op\":\"start\",\"names\":[\"web\"]}\n";
  }

  private static long descriptors(Daemon linitd) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + linitd.pid() + "/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void limit(Daemon linitd, long most) {
    Result result =
        Command.run("prlimit", "--pid", Long.toString(linitd.pid()), "--nofile=" + most + ":");
    assertThat(result.code()).as(result.err()).isZero();
  }
}
