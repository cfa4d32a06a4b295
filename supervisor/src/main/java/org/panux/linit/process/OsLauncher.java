package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.panux.linit.Rig;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Reason;
import org.panux.linit.process.InitScripts.Checked;
import org.panux.linit.process.InitScripts.Script;
import org.panux.linit.protocol.ExitCode;

/** Runs {@code linit-start} and {@code linit-stop} in a real shell, as children of this process. */
public final class OsLauncher implements Launcher {
  private static final int KILL = 9;
  private static final int TERM = 15;

  private final Rig rig;
  private final InitScripts scripts;
  private final Path channelSocket;
  private final Path library;
  private final List<String> shell;
  private final Map<String, String> environment;

  /**
   * @param channelSocket where linitd accepts channels
   * @param library the folder of linit's shell library
   * @param shell the command that runs scripts, for example {@code /bin/sh}
   * @param environment all that scripts get, but for what belongs to one run
   */
  public OsLauncher(
      Rig rig,
      InitScripts scripts,
      Path channelSocket,
      Path library,
      List<String> shell,
      Map<String, String> environment) {
    this.rig = rig;
    this.scripts = scripts;
    this.channelSocket = channelSocket;
    this.library = library;
    this.shell = List.copyOf(shell);
    this.environment = Map.copyOf(environment);
  }

  /** Loads what the first launch needs: a native library, and many classes. */
  public static void warmUp() {
    Channel.load();
  }

  @Override
  public Running launch(String service, Verb verb, RunToken token) throws CannotLaunch {
    Checked checked = scripts.check(service);
    Script script = checked.script().orElseThrow(() -> new CannotLaunch(checked.problem()));
    if (verb == Verb.START && script.common()) {
      checkVariables(script.file());
    }
    List<String> command = new ArrayList<>(shell);
    command.add(library.resolve("linit-" + verb.word()).toString());
    command.add(service);
    File log = rig.log().resolve(service + ".log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(RunToken.VARIABLE, token.toString());
    builder.environment().put("LINIT_SCRIPT", script.file().toString());
    builder.environment().put("LINIT_COMMON", script.common() ? "1" : "");
    builder.redirectErrorStream(true);
    builder.directory(new File("/"));
    try (Channel channel = Channel.connect(channelSocket, token)) {
      builder.redirectInput(channel.stdin());
      return start(builder, log);
    } catch (IOException e) {
      throw new CannotLaunch(
          new Reason(
              ExitCode.FAILED, "cannot run '" + String.join(" ", shell) + "': " + e.getMessage()));
    }
  }

  private static void checkVariables(Path script) throws CannotLaunch {
    Optional<String> problem;
    try {
      problem = ScriptVariables.misspelt(Files.readString(script, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // Whoever runs it will say what is wrong.
      return;
    }
    if (problem.isPresent()) {
      throw new CannotLaunch(new Reason(ExitCode.SCRIPT_UNUSABLE, script + ":" + problem.get()));
    }
  }

  /** A log that cannot be written must not keep a service from running. */
  private static Running start(ProcessBuilder builder, File log) throws IOException {
    File folder = log.getParentFile();
    boolean writable = log.exists() ? log.canWrite() : folder.canWrite();
    builder.redirectOutput(writable ? Redirect.appendTo(log) : Redirect.DISCARD);
    long before = log.length();
    return new Child(builder.start(), log, before);
  }

  private record Child(Process process, File log, long logStart) implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public CompletionStage<Integer> exit() {
      return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public String lastLine() {
      try (RandomAccessFile file = new RandomAccessFile(log, "r")) {
        return Tail.lastLine(file, logStart);
      } catch (IOException e) {
        return "";
      }
    }

    @Override
    public void signal(int number) {
      switch (number) {
        case KILL -> kill();
        case TERM -> terminate();
        default -> {
          // The JDK knows but these two.
        }
      }
    }

    @Override
    public void terminate() {
      process.destroy();
    }

    @Override
    public void kill() {
      process.destroyForcibly();
    }
  }
}
