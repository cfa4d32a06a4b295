package org.panux.linit.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;
import org.panux.linit.model.LaunchQueue;

/**
 * Launches scripts when it is their turn, in a process of their own or in a shell that stays. It
 * only translates for {@link LaunchQueue}.
 */
public final class Launches extends LastingActor<Launches.Message> {
  public sealed interface Message {}

  /** Launch that. */
  record Launch(Job job) implements Message {}

  /** These will be launched soon, best in this order. */
  record Expect(List<String> names) implements Message {}

  /** The script run of {@code token} waits for a service, or does not any more. */
  record Waits(RunToken token, boolean waiting) implements Message {}

  private record Ended(Job job) implements Message {}

  private record Freed(int shell, boolean usable) implements Message {}

  private record Gone(int shell) implements Message {}

  private record Tick(long at) implements Message {}

  /**
   * A launch.
   *
   * @param plain launches it in a process of its own, and blocks; empty where a shell that stays is
   *     to run it
   * @param warm what such a shell runs
   * @param begun completes when it has been launched, or could not be
   */
  record Job(
      RunToken token,
      Optional<Plain> plain,
      Optional<WarmRun> warm,
      CompletableFuture<Launcher.Running> begun) {
    // As they are made: one by one.
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return token.hashCode();
    }
  }

  /** Launches a script in a process of its own. */
  @FunctionalInterface
  interface Plain {
    Launcher.Running launch() throws Launcher.CannotLaunch;
  }

  private final WarmShells shells;
  private final Executor blocking;
  private final LaunchQueue<Job> queue;

  /** Who runs, by the secret of its token. */
  private final Map<String, Job> running = new HashMap<>();

  private final ActorRef<Message> self;

  /** When the next tick comes; none is to come where it is 0. */
  private long tick;

  /**
   * @param blocking runs what blocks
   * @param bound how many scripts run at a time as long as they end soon
   */
  public static Behavior<Message> create(WarmShells shells, Executor blocking, int bound) {
    return Actor.create(context -> new Launches(context, shells, blocking, bound));
  }

  private Launches(ActorContext<Message> context, WarmShells shells, Executor blocking, int bound) {
    super(context);
    this.self = context.getSelf();
    this.shells = shells;
    this.blocking = blocking;
    this.queue = new LaunchQueue<>(bound);
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Launch launch) {
      Job job = launch.job();
      running.put(job.token().secret(), job);
      carryOut(queue.enter(job, job.token().service(), job.warm().isPresent(), now()));
    } else if (message instanceof Ended ended) {
      running.remove(ended.job().token().secret());
      carryOut(queue.ended(ended.job(), now()));
    } else if (message instanceof Freed freed) {
      onFreed(freed);
    } else if (message instanceof Waits waits) {
      onWaits(waits);
    } else if (message instanceof Expect expect) {
      queue.expect(expect.names());
    } else if (message instanceof Gone gone) {
      queue.lost(gone.shell());
    } else if (message instanceof Tick due) {
      if (due.at() == tick) {
        // An earlier one has not taken its place.
        tick = 0;
      }
      carryOut(queue.tick(now()));
    } else {
      return Behaviors.unhandled();
    }
    wakeLater();
    return this;
  }

  private void onFreed(Freed freed) {
    if (freed.usable()) {
      carryOut(queue.freed(freed.shell(), now()));
    } else {
      shells.get(freed.shell()).ifPresent(WarmShell::retire);
    }
  }

  private void onWaits(Waits waits) {
    Job job = running.get(waits.token().secret());
    if (job != null && waits.waiting()) {
      carryOut(queue.waits(job, now()));
    } else if (job != null) {
      queue.goesOn(job, now());
    }
  }

  /** A script is never launched twice. */
  @Override
  protected boolean giveUp(Message message, Throwable failure) {
    if (message instanceof Launch launch) {
      failed(launch.job(), failure);
      return true;
    }
    return false;
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private void wakeLater() {
    OptionalLong at = queue.wakeAt();
    if (at.isPresent() && (tick == 0 || at.getAsLong() < tick)) {
      tick = at.getAsLong();
      Duration pause = Duration.ofMillis(Math.max(1, at.getAsLong() - now()));
      getContext().scheduleOnce(pause, self, new Tick(tick));
    }
  }

  private void carryOut(List<LaunchQueue.Step<Job>> steps) {
    steps.forEach(this::carryOut);
  }

  /** Whatever it fails on is one launch: who waits for that is told, and others go on. */
  private void carryOut(LaunchQueue.Step<Job> step) {
    try {
      tryTo(step);
    } catch (RuntimeException | Error e) {
      if (step instanceof LaunchQueue.Begin<Job> begin) {
        failed(begin.job(), e);
      } else if (step instanceof LaunchQueue.Assign<Job> assign) {
        failed(assign.job(), e);
      } else if (step instanceof LaunchQueue.Spawn<Job> spawn) {
        failed(spawn.job(), e);
      }
    }
  }

  private void failed(Job job, Throwable why) {
    self.tell(new Ended(job));
    job.begun().completeExceptionally(why);
  }

  private void tryTo(LaunchQueue.Step<Job> step) {
    if (step instanceof LaunchQueue.Begin<Job> begin) {
      Job job = begin.job();
      blocking.execute(() -> begin(job, () -> job.plain().orElseThrow().launch()));
    } else if (step instanceof LaunchQueue.Assign<Job> assign) {
      assign(assign.job(), assign.shell());
    } else if (step instanceof LaunchQueue.Spawn<Job> spawn) {
      Job job = spawn.job();
      blocking.execute(() -> begin(job, () -> spawn(job, spawn.shell())));
    } else if (step instanceof LaunchQueue.Retire<Job> retire) {
      shells.get(retire.shell()).ifPresent(WarmShell::retire);
    }
  }

  private void assign(Job job, int number) {
    Optional<WarmShell> shell = shells.get(number);
    if (shell.isPresent()) {
      try {
        give(job, shell.get());
        begun(job, job.warm().orElseThrow());
        return;
      } catch (IOException e) {
        // It has just ended.
        shell.get().retire();
      }
    }
    // As if it had not been there.
    carryOut(queue.ended(job, now()));
    carryOut(queue.enter(job, job.token().service(), true, now()));
  }

  private static void give(Job job, WarmShell shell) throws IOException {
    WarmRun run = job.warm().orElseThrow();
    run.in(shell);
    shell.run(run);
  }

  private Launcher.Running spawn(Job job, int number) throws Launcher.CannotLaunch {
    try {
      WarmShell shell =
          shells.start(
              number,
              (which, usable) -> self.tell(new Freed(which, usable)),
              which -> self.tell(new Gone(which)));
      give(job, shell);
      return job.warm().orElseThrow();
    } catch (IOException e) {
      throw new Launcher.CannotLaunch(shells.problem(e));
    }
  }

  /** Launches {@code job}; where that may block. */
  private void begin(Job job, Plain launch) {
    try {
      begun(job, launch.launch());
    } catch (Launcher.CannotLaunch | RuntimeException | Error e) {
      // An error, too: where no thread can be made any more, it is one.
      failed(job, e);
    }
  }

  private void begun(Job job, Launcher.Running run) {
    job.begun().complete(run);
    run.exit().whenComplete((status, failure) -> self.tell(new Ended(job)));
  }

  @Override
  protected void onStopped() {
    shells.retire();
  }
}
