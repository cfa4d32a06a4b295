package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.Deque;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** One run of a {@link Recipe}: a step a message, so that anything can happen in between. */
final class SimulatedRun {
  private static final int TERMINATED = 143;

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
    this.recipe = world.recipe(name);
    this.verb = launch.verb();
    this.run = launch.run();
    this.steps = new ArrayDeque<>(verb == Verb.START ? recipe.start() : recipe.stop());
    this.channel = "channel of " + name + " " + run;
    this.process = "process of " + name + " " + run;
    goOn();
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
      end(verb == Verb.START ? recipe.startCode() : recipe.stopCode());
    } else if (step instanceof Recipe.Need need) {
      world.send(
          channel,
          recipe.name(),
          () -> service.depend(run, need.kind(), need.names(), verdict -> judged(need, verdict)));
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
    }
  }

  private void report(String from, ServiceState state) {
    world.send(
        from,
        recipe.name(),
        () -> service.carryOut(service.life.reported(run, state, world.now())));
  }

  private void judged(Recipe.Need need, Reason verdict) {
    if (verdict.ok() && need.kind() == DependencyKind.DEP) {
      world.checkRan(recipe.name(), need.names());
      service.uses.addAll(need.names());
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

  private void end(int code) {
    ended = true;
    if (verb == Verb.START && code == 0) {
      service.daemons.add(run);
      if (recipe.crash() != null && (run == 1 || world.coin())) {
        world.send(process, process, () -> daemonEnds(recipe.crash()));
      }
    }
    world.send(process, recipe.name(), () -> service.exited(run, Exit.of(code, "")));
  }

  /** Its long-running process has ended, and says so as its last words. */
  private void daemonEnds(ServiceState state) {
    if (service.daemons.remove(run)) {
      report("daemon of " + recipe.name() + " " + run, state);
    }
  }

  /** SIGTERM or SIGKILL, which arrive some time. */
  void terminate(int which) {
    if (which == run) {
      world.send(
          recipe.name(),
          process,
          () -> {
            if (!ended) {
              end(TERMINATED);
            }
          });
    }
  }
}
