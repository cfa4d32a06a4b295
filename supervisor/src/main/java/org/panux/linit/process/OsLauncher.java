package org.panux.linit.process;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.panux.linit.Rig;
import org.panux.linit.log.Keep;
import org.panux.linit.log.ScriptLog;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.model.Reason;
import org.panux.linit.process.InitScripts.Checked;
import org.panux.linit.process.InitScripts.Script;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.script.ExitCodes;
import org.panux.linit.script.Fault;
import org.panux.linit.script.ScriptFile.Kind;
import org.panux.linit.script.ScriptVariables;
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

  /**
   * @param markers what the processes of each service are known by
   * @param groups where services that stay get a control group each
   * @param channelSocket where linitd accepts channels
   * @param library the folder of linit's shell library
   * @param shell the command that runs scripts, for example {@code /bin/sh}
   * @param environment all that scripts get, but for what belongs to one run
   * @param keep how much of the logs is kept
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
      Keep keep) {
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
  }

  /** Loads what the first launch needs: a native library, and many classes. */
  public static void warmUp() {
    Channel.load();
  }

  @Override
  public Running launch(String service, Verb verb, RunToken token) throws CannotLaunch {
    Checked checked = scripts.check(service);
    Script script = checked.script().orElseThrow(() -> new CannotLaunch(checked.problem()));
    String text = verb == Verb.START ? text(script) : "";
    checkVariables(script.file(), text);
    if (verb == Verb.START) {
      scripts.stamps().started(service, script.file());
    }
    List<String> command = new ArrayList<>(shell);
    command.add(library.resolve("linit-" + verb.word()).toString());
    command.add(service);
    File log = rig.log().resolve(service + ".log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(RunToken.VARIABLE, token.toString());
    builder.environment().put(Markers.VARIABLE, Long.toString(markers.of(service)));
    if (verb == Verb.START && (!script.common() || supervises(text))) {
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
    try (Channel channel = Channel.connect(channelSocket, token)) {
      builder.redirectInput(channel.stdin());
      return start(builder, log, codes, verb == Verb.START && !script.common());
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

  private static String text(Script script) {
    try {
      return script.common() ? Files.readString(script.file(), StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      // Whoever runs it will say what is wrong.
      return "";
    }
  }

  private static void checkVariables(Path script, String text) throws CannotLaunch {
    List<Fault> faults = ScriptVariables.misspelt(text);
    if (!faults.isEmpty()) {
      throw new CannotLaunch(new Reason(ExitCode.SCRIPT_UNUSABLE, faults.get(0).of(script)));
    }
  }

  /**
   * Whether a script seems to have a process that stays: a control group costs a start some 0.3 ms,
   * which is for these alone. A wrong guess does no harm, since the marker is there anyway.
   */
  private static boolean supervises(String text) {
    return text.contains("supervise") || text.contains("command=");
  }

  /** A log that cannot be written must not keep a service from running. */
  private Running start(ProcessBuilder builder, File log, ExitCodes codes, boolean mayLeaveDaemon)
      throws IOException {
    ScriptLog.beforeRun(log.toPath(), keep);
    File folder = log.getParentFile();
    // Through a link it would write to whatever that leads to.
    boolean writable =
        !Files.isSymbolicLink(log.toPath()) && (log.exists() ? log.canWrite() : folder.canWrite());
    builder.redirectOutput(writable ? Redirect.appendTo(log) : Redirect.DISCARD);
    long before = log.length();
    return new Child(builder.start(), signals, log, before, codes, mayLeaveDaemon);
  }

  private record Child(
      Process process,
      SignalSender signals,
      File log,
      long logStart,
      ExitCodes codes,
      boolean mayLeaveDaemon)
      implements Running {
    @Override
    public long pid() {
      return process.pid();
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
      try (RandomAccessFile file = new RandomAccessFile(log, "r")) {
        return Tail.lastLine(file, logStart);
      } catch (IOException e) {
        return "";
      }
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
