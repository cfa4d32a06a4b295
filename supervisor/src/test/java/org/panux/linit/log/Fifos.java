package org.panux.linit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Real named pipes, and what this process holds. */
final class Fifos {
  static final int HANGS_AFTER_SECONDS = 60;

  private Fifos() {}

  static Path make(Path fifo) throws IOException, InterruptedException {
    Files.createDirectories(fifo.getParent());
    Process process = new ProcessBuilder("mkfifo", "-m", "600", fifo.toString()).start();
    assertThat(process.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return fifo;
  }

  /** What the descriptors of a process lead to, of the files below {@code folder}. */
  static List<String> descriptors(long pid, Path folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return all.map(
              link -> {
                try {
                  return Files.readSymbolicLink(link).toString();
                } catch (IOException e) {
                  return "";
                }
              })
          .filter(target -> target.startsWith(folder.toString()))
          .sorted()
          .toList();
    }
  }

  /** The names of the threads of a process, those of the JVM among them. */
  static List<String> threads(long pid) throws IOException {
    return ofThreads(pid, "comm").map(String::strip).toList();
  }

  /** The states of the threads of a process, a letter each. */
  static List<String> states(long pid) throws IOException {
    // Behind the name, which may hold anything.
    return ofThreads(pid, "stat").map(it -> it.replaceFirst("(?s).*\\) (.).*", "$1")).toList();
  }

  private static Stream<String> ofThreads(long pid, String file) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        try {
          found.add(Files.readString(task.resolve(file)));
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    }
    return found.stream();
  }
}
