package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.Deque;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** One run of a {@link Recipe}: a step a message, so that anything can happen in between. */
final class SimulatedRun {
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;
  private static final int NO_SUCH_VERB = 3;

  /** From this run on nothing goes wrong any more, so that no rig restarts for ever. */
  private static final int TAME = 40;

  private final Simulation world;
  private final SimulatedService service;
  private final Recipe recipe;
  private final Verb verb;
  private final int run;
  private final Deque<Recipe.Step> steps;

  /** What it says comes by another way than its end, and can come later. */
  private final String channel;

  private final String process;
  private boolean ended;

  SimulatedRun(Simulation world, SimulatedService service, String name, Decision.Launch launch) {
    this.world = world;
    this.service = service;
    this.recipe = launch.run() < TAME ? world.recipe(name) : Recipe.of(name);
    this.verb = launch.verb();
    this.run = launch.run();
    this.steps =
        new ArrayDeque<>(
            switch (verb) {
              case START -> recipe.start();
              case STOP -> recipe.stop();
              case RELOAD -> java.util.List.of();
            });
    this.channel = "channel of " + name + " " + run;
    this.process = "process of " + name + " " + run;
    world.send(process, name, () -> service.carryOut(service.life.launched(run, world.now())));
    goOn();
  }

  int number() {
    return run;
  }

  boolean alive() {
    return !ended;
  }

  private void goOn() {
    world.send(process, process, this::step);
  }

  private void step() {
    if (ended) {
      return;
    }
    Recipe.Step next = steps.poll();
    boolean first = service.life.report().runs() == 1;
    Recipe.Step step = next instanceof Recipe.Once once && first ? once.step() : next;
    if (step instanceof Recipe.Once) {
      goOn();
    } else if (step == null) {
      end(code());
    } else if (step instanceof Recipe.Need need) {
      need(need);
    } else if (step instanceof Recipe.Set set) {
      world.send(
          channel,
          recipe.name(),
          () ->
              service.configure(
                  run,
                  set.key(),
                  set.value(),
                  verdict -> world.send(recipe.name(), process, this::step)));
    } else if (step instanceof Recipe.StopOther other) {
      world.stopFor(channel, recipe.name(), other.name(), this::goOn);
    } else if (step instanceof Recipe.Say say) {
      report(channel, say.state());
      goOn();
    } else if (step instanceof Recipe.Supervise) {
      world.send(
          channel,
          recipe.name(),
          () ->
              service.supervise(
                  run, verdict -> world.send(recipe.name(), process, () -> supervised(verdict))));
    } else if (step instanceof Recipe.Hang) {
      world.later(process, process, this::takesTooLong);
    } else if (step instanceof Recipe.Vanish) {
      end(KILLED);
    }
  }

  private int code() {
    return switch (verb) {
      case START -> recipe.startCode();
      case STOP -> recipe.stopCode();
      case RELOAD -> world.coin() ? 0 : NO_SUCH_VERB;
    };
  }

  private void need(Recipe.Need need) {
    long asked = world.clock();
    world.send(
        channel,
        recipe.name(),
        () ->
            service.depend(
                run, need.kind(), need.names(), verdict -> judged(need, asked, verdict)));
  }

  private void report(String from, ServiceState state) {
    world.send(
        from,
        recipe.name(),
        () -> service.carryOut(service.life.reported(run, state, world.now())));
  }

  private void judged(Recipe.Need need, long asked, Reason verdict) {
    if (verdict == SimulatedService.DISOWNED) {
      // A process of the running service asks for itself, as a client does.
      world.start(need.names());
      goOn();
      return;
    }
    if (verdict.ok() && need.kind() == DependencyKind.DEP) {
      world.checkRan(recipe.name(), need.names(), asked);
      if (!ended) {
        service.uses.addAll(need.names());
      }
    }
    world.send(
        recipe.name(),
        process,
        () -> {
          if (ended) {
            return;
          }
          if (verdict.ok() || need.orElse() || need.kind() == DependencyKind.AFTER) {
            goOn();
          } else {
            end(verdict.code());
          }
        });
  }

  /** It is told that its process is the main process, or that it cannot be. */
  private void supervised(Reason verdict) {
    if (verdict.ok()) {
      afterwards();
    } else {
      end(verdict.code());
    }
  }

  /** Its process goes on as the main process; false where it has ended already. */
  boolean becomesMain() {
    boolean alive = !ended;
    ended = true;
    return alive;
  }

  private void takesTooLong() {
    if (!ended) {
      ended = true;
      exit(Exit.problem(Reason.failed(verb.word() + " took longer than 5 seconds")));
    }
  }

  private void end(int code) {
    if (ended) {
      return;
    }
    ended = true;
    if (verb == Verb.START && code == 0) {
      service.daemons.add(run);
      if (recipe.process().crash() != null && world.mayCrash(recipe.name())) {
        world.send(process, process, () -> daemonEnds(recipe.process().crash()));
      }
      afterwards();
    }
    exit(Exit.of(code, ""));
  }

  private void exit(Exit exit) {
    world.send(process, recipe.name(), () -> service.exited(run, exit));
  }

  /** What it needs once it runs. */
  private void afterwards() {
    for (Recipe.Need need : recipe.process().late()) {
      world.send(
          channel,
          recipe.name(),
          () ->
              service.depend(
                  run,
                  need.kind(),
                  need.names(),
                  verdict -> {
                    if (verdict == SimulatedService.DISOWNED) {
                      world.start(need.names());
                    }
                  }));
    }
  }

  /** Its long-running process has ended, and says so as its last words. */
  private void daemonEnds(ServiceState state) {
    if (service.daemons.remove(run)) {
      report("daemon of " + recipe.name() + " " + run, state);
    }
  }

  /** SIGTERM or SIGKILL, which arrive some time. */
  void terminate() {
    world.send(recipe.name(), process, () -> end(TERMINATED));
  }

  /** Somebody else kills it. */
  void kill() {
    end(KILLED);
  }
}
