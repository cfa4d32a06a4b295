package org.panux.pkgen.build;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.panux.pkgen.source.Source;

/**
 * While sources are fetched, a line on the terminal says how far it is. Elsewhere it says nothing.
 */
final class Progress {
  private static final long EVERY_MILLISECONDS = 300;

  private final List<File> files;
  private final Thread thread;

  private Progress(Path cache, List<Source> sources) {
    files =
        sources.stream()
            .filter(source -> source.kind() != Source.Kind.FILE)
            .map(source -> cache.resolve(source.key()).toFile())
            .distinct()
            .toList();
    thread = new Thread(this::show, "progress");
    thread.setDaemon(true);
  }

  /** Begins to show it. */
  static Progress of(Path cache, List<Source> sources) {
    Progress progress = new Progress(cache, sources);
    if (System.console() != null && progress.files.stream().anyMatch(file -> !file.exists())) {
      progress.thread.start();
    }
    return progress;
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLISECONDS);
        System.err.print("\r" + line() + "\033[K\r");
      }
    } catch (InterruptedException e) {
      System.err.print("\033[K");
    }
  }

  /** How many there are, and how much of those that are under way. */
  private String line() {
    long there = files.stream().filter(File::exists).count();
    long bytes = files.stream().mapToLong(file -> new File(file + ".part").length()).sum();
    return String.format("%d of %d sources, %.1f MB of others", there, files.size(), bytes / 1e6);
  }

  void end() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
