package org.panux.pkgen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.panux.pkgen.cli.Pkgen;

/** A run of pkgen: what it has printed, and its exit code. */
public record Cli(int code, String out, String err) {
  /** Runs pkgen in this process. */
  public static Cli run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Pkgen.run(
            Stream.of(words).map(Object::toString).toList(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Cli(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What another program prints, which has to succeed. */
  public static String program(Path folder, String... words)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(words))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + said);
    }
    return said;
  }

  /** Whether a program is there and succeeds. */
  public static boolean works(String... words) {
    try {
      program(Path.of("/"), words);
      return true;
    } catch (IOException | AssertionError e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file, with the folders that it is in. */
  public static Path write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
