package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A folder with a signed index and archives, as docs/PANUX.md describes it. */
final class LpkgRepository {
  final Path folder;
  final Path key;
  private long serial = 1000;

  LpkgRepository(Path folder) {
    this.folder = folder;
    this.key = folder.resolveSibling(folder.getFileName() + ".pub");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Lpkg.ok(Command.run("minisign", "-G", "-W", "-p", key.toString(), "-s", secret()));
  }

  private String secret() {
    return folder.resolveSibling(folder.getFileName() + ".sec").toString();
  }

  String url() {
    return "file://" + folder;
  }

  /** From now on it has these packages, and a higher number than before. */
  LpkgRepository publish(LpkgPackage... packages) {
    List<String> lines = new ArrayList<>();
    for (LpkgPackage pack : packages) {
      byte[] archive = pack.archive();
      lines.add(pack.line(archive));
      write(pack.fileName(), archive);
    }
    Collections.sort(lines);
    return index(++serial, lines);
  }

  /** An index of these lines, signed whatever they are. */
  LpkgRepository index(long serial, List<String> lines) {
    return sign("lpkg-index 1 " + serial + " x86_64\n" + String.join("\n", lines) + "\n");
  }

  LpkgRepository sign(String index) {
    write("index", index.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String file = folder.resolve("index").toString();
    Lpkg.ok(Command.run("minisign", "-S", "-W", "-s", secret(), "-m", file));
    return this;
  }

  void write(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
