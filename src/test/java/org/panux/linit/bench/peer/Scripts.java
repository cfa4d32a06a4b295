package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.panux.linit.bench.graph.Graph;
import org.panux.linit.bench.graph.RunLog;

/** The scripts of the services, for those that run plain programs. */
public final class Scripts {
  private static final FileAttribute<Set<PosixFilePermission>> EXECUTABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

  private final Path folder;
  private final RunLog log;

  /** In this folder. */
  public Scripts(Path folder, RunLog log) {
    this.folder = folder;
    this.log = log;
  }

  /** Writes them all. */
  public void write(Graph graph) throws IOException {
    Files.createDirectories(folder);
    for (String name : graph.needs().keySet()) {
      Files.writeString(folder.resolve(name), line(name) + "\n");
    }
  }

  /** What a script does, for those that have scripts of their own kind. */
  public String line(String name) {
    return log.line(name);
  }

  /** The command that runs it. */
  public String command(String name) {
    return "/bin/sh " + folder.resolve(name);
  }

  /** A script of a peer's own kind. */
  static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(Files.createFile(file, EXECUTABLE), text);
  }
}
