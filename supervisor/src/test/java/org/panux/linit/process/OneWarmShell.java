package org.panux.linit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A shell that stays, which runs what a test says in the place of {@code linit-warm}. */
public final class OneWarmShell implements AutoCloseable {
  private final WarmShells shells;
  private WarmShell shell;

  /**
   * @param channels where the shell's channel is accepted
   * @param library an empty folder
   * @param text of the shell
   */
  public OneWarmShell(Path channels, Path library, String text) throws IOException {
    Files.writeString(library.resolve("linit-warm"), text);
    shells = new WarmShells("test", channels, library, List.of("/bin/sh"), Map.of(), library);
  }

  WarmShells shells() {
    return shells;
  }

  /** Knows this shell. */
  public ProcessTable processes() {
    return new ProcessTable(
        new Markers(RunToken.random()),
        new Cgroups(Cgroups.Mode.OFF, Path.of("/nowhere")),
        Optional.of(shells));
  }

  /** Has the shell run the script of {@code token}, and gives how that ends. */
  public CompletableFuture<Integer> run(RunToken token) throws IOException {
    shell = shells.start(1, (number, usable) -> {}, number -> {});
    WarmRun run =
        new WarmRun(
            token, token.secret() + "\n", Path.of("/dev/null").toFile(), 0, null, null, false);
    run.in(shell);
    shell.run(run);
    return run.exit().toCompletableFuture();
  }

  @Override
  public void close() {
    if (shell != null) {
      shell.process().destroyForcibly();
    }
  }
}
