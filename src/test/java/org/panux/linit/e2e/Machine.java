package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A linitd without {@code --root}, on an {@code /etc}, {@code /run}, {@code /var/log} and network
 * of its own: a mount namespace and a network namespace, which need root.
 */
final class Machine implements AutoCloseable {
  private final TestRig folder;
  private final Daemon linitd;
  private Path namespace;

  /** Keeps the namespace, so that its number is nobody else's until this is closed. */
  private InputStream held;

  private Machine(TestRig folder, Daemon linitd) {
    this.folder = folder;
    this.linitd = linitd;
  }

  /** Boots the machine that {@code src/test/cases/NAME/machine} makes, with these words for it. */
  static Machine boot(String name, String... words) {
    assumeTrue(
        Command.run("unshare", "-m", "-n", "true").code() == 0, "needs root, for namespaces");
    TestRig folder = TestRig.create();
    Path script = Command.source().resolve("src/test/cases/" + name + "/machine");
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "-n",
                script.toString(),
                folder.root().toString(),
                Command.home().toString()));
    command.addAll(Arrays.asList(words));
    Machine machine = new Machine(folder, Daemon.run(folder, Map.of(), command));
    assertThat(machine.linitd.awaitBoot()).contains("boot is running");
    machine.hold();
    machine.linitd.listensAt(machine.path("/run/linit.sock"));
    return machine;
  }

  private void hold() {
    namespace = namespace(linitd.pid());
    try {
      held = Files.newInputStream(Path.of("/proc/" + linitd.pid() + "/ns/mnt"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Daemon linitd() {
    return linitd;
  }

  /** A file as the machine sees it. */
  Path path(String absolute) {
    return Path.of("/proc/" + linitd.pid() + "/root" + absolute);
  }

  List<String> lines(String absolute) {
    try {
      return Files.readAllLines(path(absolute));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a command line of the shell on the machine. */
  Result sh(String line) {
    return Command.run(
        Map.of(
            "LINITSOCK", "/run/linit.sock", "PATH", Command.bin("") + ":" + System.getenv("PATH")),
        List.of("nsenter", "-m", "-n", "-t", Long.toString(linitd.pid()), "/bin/sh", "-c", line));
  }

  RawClient connect() {
    return linitd.connect();
  }

  /** The command lines of all its processes but linitd's, and but shells that stay for a moment. */
  List<String> processes() {
    return all().stream().filter(it -> !it.contains(Daemon.WARM)).toList();
  }

  private List<String> all() {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path folder : all.filter(it -> it.getFileName().toString().matches("\\d+")).toList()) {
        long pid = Long.parseLong(folder.getFileName().toString());
        if (pid != linitd.pid() && namespace.equals(namespace(pid))) {
          found.add(
              Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                  .replace('\0', ' ')
                  .strip());
        }
      }
    } catch (IOException e) {
      // One has ended meanwhile.
      return all();
    }
    return found;
  }

  /** Waits for these: one that has only just been started is not yet what it becomes. */
  void awaitProcesses(String... lines) {
    Await.until(() -> processes().containsAll(List.of(lines)), this::processes);
  }

  /** The mount namespace of a process; an empty path where it has ended. */
  private static Path namespace(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/mnt"));
    } catch (IOException e) {
      return Path.of("");
    }
  }

  @Override
  public void close() {
    try (folder;
        linitd) {
      if (linitd.alive()) {
        assertThat(linitd.stop()).isZero();
      }
      assertThat(all()).as("processes that are left").isEmpty();
      held.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
