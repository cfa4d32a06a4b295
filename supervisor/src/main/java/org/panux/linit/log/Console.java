package org.panux.linit.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Copies what services print to linitd's own standard output, for whoever collects it there, as
 * containers have it. It reads the log files, so a collector that is slow, or has gone, holds up no
 * service.
 */
public final class Console implements Closeable {
  private static final String SUFFIX = ".log";

  /** How long the end waits for whoever reads. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Path folder;
  private final Function<LogTail.Line, String> show;
  private final PrintStream out;
  private final WatchService changes;
  private final LogFollower logs;
  private final CompletableFuture<Void> copied = new CompletableFuture<>();

  private Console(
      Path folder,
      Function<LogTail.Line, String> show,
      PrintStream out,
      WatchService changes,
      LogFollower logs) {
    this.folder = folder;
    this.show = show;
    this.out = out;
    this.changes = changes;
    this.logs = logs;
  }

  /**
   * Copies what comes into the log files in {@code folder} from now on.
   *
   * @param show how a line looks
   */
  public static Console open(Path folder, Function<LogTail.Line, String> show, PrintStream out)
      throws IOException {
    WatchService changes = folder.getFileSystem().newWatchService();
    folder.register(
        changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    LogFollower logs = new LogFollower(folder, List.copyOf(services(folder)));
    Console console = new Console(folder, show, out, changes, logs);
    Thread thread = new Thread(console::run, "console");
    thread.setDaemon(true);
    thread.start();
    return console;
  }

  private static Set<String> services(Path folder) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      files.forEach(file -> names.add(name(file)));
    }
    return names;
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private void run() {
    try (logs) {
      while (!out.checkError()) {
        WatchKey key;
        try {
          key = changes.take();
        } catch (ClosedWatchServiceException e) {
          copy(services(folder));
          logs.rest().forEach(this::print);
          out.flush();
          break;
        }
        Set<String> written = new LinkedHashSet<>();
        for (WatchEvent<?> event : key.pollEvents()) {
          if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
            written.addAll(services(folder));
          } else if (String.valueOf(event.context()).endsWith(SUFFIX)) {
            written.add(name((Path) event.context()));
          }
        }
        key.reset();
        copy(written);
      }
      copied.complete(null);
    } catch (IOException | RuntimeException e) {
      copied.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(Set<String> services) throws IOException {
    services.forEach(logs::add);
    boolean more = true;
    while (more && !out.checkError()) {
      LogFollower.Next next = logs.next(services);
      next.lines().forEach(this::print);
      more = next.more();
    }
    out.flush();
  }

  private void print(LogTail.Line line) {
    out.print(show.apply(line) + "\n");
  }

  /** Copies what is left, as far as somebody takes it. All that was printed is in the files. */
  @Override
  public void close() throws IOException {
    changes.close();
    try {
      copied.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw new IOException("cannot copy what services print: " + e.getCause().getMessage(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
