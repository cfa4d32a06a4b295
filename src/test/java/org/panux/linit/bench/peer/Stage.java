package org.panux.linit.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The place where one peer runs: a bash, process 1 of namespaces of its own, which is told what to
 * do. With it ends everything that runs there. After the limit it is killed, so that nobody can
 * hang.
 */
public final class Stage implements AutoCloseable {
  /** With the machine's own files. */
  private static final String BARE =
      "mount -t proc proc /proc && cd \"$1\" && exec /bin/bash --norc";

  /** In the root of the peers, which sees the machine's folder of this run and nothing else. */
  private static final String ROOTED =
      "mount -t proc proc \"$0/proc\" && mount --rbind /dev \"$0/dev\" && mount --rbind /sys \"$0/sys\""
          + " && mount -t tmpfs run \"$0/run\" && mkdir -p \"$0$1\" && mount --bind \"$1\" \"$0$1\""
          + " && exec chroot \"$0\" /bin/bash --norc -c 'cd \"$1\" && exec /bin/bash --norc' stage \"$1\"";

  private static final String MARK = "@@stage ";
  private static final List<String> NAMESPACES =
      List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private");

  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<Void> guard;
  private final Thread hook;

  private Stage(Process process, Duration limit) {
    this.process = process;
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    guard =
        CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, this::end));
    hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Ends it from a thread that waits for nothing. */
  private void end(Runnable ignored) {
    process.destroyForcibly();
  }

  /**
   * Opens one.
   *
   * @param root the root of the peers, or nothing for the machine's own files
   * @param work the folder that is seen there, at the same path
   */
  public static Stage open(Optional<Path> root, Path work, Duration limit) throws IOException {
    List<String> command = new ArrayList<>(NAMESPACES);
    if (!"root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(
        List.of(
            "/bin/bash",
            "-c",
            root.isPresent() ? ROOTED : BARE,
            root.map(Path::toString).orElse("stage"),
            work.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("JAVA_HOME", "PATH"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("HOME", work.toString());
    if (root.isPresent()) {
      builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    }
    return new Stage(builder.start(), limit);
  }

  /** Runs this code and gives what it prints. */
  public String run(String code) {
    try {
      process
          .getOutputStream()
          .write((code + "\nprintf '\\n" + MARK + "\\n'\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      StringBuilder said = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(MARK)) {
          return said.toString().strip();
        }
        said.append(line).append('\n');
      }
      throw new StageEnded(said.toString().strip());
    } catch (IOException e) {
      throw new StageEnded(String.valueOf(e.getMessage()));
    }
  }

  /** The stage is no more: it has been too long, or could not be made. */
  public static final class StageEnded extends RuntimeException {
    StageEnded(String said) {
      super(said.isEmpty() ? "did not end within the limit" : said);
    }
  }

  @Override
  public void close() {
    guard.cancel(false);
    process.destroyForcibly();
    try {
      process.waitFor();
      out.close();
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The machine is being left, and the hook runs.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
