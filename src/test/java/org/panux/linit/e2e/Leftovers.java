package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of a rig that there are. */
final class Leftovers {
  private Leftovers() {}

  /** Their pids and command lines. */
  static List<String> of(TestRig rig) {
    return in(rig.root());
  }

  /** Those of the rig in {@code root}. */
  static List<String> in(Path root) {
    return with("LINIT_ROOT=" + root + "\0");
  }

  /** Those of all rigs below {@code folder}. */
  static List<String> below(Path folder) {
    return with("LINIT_ROOT=" + folder + "/");
  }

  private static List<String> with(String mark) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path folder : all.filter(p -> p.getFileName().toString().matches("[0-9]+")).toList()) {
        try {
          String environment =
              Files.readString(folder.resolve("environ"), StandardCharsets.ISO_8859_1);
          if (environment.contains(mark)) {
            found.add(
                folder.getFileName()
                    + " "
                    + Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                        .replace('\0', ' '));
          }
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The roots of the linitd that the process {@code owner} has started. */
  static List<String> rigsOf(long owner) {
    return ProcessHandle.of(owner).stream()
        .flatMap(ProcessHandle::descendants)
        .map(it -> it.info().arguments().map(words -> String.join(" ", words)).orElse(""))
        .filter(words -> words.contains("/linit-supervisor.jar --root"))
        .map(words -> words.replaceAll(".* --root (\\S+) .*", "$1"))
        .toList();
  }
}
