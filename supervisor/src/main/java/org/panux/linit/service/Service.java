package org.panux.linit.service;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.panux.linit.actor.Actor;
import org.panux.linit.flight.Flight;
import org.panux.linit.flight.Replay;
import org.panux.linit.log.LogClient;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Decision;
import org.panux.linit.model.Exit;
import org.panux.linit.model.Lifecycle;
import org.panux.linit.model.Memory;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Notice;
import org.panux.linit.model.Reason;
import org.panux.linit.model.Trace;
import org.panux.linit.process.Adopter;
import org.panux.linit.process.DaemonFinder;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.ScriptProcess;
import org.panux.linit.process.SupWatcher;
import org.panux.linit.process.Sweeper;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.readiness.Prober;
import org.panux.linit.readiness.Probers;
import org.panux.linit.setting.Durations;
import org.panux.linit.setting.InjectedFault;
import org.panux.linit.state.Journal;
import org.panux.linit.state.Recovered;
import org.panux.linit.state.ServiceRecord;

/**
 * One service: owns its state, its open waits and its script runs. It only translates: messages
 * become events of {@link Lifecycle}, decisions become messages.
 */
public final class Service extends Actor<Service.Message> {
  public sealed interface Message {}

  /**
   * It shall run, for {@code by}; the listener gets a notice at once, marked as the first of the
   * wait {@code id}, and one at each change from now on.
   */
  public record Start(Asker by, Optional<ActorRef<Notice>> listener, long id, Moment wave)
      implements Message {}

  /** It shall stop, once it is released. */
  public record Stop(Reason because) implements Message {}

  /** Nothing that needs it is active any more. */
  public record Release() implements Message {}

  /** It shall end at once. */
  public record Kill(Reason because) implements Message {}

  /** Somebody has it do what is not a start or a stop. */
  public record Steer(Steering what, ActorRef<Verdict> replyTo) implements Message {}

  /** What somebody can have it do. */
  public sealed interface Steering {}

  /** Break something of it on purpose. */
  public record Inject(InjectedFault fault) implements Steering {}

  /** Forget that it has failed. */
  public record Reset() implements Steering {}

  /** Run the reload of its script. */
  public record Reload() implements Steering {}

  /**
   * Send a signal to its main process.
   *
   * @param all to every process of it
   */
  public record Signal(int number, boolean all) implements Steering {}

  /** Its script run {@code run} waits for {@code names}. */
  public record Depend(int run, DependencyKind kind, List<String> names, ActorRef<Verdict> replyTo)
      implements Message {}

  /** Its script run {@code run}, or a process that this has left, says that it is in that state. */
  public record Reported(int run, ServiceState state) implements Message {}

  /** Its start script {@code run} tells something of the service. */
  public record Configure(int run, String key, String value, ActorRef<Verdict> replyTo)
      implements Message {}

  /** The process of its start script {@code run} is its main process from now on. */
  public record Supervise(int run, ActorRef<Verdict> replyTo) implements Message {}

  /** Its main process, of the start {@code run}, has written a line to the descriptor for that. */
  public record Newline(int run) implements Message {}

  /** Somebody shows a token; answered with this service where the token is of a run of it. */
  public record Claim(RunToken token, ActorRef<Claimed> replyTo) implements Message {}

  /** No more notices to {@code listener}. */
  public record Unlisten(ActorRef<Notice> listener) implements Message {}

  private record Heard(Notice notice) implements Message {}

  private record OfProcess(ScriptProcess.Event event) implements Message {}

  private record OutputTaken(Supervise message, Optional<Throwable> failure) implements Message {}

  private record OfProber(Prober.Told told) implements Message {}

  private record DaemonFound(int run, long pid, Optional<ProcessIdentity> process)
      implements Message {}

  private record OfSup(SupWatcher.Orphaned what) implements Message {}

  private record OfFinder(DaemonFinder.Found found) implements Message {}

  private record Rested(int run) implements Message {}

  private record Due(InjectedFault.Kind kind, int run) implements Message {}

  private record AllSwept(Sweeper.Swept swept) implements Message {}

  private record AllSignalled(Sweeper.Signalled signalled) implements Message {}

  /**
   * A wait of a script is over.
   *
   * @param reason how it ended; empty where it is not the script that waits, but a process of the
   *     running service, which waits for itself alone
   */
  public record Verdict(Optional<Reason> reason) {}

  /** The service that a token belongs to, or empty. */
  public record Claimed(Optional<Identity> identity) {}

  /**
   * A service as the one who speaks.
   *
   * @param run the script run that the speaker belongs to
   * @param script whether that script runs yet: then the service waits where the speaker does
   */
  public record Identity(String name, int run, boolean script, ActorRef<Message> service) {}

  /**
   * What every service uses.
   *
   * @param instance marks the tokens of this linitd
   * @param flight records what each service decides
   * @param say tells whoever watches linitd
   */
  public record Setup(
      String instance,
      ScriptProcess.Setup scripts,
      Probers probers,
      LogClient logs,
      ActorRef<Sweeper.Message> sweeper,
      Adopter adopter,
      ActorRef<Journal.Message> journal,
      Markers markers,
      Time time,
      Flight flight,
      Consumer<String> say) {}

  private final Setup setup;
  private final String name;
  private final ActorRef<Registry.Message> registry;
  private final ActorRef<Notice> ears;
  private final Lifecycle life;
  private final Set<ActorRef<Notice>> listeners = new LinkedHashSet<>();
  private final Map<Long, ActorRef<Verdict>> askers = new HashMap<>();
  private long nextWait;

  private final ActorRef<ScriptProcess.Event> owner;
  private final ActorRef<Prober.Told> listener;
  private Optional<ActorRef<Prober.Message>> prober = Optional.empty();

  /** How long that is to look, where the service says so. */
  private Optional<Duration> patience = Optional.empty();

  /** Where the output of the script run that ended last began. */
  private OptionalLong logStart = OptionalLong.empty();

  /** The processes of which an end is to come, by the number of their runs. */
  private final Map<Integer, ActorRef<ScriptProcess.Message>> processes = new HashMap<>();

  /** The token of the newest run, and of the newest start, whose processes live on. */
  private Optional<RunToken> current = Optional.empty();

  private Optional<RunToken> started = Optional.empty();

  private Optional<ProcessIdentity> main = Optional.empty();

  /** Its script waits for something that takes long, and leaves its turn to others. */
  private boolean yielding;

  /** The last start that it has decided about. */
  private Optional<Start> decided = Optional.empty();

  /** What the registry is told with the next report. */
  private final List<Trace> traces = new ArrayList<>();

  /** Requests to be supervised that wait until it is known which process that is, with the run. */
  private final Map<Long, Integer> identifying = new HashMap<>();

  public static Behavior<Message> create(
      Setup setup, String name, ActorRef<Registry.Message> registry) {
    return Actor.create(
        context -> {
          Lifecycle life = new Lifecycle(name);
          life.record(setup.flight().begin(Replay.SERVICE + name, life));
          return new Service(context, setup, name, registry, life);
        });
  }

  /** Goes on with what another linitd has left. */
  public static Behavior<Message> takeOver(
      Setup setup, Recovered.Service past, ActorRef<Registry.Message> registry) {
    ServiceRecord record = past.record();
    return Actor.create(
        context -> {
          Moment now = setup.time().now();
          Lifecycle life = Lifecycle.of(record.name(), record.memory(), now);
          life.record(setup.flight().goOn(Replay.SERVICE + record.name(), life));
          Service service = new Service(context, setup, record.name(), registry, life);
          service.current = record.current();
          service.started = record.started();
          service.main = record.process();
          boolean frozen = record.memory().frozen();
          if (past.sup()) {
            service.watchSup();
          }
          return service.carryOut(life.takeOver(past.end(), frozen, now));
        });
  }

  private Service(
      ActorContext<Message> context,
      Setup setup,
      String name,
      ActorRef<Registry.Message> registry,
      Lifecycle life) {
    super(context);
    this.setup = setup;
    this.name = name;
    this.registry = registry;
    this.ears = adapter(Notice.class, Heard::new);
    this.owner = adapter(ScriptProcess.Event.class, OfProcess::new);
    this.listener = adapter(Prober.Told.class, OfProber::new);
    this.life = life;
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Start start) {
      return onStart(start);
    } else if (message instanceof Stop stop) {
      return carryOut(life.stop(stop.because(), now()));
    } else if (message instanceof Release) {
      return carryOut(life.release(now()));
    } else if (message instanceof Kill kill) {
      return carryOut(life.kill(kill.because(), now()));
    } else if (message instanceof Steer steer) {
      return onSteer(steer);
    } else if (message instanceof Depend depend) {
      return onDepend(depend);
    } else if (message instanceof Reported reported) {
      return carryOut(life.reported(reported.run(), reported.state(), now()));
    } else if (message instanceof Claim claim) {
      return onClaim(claim);
    } else if (message instanceof Unlisten unlisten) {
      return onUnlisten(unlisten);
    } else if (message instanceof Heard heard) {
      return onHeard(heard);
    } else if (message instanceof Configure configure) {
      return onConfigure(configure);
    } else if (message instanceof Supervise supervise) {
      return onSupervise(supervise);
    } else if (message instanceof OutputTaken outputTaken) {
      return onOutputTaken(outputTaken);
    } else if (message instanceof DaemonFound daemonFound) {
      return onDaemonFound(daemonFound);
    } else if (message instanceof OfProcess ofProcess) {
      return onOfProcess(ofProcess);
    } else if (message instanceof OfProber ofProber) {
      return onOfProber(ofProber);
    } else if (message instanceof Newline) {
      prober.ifPresent(it -> it.tell(new Prober.Newline()));
      return this;
    } else if (message instanceof OfFinder ofFinder) {
      return onOfFinder(ofFinder);
    } else if (message instanceof OfSup ofSup) {
      return onOfSup(ofSup.what());
    } else if (message instanceof Rested rested) {
      return carryOut(life.rested(rested.run(), now()));
    } else if (message instanceof Due due) {
      return carryOut(life.due(due.kind(), due.run(), now()));
    } else if (message instanceof AllSignalled allSignalled) {
      return onAllSignalled(allSignalled);
    } else if (message instanceof AllSwept all) {
      all.swept().problem().ifPresent(problem -> setup.say().accept("'" + name + "': " + problem));
      Optional<Reason> failure = all.swept().failure();
      return carryOut(failure.isPresent() ? life.unswept(failure.get(), now()) : life.swept(now()));
    }
    return Behaviors.unhandled();
  }

  private Moment now() {
    return setup.time().now();
  }

  private Behavior<Message> onStart(Start message) {
    List<Decision> decisions = life.start(message.by(), message.wave(), now());
    decided = Optional.of(message);
    if (!decisions.isEmpty()) {
      // One that runs already has nothing new to be written down: this is the way of most deps.
      carryOut(decisions);
    }
    listen(message);
    return this;
  }

  /** A listener hears of the state at once, and only then of changes. */
  private void listen(Start message) {
    message
        .listener()
        .ifPresent(
            listener -> {
              if (listeners.add(listener)) {
                getContext().watch(listener);
              }
              listener.tell(life.report().notice().firstFor(message.id()));
            });
  }

  private Behavior<Message> onHeard(Heard message) {
    tellOnly(life.hear(message.notice(), now()));
    if (!yielding && message.notice().state() == ServiceState.STARTING && life.waits()) {
      yielding = true;
      current.ifPresent(token -> setup.scripts().launcher().waits(token, true));
    } else if (yielding && !life.waits()) {
      yielding = false;
      current.ifPresent(token -> setup.scripts().launcher().waits(token, false));
    }
    return this;
  }

  private Behavior<Message> onUnlisten(Unlisten message) {
    if (listeners.remove(message.listener())) {
      getContext().unwatch(message.listener());
    }
    return this;
  }

  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> actor) {
    listeners.removeIf(listener -> listener.equals(actor));
    return this;
  }

  @Override
  protected Behavior<Message> onChildFailed(ActorRef<Void> child, Throwable failure) {
    onFailure(Optional.empty(), failure);
    for (Map.Entry<Integer, ?> process : Map.copyOf(processes).entrySet()) {
      if (process.getValue().equals(child)) {
        // Nobody else would tell of the end of that run, which the sweep makes sure of.
        processes.remove(process.getKey());
        carryOut(life.exited(process.getKey(), Exit.unknown(), now()));
      }
    }
    return this;
  }

  /** The service fails and says why, and everything else goes on. */
  @Override
  protected Behavior<Message> onFailure(Optional<Message> message, Throwable failure) {
    try {
      getContext().getLog().error("an error of linitd itself in the service " + name, failure);
      Reason why = Reason.failed("linitd itself failed on it: " + failure);
      message.ifPresent(this::expectVerdict);
      askers.values().forEach(asker -> asker.tell(new Verdict(Optional.of(why))));
      askers.clear();
      carryOut(life.broken(why, message.filter(this::isUndecided).isPresent(), now()));
      int run = life.run();
      if (life.isScript(run) && !processes.containsKey(run)) {
        // It was to be launched and never was: nobody else would tell of its end.
        carryOut(life.exited(run, Exit.problem(why), now()));
      }
      message.ifPresent(this::answer);
    } catch (RuntimeException | Error e) {
      // What is left of it is ended with linitd, or by the next stop.
    }
    return this;
  }

  /** Two starts may be alike, and each is counted. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isUndecided(Message message) {
    return message instanceof Start start && decided.filter(it -> it == start).isEmpty();
  }

  /** Whoever waits for an answer to {@code lost} is not to wait for ever. */
  private void answer(Message lost) {
    if (lost instanceof Start start) {
      listen(start);
    } else if (lost instanceof Claim claim) {
      claim.replyTo().tell(new Claimed(Optional.empty()));
    }
  }

  /** Whoever has sent {@code lost} is among those that wait for a verdict, once. */
  private void expectVerdict(Message lost) {
    if (lost instanceof Steer steer) {
      expectVerdict(steer.replyTo());
    } else if (lost instanceof Depend depend) {
      expectVerdict(depend.replyTo());
    } else if (lost instanceof Configure configure) {
      expectVerdict(configure.replyTo());
    } else if (lost instanceof Supervise supervise) {
      expectVerdict(supervise.replyTo());
    } else if (lost instanceof OutputTaken taken) {
      expectVerdict(taken.message().replyTo());
    }
  }

  private void expectVerdict(ActorRef<Verdict> asker) {
    if (!askers.containsValue(asker)) {
      askers.put(nextWait++, asker);
    }
  }

  private Behavior<Message> onSteer(Steer message) {
    long id = nextWait++;
    askers.put(id, message.replyTo());
    if (message.what() instanceof Inject inject) {
      return carryOut(life.inject(id, inject.fault(), now()));
    } else if (message.what() instanceof Signal signal) {
      return carryOut(life.signal(id, signal.number(), signal.all()));
    }
    return carryOut(message.what() instanceof Reload ? life.reload(id) : life.reset(id, now()));
  }

  private Behavior<Message> onAllSignalled(AllSignalled message) {
    return carryOut(life.signalled(message.signalled().id(), message.signalled().problem()));
  }

  private Behavior<Message> onDepend(Depend message) {
    long id = nextWait++;
    askers.put(id, message.replyTo());
    tellOnly(life.depend(message.run(), id, message.kind(), message.names(), now()));
    return this;
  }

  private Behavior<Message> onConfigure(Configure message) {
    long id = nextWait++;
    askers.put(id, message.replyTo());
    return carryOut(life.configure(message.run(), id, message.key(), message.value()));
  }

  /** What the process prints is taken care of first. */
  private Behavior<Message> onSupervise(Supervise message) {
    pipeToSelf(
        setup.logs().take(name, new Losses(name, setup.say())),
        (taken, failure) -> new OutputTaken(message, Optional.ofNullable(failure)));
    return this;
  }

  private Behavior<Message> onOutputTaken(OutputTaken taken) {
    Supervise message = taken.message();
    if (taken.failure().isPresent()) {
      String why = "its output cannot be logged: " + taken.failure().get().getMessage();
      message.replyTo().tell(new Verdict(Optional.of(Reason.failed(why))));
      return this;
    }
    long id = nextWait++;
    askers.put(id, message.replyTo());
    if (!processes.containsKey(message.run())) {
      return carryOut(life.supervise(message.run(), id));
    }
    // Who says that it runs must be able to say which process that is.
    identifying.put(id, message.run());
    tell(message.run(), new ScriptProcess.Identify(id));
    return this;
  }

  private Behavior<Message> identified(long id) {
    Integer run = identifying.remove(id);
    if (run == null) {
      return this;
    }
    carryOut(life.supervise(run, id));
    main.ifPresent(it -> carryOut(life.mainProcess(run, it.pid())));
    return this;
  }

  private Behavior<Message> onOfProber(OfProber message) {
    int run = message.told().run();
    Prober.Result result = message.told().result();
    if (result instanceof Prober.Ready ready) {
      return ready.pid().isPresent()
          ? identify(run, ready.pid().get())
          : carryOut(life.ready(run, Optional.empty(), now()));
    } else if (result instanceof Prober.TimedOut late) {
      String after = Durations.show(setup.probers().limit(patience));
      Reason why = Reason.failed("not ready after " + after + ": " + late.lastSeen());
      return carryOut(life.notReady(run, why, now()));
    } else if (result instanceof Prober.Status status) {
      return carryOut(life.said(run, status.text()));
    } else if (result instanceof Prober.Impossible impossible) {
      return carryOut(life.prepared(run, impossible.reason(), now()));
    }
    return carryOut(life.prepared(run, Reason.NONE, now()));
  }

  private Behavior<Message> identify(int run, long pid) {
    pipeToSelf(
        CompletableFuture.supplyAsync(() -> ProcessIdentity.of(pid), setup.scripts().blocking()),
        (process, failure) ->
            new DaemonFound(run, pid, failure == null ? process : Optional.empty()));
    return this;
  }

  private Behavior<Message> onDaemonFound(DaemonFound message) {
    if (life.memory().main() == 0) {
      main = message.process();
    }
    return carryOut(life.ready(message.run(), Optional.of(message.pid()), now()));
  }

  private Behavior<Message> onClaim(Claim message) {
    boolean ours =
        current.filter(message.token()::equals).isPresent()
            || started.filter(message.token()::equals).isPresent();
    int run = message.token().run();
    Identity identity = new Identity(name, run, life.isScript(run), getContext().getSelf());
    message.replyTo().tell(new Claimed(Optional.of(identity).filter(it -> ours)));
    return this;
  }

  private Behavior<Message> onOfProcess(OfProcess message) {
    if (message.event() instanceof ScriptProcess.Ended ended) {
      processes.remove(ended.run());
      logStart = ended.logStart();
      Map.copyOf(identifying).keySet().forEach(this::identified);
      return carryOut(life.exited(ended.run(), ended.exit(), now()));
    }
    if (message.event() instanceof ScriptProcess.Begun begun) {
      life.launched(begun.run(), begun.at()).forEach(this::carryOut);
      sendTraces();
      return this;
    }
    if (message.event() instanceof ScriptProcess.Identified identified) {
      main = identified.process();
      return identified(identified.id());
    }
    if (message.event() instanceof ScriptProcess.Left left) {
      getContext()
          .spawnAnonymous(
              DaemonFinder.create(
                  setup.adopter().processes(),
                  setup.scripts().blocking(),
                  setup.markers().prefix(name),
                  left.run(),
                  adapter(DaemonFinder.Found.class, OfFinder::new)));
      return this;
    }
    if (message.event() instanceof ScriptProcess.LeftToSup) {
      watchSup();
      return this;
    }
    ScriptProcess.Main found = (ScriptProcess.Main) message.event();
    main = Optional.of(found.process());
    return carryOut(life.mainProcess(found.run(), found.process().pid()));
  }

  private void watchSup() {
    started.ifPresent(
        start ->
            getContext()
                .spawnAnonymous(
                    SupWatcher.create(
                        setup.adopter(),
                        setup.scripts().blocking(),
                        start,
                        adapter(SupWatcher.Orphaned.class, OfSup::new))));
  }

  /** linit-sup has gone; mostly it has said first what it had to say, and this changes nothing. */
  private Behavior<Message> onOfSup(SupWatcher.Orphaned what) {
    if (what.code().isEmpty()) {
      return onLeft(what.run(), what.process());
    }
    ServiceState end = what.code().getAsInt() == 0 ? ServiceState.STOPPED : ServiceState.FAILED;
    return carryOut(life.reported(what.run(), end, now()));
  }

  private Behavior<Message> onOfFinder(OfFinder message) {
    return onLeft(message.found().run(), message.found().daemon());
  }

  private Behavior<Message> onLeft(int run, Optional<ProcessIdentity> daemon) {
    Optional<Long> pid = daemon.map(ProcessIdentity::pid);
    List<Decision> decisions = life.left(run, pid, now());
    if (!decisions.isEmpty()) {
      main = daemon;
    }
    return carryOut(decisions);
  }

  private Behavior<Message> carryOut(List<Decision> decisions) {
    boolean written = false;
    for (Decision decision : decisions) {
      carryOut(decision);
      written |=
          decision instanceof Decision.Launch
              || decision instanceof Decision.Publish publish && publish.changed();
    }
    sendTraces();
    if (!written) {
      writeDown();
    }
    return this;
  }

  /** Likewise, where nothing can follow that another linitd would have to know. */
  private void tellOnly(List<Decision> decisions) {
    decisions.forEach(this::carryOut);
    sendTraces();
  }

  private void sendTraces() {
    if (!traces.isEmpty()) {
      registry.tell(new Registry.Traced(name, takeTraces()));
    }
  }

  private List<Trace> takeTraces() {
    List<Trace> taken = List.copyOf(traces);
    traces.clear();
    return taken;
  }

  /** What another linitd would have to know. It is written before anybody is told. */
  private void writeDown() {
    Memory memory = life.memory();
    setup
        .journal()
        .tell(
            new Journal.Put(
                new ServiceRecord(
                    name,
                    memory,
                    current,
                    started,
                    main.filter(it -> memory.main() != 0),
                    current.map(token -> setup.markers().number(name)).orElse(0))));
  }

  private void carryOut(Decision decision) {
    if (decision instanceof Decision.Launch launch) {
      launch(launch);
    } else if (decision instanceof Decision.Terminate terminate) {
      tell(terminate.run(), new ScriptProcess.Terminate());
    } else if (decision instanceof Decision.Kill kill) {
      tell(kill.run(), new ScriptProcess.Kill());
    } else if (decision instanceof Decision.Probe probe) {
      probe(probe);
    } else if (decision instanceof Decision.Unprobe) {
      prober.ifPresent(it -> it.tell(new Prober.Stop()));
      prober = Optional.empty();
    } else if (decision instanceof Decision.Limit limit) {
      tell(limit.run(), new ScriptProcess.Limit(limit.limit()));
    } else if (decision instanceof Decision.Supervise supervise) {
      tell(supervise.run(), new ScriptProcess.Supervise());
    } else if (decision instanceof Decision.Watch watch) {
      watch(watch);
    } else if (decision instanceof Decision.EndMain end) {
      Duration grace = setup.scripts().killGrace();
      tell(end.run(), new ScriptProcess.End(end.config().stopSchedule(grace)));
    } else if (decision instanceof Decision.SignalAll signal) {
      setup
          .sweeper()
          .tell(
              new Sweeper.Signal(
                  setup.instance() + ":" + name + ":",
                  signal.number(),
                  signal.id(),
                  adapter(Sweeper.Signalled.class, AllSignalled::new)));
    } else if (decision instanceof Decision.Signal signal) {
      tell(signal.run(), new ScriptProcess.Signal(signal.number()));
    } else if (decision instanceof Decision.Delay delay) {
      getContext()
          .scheduleOnce(delay.pause(), getContext().getSelf(), new Due(delay.kind(), delay.run()));
    } else if (decision instanceof Decision.Pace pace) {
      setup.logs().pace(name, pace.bytes());
    } else if (decision instanceof Decision.Rest rest) {
      getContext().scheduleOnce(rest.pause(), getContext().getSelf(), new Rested(rest.run()));
    } else if (decision instanceof Decision.Sweep sweep) {
      ActorRef<Sweeper.Swept> done = adapter(Sweeper.Swept.class, AllSwept::new);
      String prefix = setup.instance() + ":" + name + ":";
      onceWritten(setup.sweeper(), new Sweeper.Sweep(prefix, sweep.now(), done));
    } else if (decision instanceof Decision.Link link) {
      registry.tell(
          new Registry.Link(name, ears, link.id(), link.kind(), link.names(), link.wave()));
    } else if (decision instanceof Decision.Unlisten other) {
      registry.tell(new Registry.Unlisten(other.name(), ears));
    } else if (decision instanceof Decision.Answer answer) {
      judge(answer.id(), Optional.of(answer.verdict()));
    } else if (decision instanceof Decision.Disown other) {
      judge(other.id(), Optional.empty());
    } else if (decision instanceof Decision.Record record) {
      traces.add(record.trace());
    } else if (decision instanceof Decision.Publish publish) {
      if (publish.changed()) {
        writeDown();
      }
      registry.tell(new Registry.Changed(publish.report(), publish.changed(), takeTraces()));
      if (publish.changed()) {
        listeners.forEach(listener -> listener.tell(publish.report().notice()));
      }
    }
  }

  private void judge(long wait, Optional<Reason> verdict) {
    Optional.ofNullable(askers.remove(wait)).ifPresent(asker -> asker.tell(new Verdict(verdict)));
  }

  private void launch(Decision.Launch launch) {
    RunToken token = RunToken.create(setup.instance(), name, launch.run());
    current = Optional.of(token);
    logStart = OptionalLong.empty();
    if (launch.verb() == Decision.Verb.START) {
      started = current;
    }
    ActorRef<ScriptProcess.Message> script =
        process(
            launch.run(),
            launch.verb().word(),
            ScriptProcess.create(setup.scripts(), name, launch, token, owner));
    writeDown();
    if (launch.verb() == Decision.Verb.STOP) {
      // What nobody watches may be ended by it.
      onceWritten(script, new ScriptProcess.Begin());
    } else {
      script.tell(new ScriptProcess.Begin());
    }
  }

  /**
   * Sends {@code message} once all that was written down so far is on the disk: of processes that
   * nobody watches the journal alone tells that they were to end.
   */
  private <T> void onceWritten(ActorRef<T> to, T message) {
    setup.journal().tell(new Journal.Forward<>(to, message));
  }

  private void probe(Decision.Probe probe) {
    if (probe.readiness().isEmpty()) {
      getContext()
          .getSelf()
          .tell(new OfProber(new Prober.Told(probe.run(), new Prober.Prepared())));
      return;
    }
    patience = probe.limit();
    ActorRef<Prober.Message> made =
        getContext()
            .spawn(
                setup
                    .probers()
                    .prober(
                        started.orElseThrow(),
                        probe.readiness().get(),
                        logStart,
                        probe.limit(),
                        listener),
                "prober-" + probe.run());
    getContext().watch(made);
    prober = Optional.of(made);
  }

  private void watch(Decision.Watch watch) {
    // One that was taken over goes on to print, if it is one that does.
    setup.logs().retake(name, new Losses(name, setup.say()));
    Optional<ProcessIdentity> known = main.filter(it -> it.pid() == watch.pid());
    process(
            watch.run(),
            "main",
            ScriptProcess.adopt(
                setup.scripts(), name, setup.adopter(), watch.run(), watch.pid(), known, owner))
        .tell(new ScriptProcess.Begin());
  }

  /** Makes an actor that is to report the end of {@code run}, and so must not fail unseen. */
  private ActorRef<ScriptProcess.Message> process(
      int run, String kind, Behavior<ScriptProcess.Message> process) {
    ActorRef<ScriptProcess.Message> made = getContext().spawn(process, kind + "-" + run);
    getContext().watch(made);
    processes.put(run, made);
    return made;
  }

  private void tell(int run, ScriptProcess.Message message) {
    Optional.ofNullable(processes.get(run)).ifPresent(process -> process.tell(message));
  }
}
