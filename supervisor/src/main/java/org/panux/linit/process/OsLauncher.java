package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.panux.linit.Rig;
import org.panux.linit.log.Keep;
import org.panux.linit.log.ScriptLog;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Reason;
import org.panux.linit.process.InitScripts.Checked;
import org.panux.linit.process.InitScripts.Script;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.script.ExitCodes;
import org.panux.linit.script.Fault;
import org.panux.linit.script.ScriptFile.Kind;
import org.panux.linit.script.Scripts;

/** Runs {@code linit-start} and its kin in a real shell, as children of this process. */
public final class OsLauncher implements Launcher {
  private final Rig rig;
  private final InitScripts scripts;
  private final Markers markers;
  private final Cgroups groups;
  private final SignalSender signals;
  private final Path channelSocket;
  private final Path library;
  private final List<String> shell;
  private final Map<String, String> environment;
  private final Keep keep;
  private final Executor blocking;
  private final boolean warm;

  /** Who lets scripts have their turn; known when there are actors. */
  private volatile ActorRef<Launches.Message> launches;

  /**
   * @param markers what the processes of each service are known by
   * @param groups where services that stay get a control group each
   * @param channelSocket where linitd accepts channels
   * @param library the folder of linit's shell library
   * @param shell the command that runs scripts, for example {@code /bin/sh}
   * @param environment all that scripts get, but for what belongs to one run
   * @param keep how much of the logs is kept
   * @param blocking runs what blocks
   * @param warm whether scripts may run in shells that stay
   */
  public OsLauncher(
      Rig rig,
      InitScripts scripts,
      Markers markers,
      Cgroups groups,
      SignalSender signals,
      Path channelSocket,
      Path library,
      List<String> shell,
      Map<String, String> environment,
      Keep keep,
      Executor blocking,
      boolean warm) {
    this.rig = rig;
    this.scripts = scripts;
    this.markers = markers;
    this.groups = groups;
    this.signals = signals;
    this.channelSocket = channelSocket;
    this.library = library;
    this.shell = List.copyOf(shell);
    this.environment = Map.copyOf(environment);
    this.keep = keep;
    this.blocking = blocking;
    this.warm = warm;
  }

  /** Loads what the first launch needs: a native library, and many classes. */
  public static void warmUp() {
    Channel.load();
  }

  /** Has {@code launches} say when each launch may be. Before the first. */
  public void attach(ActorRef<Launches.Message> launches) {
    this.launches = launches;
  }

  @Override
  public CompletionStage<Running> launch(String service, Verb verb, RunToken token)
      throws CannotLaunch {
    Checked checked = scripts.check(service);
    Script script = checked.script().orElseThrow(() -> new CannotLaunch(checked.problem()));
    if (verb == Verb.START) {
      checkVariables(script);
      scripts.stamps().started(service, script);
    }
    boolean inWarmShell = warm && script.common() && !script.facts().ownShell();
    CompletableFuture<Running> begun = new CompletableFuture<>();
    launches.tell(
        new Launches.Launch(
            new Launches.Job(
                token,
                inWarmShell ? Optional.empty() : Optional.of(plain(service, verb, token, script)),
                inWarmShell ? Optional.of(warm(service, verb, token, script)) : Optional.empty(),
                begun)));
    return begun;
  }

  @Override
  public Collection<String> needs(String service) {
    return scripts.needs(service);
  }

  @Override
  public void expect(List<String> services) {
    launches.tell(new Launches.Expect(services));
  }

  @Override
  public void waits(RunToken token, boolean waiting) {
    launches.tell(new Launches.Waits(token, waiting));
  }

  private WarmRun warm(String service, Verb verb, RunToken token, Script script) {
    File log = log(service);
    ScriptLog.Beginning found = ScriptLog.beforeRun(log.toPath(), keep);
    String order =
        String.join(
                " ",
                verb.word(),
                service,
                Integer.toString(token.run()),
                token.secret(),
                Long.toString(markers.of(service)),
                script.file().startsWith(rig.initd()) ? "1" : "0",
                found.writable() ? "1" : "0")
            + "\n";
    boolean callsSup = verb == Verb.START && script.facts().callsSup();
    return new WarmRun(token, order, log, found.length(), signals, blocking, callsSup);
  }

  private File log(String service) {
    return rig.log().resolve(service + ".log").toFile();
  }

  private Launches.Plain plain(String service, Verb verb, RunToken token, Script script)
      throws CannotLaunch {
    List<String> command = new ArrayList<>(shell);
    command.add(library.resolve("linit-" + verb.word()).toString());
    command.add(service);
    File log = log(service);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(RunToken.VARIABLE, token.toString());
    builder.environment().put(Markers.VARIABLE, Long.toString(markers.of(service)));
    if (verb == Verb.START && script.facts().supervises()) {
      groups
          .enter(service)
          .ifPresent(file -> builder.environment().put("LINIT_CGROUP", file.toString()));
    }
    builder.environment().put("LINIT_SCRIPT", script.file().toString());
    builder.environment().put("LINIT_COMMON", script.common() ? "1" : "");
    ExitCodes codes = ExitCodes.PLAIN;
    if (script.kind() == Kind.LSB) {
      builder.environment().putAll(lsb(service, verb));
      codes = verb == Verb.START ? ExitCodes.LSB_START : ExitCodes.LSB_STOP;
    }
    builder.redirectErrorStream(true);
    builder.directory(new File("/"));
    ExitCodes meanings = codes;
    Leaves leaves =
        new Leaves(
            verb == Verb.START && !script.common(),
            verb == Verb.START && script.facts().callsSup());
    return () -> launch(builder, token, log, meanings, leaves);
  }

  private Running launch(
      ProcessBuilder builder, RunToken token, File log, ExitCodes codes, Leaves leaves)
      throws CannotLaunch {
    try (Channel channel = Channel.connect(channelSocket, token)) {
      builder.redirectInput(channel.descriptor());
      return start(builder, log, codes, leaves);
    } catch (IOException e) {
      throw new CannotLaunch(
          new Reason(
              ExitCode.FAILED, "cannot run '" + String.join(" ", shell) + "': " + e.getMessage()));
    }
  }

  /** What an LSB script gets besides: who has to come before it, for {@code linit-start}. */
  private Map<String, String> lsb(String service, Verb verb) throws CannotLaunch {
    Map<String, String> variables = new HashMap<>();
    // On a machine that systemd runs, Debian's scripts would have systemctl start the service.
    variables.put("SYSTEMCTL_SKIP_REDIRECT", "1");
    if (verb == Verb.START) {
      Scripts texts = scripts.texts();
      Scripts.Before before = texts.before(service);
      if (!before.cycle().isEmpty()) {
        throw new CannotLaunch(Reason.deadlock(before.cycle()));
      }
      variables.put("LINIT_LSB_DESCRIPTION", texts.description(service));
      variables.put("LINIT_LSB_NEEDS", String.join(" ", before.needs()));
      variables.put("LINIT_LSB_WANTS", String.join(" ", before.wants()));
      variables.put("LINIT_LSB_AFTER", String.join(" ", before.after()));
    }
    return variables;
  }

  private static void checkVariables(Script script) throws CannotLaunch {
    Optional<Fault> fault = script.facts().misspelt();
    if (fault.isPresent()) {
      throw new CannotLaunch(new Reason(ExitCode.SCRIPT_UNUSABLE, fault.get().of(script.file())));
    }
  }

  private Running start(ProcessBuilder builder, File log, ExitCodes codes, Leaves leaves)
      throws IOException {
    ScriptLog.Beginning found = ScriptLog.beforeRun(log.toPath(), keep);
    builder.redirectOutput(found.writable() ? Redirect.appendTo(log) : Redirect.DISCARD);
    Moment begun = new Moment(System.currentTimeMillis(), System.nanoTime());
    return new Child(Spawn.start(builder), begun, signals, log, found.length(), codes, leaves);
  }

  /** What a script may leave behind: a daemon of which nobody tells, or one that linit-sup runs. */
  private record Leaves(boolean daemon, boolean sup) {}

  private record Child(
      Process process,
      Moment begun,
      SignalSender signals,
      File log,
      long logStart,
      ExitCodes codes,
      Leaves leaves)
      implements Running {
    @Override
    public boolean mayLeaveDaemon() {
      return leaves.daemon();
    }

    @Override
    public boolean callsSup() {
      return leaves.sup();
    }

    @Override
    public Optional<ProcessIdentity> identity() {
      // One that lives now has had its pid since it was launched.
      return ProcessIdentity.of(process.pid()).filter(it -> process.isAlive());
    }

    @Override
    public CompletionStage<Integer> exit() {
      return process.onExit().thenApply(Process::exitValue).thenApply(codes::read);
    }

    @Override
    public String meaning(int code) {
      return codes.meaning(code);
    }

    @Override
    public String lastLine() {
      return Tail.lastLine(log, logStart);
    }

    @Override
    public void noteEnd() {
      ScriptLog.afterRun(log.toPath());
    }

    @Override
    public void signal(int number) {
      // Whoever has its pid is our child, as long as that has not been reaped.
      ProcessIdentity.of(process.pid())
          .filter(identity -> process.isAlive())
          .ifPresent(identity -> signals.send(number, List.of(identity)));
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
