package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.panux.linit.flight.Flight;
import org.panux.linit.flight.Replay;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.setting.RestartPolicy;
import org.panux.linit.setting.ServiceConfig;

/** A {@link Lifecycle} with what the service actor does around it. */
final class SimulatedService {
  /** The answer to a process that waits for itself alone. */
  static final Reason DISOWNED = new Reason(0, "disowned");

  private final Simulation world;
  private final String name;
  final Set<String> listeners = new LinkedHashSet<>();

  /** Who is owed an answer. */
  final Map<Long, Consumer<Reason>> askers = new HashMap<>();

  private long nextWait;
  final Lifecycle life;

  /** The script that was launched last, and the processes that the start scripts have left. */
  Optional<SimulatedRun> script = Optional.empty();

  Optional<SimulatedMain> main = Optional.empty();

  final Set<Integer> daemons = new LinkedHashSet<>();

  /** What the newest run was told that it can use. */
  final Set<String> uses = new LinkedHashSet<>();

  /** What the newest start and the scripts since then have asked for, in whatever way. */
  final Set<String> asked = new LinkedHashSet<>();

  /** Until when it ran; before all times where it never did. */
  private long ranUntil = Long.MIN_VALUE;

  /** What the newest start has told. */
  private final Map<String, String> told = new HashMap<>();

  /** When it was decided to restart it, since somebody asked for it. */
  private final Deque<Long> restarts = new ArrayDeque<>();

  private ServiceState before = ServiceState.NULL;

  SimulatedService(Simulation world, String name, Flight flight) {
    this.world = world;
    this.name = name;
    this.life = new Lifecycle(name);
    life.record(flight.begin(Replay.SERVICE + name, life));
  }

  boolean ranSince(long when) {
    return life.state() == ServiceState.RUNNING || ranUntil >= when;
  }

  void start(Asker by, Optional<String> listener, long id, Moment wave) {
    carryOut(life.start(by, wave, world.now()));
    listener.ifPresent(
        it -> {
          listeners.add(it);
          world.tell(name, it, life.report().notice().firstFor(id));
        });
  }

  long owe(Consumer<Reason> answer) {
    long id = nextWait++;
    askers.put(id, answer);
    return id;
  }

  void depend(int run, DependencyKind kind, List<String> names, Consumer<Reason> answer) {
    carryOut(life.depend(run, owe(answer), kind, names, world.now()));
  }

  void configure(int run, String key, String value, Consumer<Reason> answer) {
    long id =
        owe(
            verdict -> {
              if (verdict.ok()) {
                told.put(key, value);
              }
              answer.accept(verdict);
            });
    carryOut(life.configure(run, id, key, value));
  }

  void supervise(int run, Consumer<Reason> answer) {
    carryOut(life.supervise(run, owe(answer)));
  }

  void exited(int run, Exit exit) {
    script = script.filter(it -> it.number() != run);
    carryOut(life.exited(run, exit, world.now()));
  }

  /** The process of its start {@code run} is the main process, unless it has just ended. */
  private void supervise(int run) {
    if (script.filter(it -> it.number() == run && it.becomesMain()).isPresent()) {
      script = Optional.empty();
      main = Optional.of(new SimulatedMain(world, this, name, run));
      main.get().tellPid();
    }
  }

  void carryOut(List<Decision> decisions) {
    decisions.forEach(this::carryOut);
  }

  private void carryOut(Decision decision) {
    world.trace(name, decision);
    if (decision instanceof Decision.Launch launch) {
      launch(launch);
    } else if (decision instanceof Decision.Terminate terminate) {
      script.filter(it -> it.number() == terminate.run()).ifPresent(SimulatedRun::terminate);
    } else if (decision instanceof Decision.Kill kill) {
      script.filter(it -> it.number() == kill.run()).ifPresent(SimulatedRun::terminate);
    } else if (decision instanceof Decision.EndMain || decision instanceof Decision.Signal) {
      main.ifPresent(SimulatedMain::terminate);
    } else if (decision instanceof Decision.SignalAll signal) {
      askers.remove(signal.id()).accept(Reason.NONE);
    } else if (decision instanceof Decision.Supervise supervise) {
      supervise(supervise.run());
    } else if (decision instanceof Decision.Watch watch) {
      daemons.remove(watch.run());
      main = Optional.of(new SimulatedMain(world, this, name, watch.run()));
      main.get().tellPid();
    } else if (decision instanceof Decision.Probe probe) {
      probe(probe);
    } else if (decision instanceof Decision.Sweep) {
      world.sweep(name, this);
    } else if (decision instanceof Decision.Rest rest) {
      world.later(rest.pause(), name, () -> carryOut(life.rested(rest.run(), world.now())));
    } else if (decision instanceof Decision.Link link) {
      asked.addAll(link.names());
      world.link(name, link);
    } else if (decision instanceof Decision.Unlisten other) {
      world.unlisten(name, other.name());
    } else if (decision instanceof Decision.Answer answer) {
      answer(answer.id(), answer.verdict());
    } else if (decision instanceof Decision.Disown disown) {
      answer(disown.id(), DISOWNED);
    } else if (decision instanceof Decision.Publish publish) {
      publish(publish);
    }
  }

  private void answer(long id, Reason verdict) {
    Consumer<Reason> asker = askers.remove(id);
    if (asker == null) {
      throw new AssertionError("a second answer of " + name + ": " + verdict);
    }
    asker.accept(verdict);
  }

  private void launch(Decision.Launch launch) {
    if (script.filter(SimulatedRun::alive).isPresent()) {
      throw new AssertionError("two runs of " + name + " at a time");
    }
    if (launch.verb() == Decision.Verb.START && main.filter(SimulatedMain::alive).isPresent()) {
      throw new AssertionError(name + " is started beside its main process");
    }
    world.launched(name, launch.verb());
    if (launch.verb() == Decision.Verb.START) {
      uses.clear();
      asked.clear();
      told.clear();
    }
    script = Optional.of(new SimulatedRun(world, this, name, launch));
  }

  private void probe(Decision.Probe probe) {
    int run = probe.run();
    if (probe.readiness().isEmpty()) {
      world.send(name, name, () -> carryOut(life.prepared(run, Reason.NONE, world.now())));
      return;
    }
    String prober = "prober of " + name + " " + run;
    Recipe.Ready ready = world.recipe(name).process().ready();
    Reason problem =
        ready == Recipe.Ready.IMPOSSIBLE ? Reason.failed("cannot be looked for") : Reason.NONE;
    world.send(prober, name, () -> carryOut(life.prepared(run, problem, world.now())));
    switch (ready) {
      case COMES ->
          world.send(prober, name, () -> carryOut(life.ready(run, Optional.empty(), world.now())));
      case NAMES_DAEMON ->
          world.send(
              prober, name, () -> carryOut(life.ready(run, Optional.of(500L + run), world.now())));
      case LATE ->
          world.later(
              prober,
              name,
              () -> carryOut(life.notReady(run, Reason.failed("not ready in time"), world.now())));
      case IMPOSSIBLE -> {}
    }
  }

  private void publish(Decision.Publish publish) {
    Report report = publish.report();
    if (before == ServiceState.RUNNING && report.state() != ServiceState.RUNNING) {
      ranUntil = world.clock();
    }
    if (publish.changed() && report.state() == ServiceState.STARTING) {
      countRestart(report);
    }
    before = report.state();
    if (!report.state().active()) {
      uses.clear();
    }
    world.changed(name, report);
    if (publish.changed()) {
      listeners.forEach(it -> world.tell(name, it, report.notice()));
    }
  }

  /** No more restarts in a period than the service's own limit allows. */
  private void countRestart(Report report) {
    if (!report.reason().text().startsWith("restarts in ")) {
      restarts.clear();
      return;
    }
    restarts.add(world.clock());
    RestartPolicy policy = ServiceConfig.of(told).restart();
    long from = world.clock() - policy.period().toNanos();
    long count = restarts.stream().filter(when -> when > from).count();
    if (policy.limit() > 0 && count > policy.limit()) {
      throw new AssertionError(
          name + " is restarted for the " + count + "th time in " + policy.period());
    }
  }

  void forgetRestarts() {
    restarts.clear();
  }
}
