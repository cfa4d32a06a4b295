package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The package base, which gives hooks a shell: busybox of this machine and what it needs. */
final class LpkgBase {
  private LpkgBase() {}

  /** Lays it out in that folder, where it does not lie already. */
  static LpkgPackage make(Path folder) {
    return make(folder, "base");
  }

  /** The same by another name. */
  static LpkgPackage make(Path folder, String name) {
    if (!Files.exists(folder)) {
      Lpkg.ok(Command.run(Lpkg.script("base"), folder.toString()));
    }
    LpkgPackage base = LpkgPackage.of(name, "1").folder("tmp", 01777);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        add(base, folder.relativize(file).toString(), file);
      }
      return base;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(LpkgPackage base, String path, Path file) throws IOException {
    if (List.of("", ".pkginfo", "tmp").contains(path)) {
      return;
    }
    if (Files.isSymbolicLink(file)) {
      base.link(path, Files.readSymbolicLink(file).toString());
    } else if (Files.isRegularFile(file)) {
      base.raw('0', path, 0755, "", Files.readAllBytes(file));
    } else {
      base.folder(path, 0755);
    }
  }
}
