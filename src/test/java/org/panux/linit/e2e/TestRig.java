package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A rig in a folder of its own, removed in the end. */
final class TestRig implements AutoCloseable {
  private static final String SHEBANG = "#!/etc/rc.common\n";

  private final Path root;

  private TestRig(Path root) {
    this.root = root;
  }

  static TestRig create() {
    try {
      return at(Files.createTempDirectory("linit-rig"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a folder that is there already. */
  static TestRig at(Path root) {
    try {
      Files.createDirectories(root.resolve("init.d"));
      Files.createDirectories(root.resolve("rc.d"));
      return new TestRig(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  Path path(String relative) {
    return root.resolve(relative);
  }

  Path socket() {
    return root.resolve("run/linit.sock");
  }

  /** Adds an init script for {@code rc.common} with these lines. */
  TestRig script(String name, String... lines) {
    return file("init.d/" + name, SHEBANG + String.join("\n", lines) + "\n", "rwxr-xr-x");
  }

  /** Adds a file with exactly that text and mode. */
  TestRig file(String relative, String text, String mode) {
    try {
      Path file = root.resolve(relative);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what lies in {@code init.d} and {@code rc.d} of {@code source}, links as links. */
  TestRig copy(Path source) {
    for (String folder : List.of("init.d", "rc.d")) {
      try (Stream<Path> files = Files.list(source.resolve(folder))) {
        for (Path file : files.toList()) {
          Files.copy(
              file,
              root.resolve(folder).resolve(file.getFileName()),
              StandardCopyOption.COPY_ATTRIBUTES,
              LinkOption.NOFOLLOW_LINKS);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  /** Adds a named pipe, where scripts wait for each other. */
  TestRig fifo(String name) {
    Result made = Command.run("mkfifo", path(name).toString());
    if (made.code() != 0) {
      throw new AssertionError(made.err());
    }
    return this;
  }

  /** Lets boot start these. */
  TestRig enable(String... names) {
    try {
      for (String name : names) {
        Files.createSymbolicLink(root.resolve("rc.d").resolve(name), Path.of("../init.d", name));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets {@code linit.conf}. */
  TestRig conf(String text) {
    return file("linit.conf", text, "rw-r--r--");
  }

  /** Lets scripts run in {@code shell}. */
  TestRig shell(Shell shell) {
    return conf(shell.conf());
  }

  /** The lines of a file below the rig; none where it does not exist. */
  List<String> lines(String relative) {
    try {
      Path file = root.resolve(relative);
      return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts linitd on it and waits until boot is settled. */
  Daemon boot(String... options) {
    Daemon daemon = start(options);
    daemon.awaitBoot();
    return daemon;
  }

  /** Starts linitd on it. */
  Daemon start(String... options) {
    return Daemon.start(this, options);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
