package org.panux.linit.model;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** A {@link Lifecycle} with what the service actor does around it. */
final class SimulatedService {
  private final Simulation world;
  private final String name;
  private final Set<String> listeners = new LinkedHashSet<>();
  private final Map<Long, Consumer<Reason>> askers = new HashMap<>();
  private long nextWait;
  final Lifecycle life;

  /** The script that runs, and the processes that the start scripts have left. */
  Optional<SimulatedRun> script = Optional.empty();

  final Set<Integer> daemons = new LinkedHashSet<>();

  /** What the newest run was told that it can use. */
  final Set<String> uses = new LinkedHashSet<>();

  /** What the newest start and the scripts since then have asked for, in whatever way. */
  final Set<String> asked = new LinkedHashSet<>();

  boolean everRan;

  SimulatedService(Simulation world, String name) {
    this.world = world;
    this.name = name;
    this.life = new Lifecycle(name);
  }

  void start(Asker by, Optional<String> listener, long id, Moment wave) {
    carryOut(life.start(by, wave, world.now()));
    listener.ifPresent(
        it -> {
          listeners.add(it);
          world.tell(name, it, life.report().notice().firstFor(id));
        });
  }

  void unlisten(String listener) {
    listeners.remove(listener);
  }

  void depend(int run, DependencyKind kind, List<String> names, Consumer<Reason> answer) {
    long id = nextWait++;
    askers.put(id, answer);
    carryOut(life.depend(run, id, kind, names, world.now()));
  }

  void configure(int run, String key, String value, Consumer<Reason> answer) {
    long id = nextWait++;
    askers.put(id, answer);
    carryOut(life.configure(run, id, key, value));
  }

  void exited(int run, Exit exit) {
    script = Optional.empty();
    carryOut(life.exited(run, exit, world.now()));
  }

  void carryOut(List<Decision> decisions) {
    decisions.forEach(this::carryOut);
  }

  private void carryOut(Decision decision) {
    world.trace(name, decision);
    if (decision instanceof Decision.Launch launch) {
      if (script.isPresent()) {
        throw new AssertionError("two runs of " + name + " at a time");
      }
      world.launched(name, launch.verb());
      if (launch.verb() == Decision.Verb.START) {
        uses.clear();
        asked.clear();
      }
      script = Optional.of(new SimulatedRun(world, this, name, launch));
    } else if (decision instanceof Decision.Terminate terminate) {
      script.ifPresent(run -> run.terminate(terminate.run()));
    } else if (decision instanceof Decision.Kill kill) {
      script.ifPresent(run -> run.terminate(kill.run()));
    } else if (decision instanceof Decision.Sweep) {
      world.sweep(name, this);
    } else if (decision instanceof Decision.Rest rest) {
      world.send("timer", name, () -> carryOut(life.rested(rest.run(), world.now())));
    } else if (decision instanceof Decision.Link link) {
      asked.addAll(link.names());
      world.toCoordinator(
          name, it -> it.link(name, name, link.id(), link.kind(), link.names(), link.wave()));
    } else if (decision instanceof Decision.Unlisten other) {
      world.unlisten(name, other.name());
    } else if (decision instanceof Decision.Answer answer) {
      askers.remove(answer.id()).accept(answer.verdict());
    } else if (decision instanceof Decision.Publish publish) {
      everRan |= life.state() == ServiceState.RUNNING;
      if (!life.state().active()) {
        uses.clear();
      }
      world.toCoordinator(name, it -> it.changed(publish.report()));
      if (publish.changed()) {
        listeners.forEach(it -> world.tell(name, it, publish.report().notice()));
      }
    }
  }
}
