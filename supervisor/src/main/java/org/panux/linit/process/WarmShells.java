package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;

/** The shells that stay, by their numbers, and how one is started. */
public final class WarmShells {
  private final String instance;
  private final Path channelSocket;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Map<Integer, WarmShell> shells = new ConcurrentHashMap<>();

  /**
   * @param instance what the tokens of this linitd begin with
   * @param channelSocket where linitd accepts channels
   * @param library the folder of linit's shell library
   * @param shell the command that runs scripts
   * @param environment all that scripts get, but for what belongs to one run
   * @param log the folder of logs
   */
  public WarmShells(
      String instance,
      Path channelSocket,
      Path library,
      List<String> shell,
      Map<String, String> environment,
      Path log) {
    this.instance = instance;
    this.channelSocket = channelSocket;
    this.command = new ArrayList<>(shell);
    this.command.add(library.resolve("linit-warm").toString());
    this.environment = new HashMap<>(environment);
    this.environment.put("LINIT_INSTANCE", instance);
    this.environment.put("LINIT_LOG", log.toString());
    // What one run has in there is exported, since it has been from the start.
    this.environment.put("LINIT_SCRIPT", "");
    this.environment.put("LINIT_COMMON", "1");
  }

  /** The shell whose own token that is. */
  public Optional<WarmShell> of(RunToken token) {
    return Optional.ofNullable(shells.get(token.run())).filter(it -> it.token().equals(token));
  }

  /**
   * Whose {@code token}, which was found at a process, is: that of a shell that stays stands for
   * the run that it is busy with. Where that is of another service than {@code marked}, the process
   * is left of an earlier one.
   *
   * @param marked whose process it is by its marker, as {@link Markers#prefix} says it
   */
  Optional<RunToken> meant(RunToken token, Optional<String> marked) {
    if (!token.service().equals(WarmShell.NAME)) {
      return Optional.of(token);
    }
    return of(token)
        .flatMap(WarmShell::speaker)
        .filter(run -> marked.filter(run.toString()::startsWith).isPresent());
  }

  /** What the owners of such shells begin with. */
  static boolean isWarm(String token) {
    int at = token.indexOf(':') + 1;
    return token.startsWith(WarmShell.NAME + ":", at);
  }

  /**
   * Starts the shell {@code number}. Blocks for about a millisecond.
   *
   * @param freed is told when it has nothing to do any more, and whether it can do something else
   * @param gone is told of its end
   */
  WarmShell start(int number, BiConsumer<Integer, Boolean> freed, Consumer<Integer> gone)
      throws IOException {
    RunToken token = RunToken.create(instance, WarmShell.NAME, number);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(RunToken.VARIABLE, token.toString());
    builder.directory(new File("/"));
    builder.redirectError(Redirect.DISCARD);
    WarmShell shell = new WarmShell(token, usable -> freed.accept(number, usable));
    // Whoever reads the first line of the channel finds it.
    shells.put(number, shell);
    try (Channel channel = Channel.connect(channelSocket, token)) {
      builder.redirectOutput(channel.descriptor());
      shell.started(Spawn.start(builder));
    } catch (IOException e) {
      shells.remove(number);
      throw e;
    }
    shell
        .process()
        .onExit()
        .thenAccept(
            process -> {
              shells.remove(number);
              shell.gone(process.exitValue());
              gone.accept(number);
            });
    return shell;
  }

  /** All are to end, when they have nothing to do any more. */
  void retire() {
    shells.values().forEach(WarmShell::retire);
  }

  /** Why none can be started. */
  Reason problem(IOException e) {
    return new Reason(
        ExitCode.FAILED, "cannot run '" + String.join(" ", command) + "': " + e.getMessage());
  }

  Optional<WarmShell> get(int number) {
    return Optional.ofNullable(shells.get(number));
  }
}
