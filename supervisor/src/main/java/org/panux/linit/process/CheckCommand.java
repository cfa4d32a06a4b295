package org.panux.linit.process;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A command that is run for its exit status, and for the last line that it writes.
 *
 * <p>It writes to a file that has no name any more: so no thread has to read along, a command that
 * writes much is not held up, and nothing is left of it, however linitd ends.
 */
public final class CheckCommand implements Closeable {
  private static final AtomicLong NUMBER = new AtomicLong();

  private final Process process;
  private final RandomAccessFile output;

  private CheckCommand(Process process, RandomAccessFile output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts {@code command} in {@code shell}; takes about a millisecond.
   *
   * @param environment all that the command gets
   * @param temporary a folder of our own for its output
   */
  public static CheckCommand start(
      List<String> shell,
      String command,
      Map<String, String> environment,
      Path directory,
      Path temporary)
      throws IOException {
    List<String> words = new ArrayList<>(shell);
    words.add("-c");
    words.add(command);
    Path file = temporary.resolve("check-" + NUMBER.incrementAndGet());
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.to(file.toFile()));
    RandomAccessFile output = new RandomAccessFile(file.toFile(), "rw");
    try {
      return new CheckCommand(Spawn.start(builder), output);
    } catch (IOException e) {
      output.close();
      throw e;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Completes with the exit status: 128+n where signal n ended it. */
  public CompletionStage<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** The last line that it has written, or an empty text. */
  public String lastLine() throws IOException {
    return Tail.lastLine(output, 0);
  }

  /**
   * SIGKILL to it and to all that descend from it; nothing where it has ended. Reads {@code /proc}.
   */
  public void kill() {
    if (process.isAlive()) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
