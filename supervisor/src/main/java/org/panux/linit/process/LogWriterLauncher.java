package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.panux.linit.Rig;

/** Starts the log writer, with the JVM that runs linitd. */
public final class LogWriterLauncher {
  private final Rig rig;
  private final Path library;
  private final List<String> shell;

  /**
   * @param library the folder of linit's shell library
   * @param shell the command that runs scripts
   */
  public LogWriterLauncher(Rig rig, Path library, List<String> shell) {
    this.rig = rig;
    this.library = library;
    this.shell = List.copyOf(shell);
  }

  /** The process, what it prints in a pipe. */
  public Process start() throws IOException {
    List<String> command = new ArrayList<>(shell);
    command.add(library.resolve("linit-log").toString());
    command.add(rig.run().resolve("log").toString());
    command.add(rig.log().toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LINIT_ROOT", rig.root().toString());
    builder
        .environment()
        .put("LINIT_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    builder.redirectErrorStream(true);
    // It may live longer than any folder that linitd was started in.
    builder.directory(new File("/"));
    return Spawn.start(builder);
  }
}
