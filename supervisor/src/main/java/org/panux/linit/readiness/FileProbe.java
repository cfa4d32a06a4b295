package org.panux.linit.readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Compares a file with what it was before the start, when this was made. */
final class FileProbe implements Probe {
  private record Stamp(Object key, FileTime modified) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.fileKey(), attributes.lastModifiedTime());
    }
  }

  private final Executor threads;
  private final Path file;
  private final Optional<Stamp> before;

  /** Reads what is there now. */
  FileProbe(Executor threads, Path file) {
    this.threads = threads;
    this.file = file;
    before = before(file);
  }

  private static Optional<Stamp> before(Path file) {
    try {
      return Optional.of(Stamp.of(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public CompletionStage<Seen> look() {
    return Probe.on(threads, this::compare);
  }

  private Seen compare() throws IOException {
    try {
      Stamp now = Stamp.of(file);
      return before.filter(now::equals).isEmpty()
          ? Seen.HOLDS
          : Seen.not("it has not changed since before the start");
    } catch (NoSuchFileException e) {
      return Seen.not("it does not exist");
    }
  }
}
