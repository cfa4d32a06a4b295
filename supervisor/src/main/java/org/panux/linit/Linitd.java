package org.panux.linit;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.panux.linit.ctl.BootProgress;
import org.panux.linit.flight.Flight;
import org.panux.linit.flight.Verdict;
import org.panux.linit.gateway.Listeners;
import org.panux.linit.gateway.ServerInfo;
import org.panux.linit.log.Console;
import org.panux.linit.log.LogClient;
import org.panux.linit.model.Ending;
import org.panux.linit.process.CallerLocale;
import org.panux.linit.process.Cgroups;
import org.panux.linit.process.ForegroundCommand;
import org.panux.linit.process.IgnoredSignals;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.Launches;
import org.panux.linit.process.LogWriterLauncher;
import org.panux.linit.process.Markers;
import org.panux.linit.process.OsLauncher;
import org.panux.linit.process.OwnSession;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.ScriptProcess;
import org.panux.linit.process.ScriptStatus;
import org.panux.linit.process.SignalSender;
import org.panux.linit.process.WarmShells;
import org.panux.linit.protocol.Version;
import org.panux.linit.readiness.Probers;
import org.panux.linit.run.RigRun;
import org.panux.linit.run.RunOptions;
import org.panux.linit.script.Trust;
import org.panux.linit.state.State;

/** The daemon: from the command line to a running actor system, and back to an exit code. */
public final class Linitd {
  private static final int CANNOT_RUN = 1;
  private static final int USAGE = 2;
  private static final int TAKEN = 3;

  /** linit's shell library, and below it what else belongs to the installation. */
  private static final String LIBRARY_PROPERTY = "linit.library";

  private static final Map<String, Integer> HANDLED = Map.of("TERM", 15, "INT", 2, "HUP", 1);

  /** How long the end waits for what services have printed to be in their logs. */
  private static final Duration LOGS_WRITTEN = Duration.ofSeconds(2);

  /** The flight recording; no log of a service has such a name. */
  private static final String FLIGHT = "linitd.flight";

  /** Where it says something. */
  private static volatile Consumer<String> teller = System.err::println;

  private Linitd() {}

  /** linitd cannot start, or not go on; the message says why in one line. */
  private static final class CannotStart extends Exception {
    private final int code;

    CannotStart(int code, String message) {
      super(message);
      this.code = code;
    }
  }

  public static void main(String[] words) {
    int code;
    try {
      code = run(words);
    } catch (CannotStart e) {
      say(e.getMessage());
      code = e.code;
    }
    // No shutdown hooks: everything that must end has ended.
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  @SuppressWarnings("try") // The lock and the sockets are only held.
  private static int run(String[] words) throws CannotStart {
    CompletableFuture<ActorSystem<Guardian.Message>> started = new CompletableFuture<>();
    Arguments arguments;
    ExecutorService blocking;
    CompletableFuture<ActorSystem<Guardian.Message>> akka;
    Settings settings;
    Rig rig;
    try {
      arguments = Arguments.parse(words);
      if (arguments.help() || arguments.version()) {
        System.out.print(arguments.help() ? Arguments.USAGE : "linitd " + Version.current() + "\n");
        return 0;
      }
      if (arguments.replay().isPresent()) {
        return Verdict.of(arguments.replay().get(), System.out, Linitd::say);
      }
      rig = arguments.root().map(Rig::at).orElseGet(Rig::machine);
      checkRig(rig);
      checkTrust(rig, configuration(arguments, rig));
      checkCommand(arguments);
      if (arguments.check()) {
        System.out.println(Settings.show(configuration(arguments, rig)));
        return 0;
      }
      blocking = threads();
      // What takes long and needs nothing is done beside the rest.
      akka = CompletableFuture.supplyAsync(() -> Akka.start(Guardian.create()), blocking);
      blocking.execute(OsLauncher::warmUp);
      settings = Settings.read(Optional.of(configuration(arguments, rig)));
    } catch (Arguments.Invalid | Settings.Invalid e) {
      throw new CannotStart(USAGE, e.getMessage());
    }
    // From here on there is something to clean up; a signal that comes early is kept.
    CompletableFuture<BiConsumer<String, Integer>> signalled = new CompletableFuture<>();
    HANDLED.forEach(
        (name, number) ->
            Signals.handle(name, () -> signalled.thenAccept(it -> it.accept(name, number))));
    makeFolders(rig);
    Path clients = arguments.unix().orElse(rig.run().resolve("linit.sock"));
    try (RigLock lock = RigLock.take(rig.run().resolve("linitd.lock"), rig.root());
        Listeners listeners =
            Listeners.open(
                clients,
                rig.run().resolve("channels"),
                arguments.backlog(),
                settings.socketGroup(),
                settings.groupMay())) {
      if (arguments.progress()) {
        BootProgress progress = new BootProgress(listeners.clientPath(), System.err);
        teller = progress::say;
        Thread thread = new Thread(progress, "progress");
        thread.setDaemon(true);
        thread.start();
      }
      State state = State.read(rig.run());
      Optional<Console> console = Optional.empty();
      if (arguments.output().isPresent()) {
        console = Optional.of(Console.open(rig.log(), arguments.output().get()::show, stdout()));
      }
      Optional<RigRun> run = Optional.empty();
      if (arguments.run().isPresent()) {
        RunOptions options = arguments.run().get();
        run =
            Optional.of(
                RigRun.begin(
                    options,
                    new RigRun.Setup(
                        rig,
                        listeners.clientPath(),
                        commandEnvironment(rig, settings, listeners, state),
                        settings.shell(),
                        new SignalSender(settings.shell(), library(), blocking),
                        settings.killGrace(),
                        Linitd::say,
                        because -> shutdown(started, because))));
        signalled.complete(run.get()::signalled);
      } else {
        signalled.complete((name, number) -> shutdown(started, "SIG" + name));
      }
      // A run tells when what it waits for is ready.
      Consumer<String> booted = run.isPresent() ? line -> {} : Linitd::say;
      // A rig beside a command is there for tests.
      boolean faults =
          settings.faults()
              || arguments.run().filter(options -> !options.command().isEmpty()).isPresent();
      Ending ending =
          supervise(rig, settings, listeners, blocking, akka, started, state, faults, booted);
      if (console.isPresent()) {
        console.get().close();
      }
      if (run.isPresent()) {
        return run.get().close();
      }
      return ending == Ending.SHUTDOWN
              || new Farewell(rig, environment(rig, settings, listeners), Linitd::say)
                  .run(ending, settings)
          ? 0
          : CANNOT_RUN;
    } catch (RigLock.Taken e) {
      throw new CannotStart(TAKEN, e.getMessage());
    } catch (FileSystemException e) {
      throw new CannotStart(CANNOT_RUN, "cannot use " + e.getFile() + ": " + explain(e));
    } catch (IOException e) {
      throw new CannotStart(CANNOT_RUN, explain(e));
    }
  }

  /** In the encoding that log files have. */
  private static PrintStream stdout() {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        false,
        StandardCharsets.UTF_8);
  }

  private static void shutdown(
      CompletableFuture<ActorSystem<Guardian.Message>> started, String because) {
    started.thenAccept(it -> it.tell(new Guardian.Shutdown(because)));
  }

  private static void checkRig(Rig rig) throws CannotStart {
    String problem =
        !Files.isDirectory(rig.root())
            ? "there is no folder " + rig.root() + "; name a rig with --root"
            : !Files.exists(rig.initd())
                ? "the rig "
                    + rig.root()
                    + " has no init.d; put the init scripts into "
                    + rig.initd()
                : !Files.isDirectory(rig.initd())
                    ? rig.initd() + " is not a folder"
                    : !Files.isReadable(rig.initd()) || !Files.isExecutable(rig.initd())
                        ? "cannot read " + rig.initd() + ": permission denied"
                        : null;
    if (problem != null) {
      throw new CannotStart(CANNOT_RUN, problem);
    }
  }

  /** Root's linitd uses nothing that somebody else could change. */
  private static void checkTrust(Rig rig, Path configuration) throws CannotStart {
    try {
      Trust trust = Trust.of(rig.root());
      for (Path path :
          List.of(
              rig.root(),
              rig.initd(),
              rig.rcd(),
              configuration,
              rig.root().resolve("shutdown.d"))) {
        distrust(path, trust.problem(path));
      }
      for (Path folder : List.of(rig.run(), rig.log(), rig.run().resolve("log"))) {
        distrust(folder, trust.problemOfOwn(folder));
      }
    } catch (IOException e) {
      throw new CannotStart(CANNOT_RUN, "cannot look at " + rig.root() + ": " + explain(e));
    }
  }

  private static void distrust(Path path, Optional<String> problem) throws CannotStart {
    if (problem.isPresent()) {
      throw new CannotStart(CANNOT_RUN, path + " " + problem.get());
    }
  }

  /** A command that cannot be run is told before anything is booted for it. */
  private static void checkCommand(Arguments arguments) throws CannotStart {
    if (arguments.run().isPresent() && !arguments.run().get().command().isEmpty()) {
      Optional<ForegroundCommand.Problem> problem =
          ForegroundCommand.problem(arguments.run().get().command().get(0));
      if (problem.isPresent()) {
        throw new CannotStart(problem.get().code(), problem.get().text());
      }
    }
  }

  private static Path configuration(Arguments arguments, Rig rig) throws CannotStart {
    if (arguments.config().filter(file -> !Files.isReadable(file)).isPresent()) {
      throw new CannotStart(USAGE, "cannot read the configuration " + arguments.config().get());
    }
    return arguments.config().orElse(rig.root().resolve("linit.conf"));
  }

  private static void makeFolders(Rig rig) throws CannotStart {
    for (Path folder : new Path[] {rig.run(), rig.log()}) {
      try {
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
          // Fails likewise, and the system says why.
          Path probe = folder.resolve(".linitd");
          Files.createFile(probe);
          Files.delete(probe);
        }
      } catch (IOException e) {
        throw new CannotStart(
            CANNOT_RUN,
            "cannot write to "
                + folder
                + " ("
                + explain(e)
                + "), where linitd keeps its sockets and logs; any folder that you own can be a"
                + " rig, with --root");
      }
    }
  }

  private static String explain(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "not a folder";
    }
    if (e instanceof FileSystemException problem && problem.getReason() != null) {
      return problem.getReason().toLowerCase(Locale.ROOT);
    }
    return e.getMessage();
  }

  /** Runs the actor system until everything has stopped; gives how it was asked to end. */
  private static Ending supervise(
      Rig rig,
      Settings settings,
      Listeners listeners,
      ExecutorService blocking,
      CompletableFuture<ActorSystem<Guardian.Message>> akka,
      CompletableFuture<ActorSystem<Guardian.Message>> started,
      State state,
      boolean faults,
      Consumer<String> booted)
      throws CannotStart {
    AtomicBoolean clean = new AtomicBoolean();
    AtomicReference<Ending> ending = new AtomicReference<>(Ending.SHUTDOWN);
    Path library = library();
    InitScripts scripts = new InitScripts(rig, library.resolve("init.d"), Linitd::say);
    blocking.execute(scripts::readAhead);
    Map<String, String> environment = environment(rig, settings, listeners);
    Markers markers = new Markers(state.instance(), state.markers());
    Cgroups groups = new Cgroups(settings.cgroups(), rig.root());
    List<String> shell = OwnSession.of(settings.shell());
    WarmShells warm =
        new WarmShells(
            state.instance(),
            listeners.channelPath(),
            library,
            IgnoredSignals.undone(shell),
            environment,
            rig.log());
    ProcessTable processes = new ProcessTable(markers, groups, Optional.of(warm));
    SignalSender signals = new SignalSender(shell, library, blocking);
    OsLauncher launcher =
        new OsLauncher(
            rig,
            scripts,
            markers,
            groups,
            signals,
            listeners.channelPath(),
            library,
            IgnoredSignals.undone(shell),
            environment,
            settings.logs(),
            blocking,
            settings.warmShells());
    LogClient logs =
        new LogClient(
            rig.run().resolve("log"),
            settings.logs(),
            new LogWriterLauncher(rig, library, settings.shell())::start);
    Flight flight =
        settings.flight() == 0
            ? Flight.NONE
            : new Flight(rig.log().resolve(FLIGHT), settings.flight(), Linitd::say);
    Guardian.Setup setup =
        new Guardian.Setup(
            state.instance(),
            new ScriptProcess.Setup(
                launcher,
                blocking,
                logs::sync,
                settings.startTimeout(),
                settings.stopTimeout(),
                settings.killGrace()),
            new Probers(rig, shell, environment, processes, settings.readyTimeout()),
            processes,
            signals,
            scripts,
            new ScriptStatus(scripts, environment, blocking),
            logs,
            listeners,
            new ServerInfo(Version.current(), ProcessHandle.current().pid(), rig),
            markers,
            state,
            state.recover(processes),
            flight,
            settings.shutdownTimeout(),
            faults,
            settings.endings().keySet(),
            ending::set,
            Linitd::say,
            booted,
            () -> clean.set(true));
    ActorSystem<Guardian.Message> system = akka.join();
    launcher.attach(
        system.systemActorOf(
            Launches.create(warm, blocking, Runtime.getRuntime().availableProcessors() + 2),
            "launches",
            Props.empty()));
    system.tell(new Guardian.Begin(setup));
    started.complete(system);
    system.getWhenTerminated().toCompletableFuture().join();
    flight.close(LOGS_WRITTEN);
    logs.close(LOGS_WRITTEN);
    if (!clean.get()) {
      throw new CannotStart(
          CANNOT_RUN,
          "ended by an error of its own; its services run on, and the next linitd takes them over");
    }
    return ending.get();
  }

  private static Path library() {
    return Path.of(System.getProperty(LIBRARY_PROPERTY));
  }

  /** Runs what blocks: launches, and reading files. */
  private static ExecutorService threads() {
    return Executors.newFixedThreadPool(
        Math.max(2, Runtime.getRuntime().availableProcessors()), Linitd::daemonThread);
  }

  private static Thread daemonThread(Runnable task) {
    Thread thread = new Thread(task, "blocking");
    thread.setDaemon(true);
    return thread;
  }

  /** What scripts get in their environment, but for what belongs to one run. */
  private static Map<String, String> environment(Rig rig, Settings settings, Listeners listeners) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : settings.passEnvironment()) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> environment.put(name, value));
    }
    CallerLocale.restore(environment);
    Path commands = Path.of(System.getProperty("linit.commands"));
    environment.put("PATH", commands + ":" + settings.path());
    environment.putAll(settings.environment());
    environment.put("LINITSOCK", listeners.clientPath().toString());
    environment.put("LINIT_ROOT", rig.root().toString());
    environment.put("LINIT_INIT_D", rig.initd().toString());
    environment.put("LINIT_RC_D", rig.rcd().toString());
    environment.put("LINIT_RUN", rig.run().toString());
    environment.put("LINIT_LIB", library().toString());
    return environment;
  }

  /**
   * What the command of a run gets beside linitd's own environment: where linitd is, and what shows
   * to linitd that it belongs to this run.
   */
  private static Map<String, String> commandEnvironment(
      Rig rig, Settings settings, Listeners listeners, State state) {
    Map<String, String> environment = environment(rig, settings, listeners);
    environment.keySet().removeIf(name -> !name.startsWith("LINIT"));
    RunToken token = RunToken.create(state.instance(), RigRun.OWNER, 0);
    environment.put(RunToken.VARIABLE, token.toString());
    return environment;
  }

  private static void say(String line) {
    teller.accept("linitd: " + line);
  }
}
