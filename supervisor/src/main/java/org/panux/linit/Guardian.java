package org.panux.linit;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;
import org.panux.linit.flight.Flight;
import org.panux.linit.gateway.Gateway;
import org.panux.linit.gateway.Listeners;
import org.panux.linit.gateway.ServerInfo;
import org.panux.linit.log.LogClient;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Ending;
import org.panux.linit.model.Notice;
import org.panux.linit.model.Report;
import org.panux.linit.process.Adopter;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.ProcessWatcher;
import org.panux.linit.process.ScriptProcess;
import org.panux.linit.process.ScriptStatus;
import org.panux.linit.process.SignalSender;
import org.panux.linit.process.Sweeper;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.Text;
import org.panux.linit.readiness.Probers;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.service.Time;
import org.panux.linit.setting.Durations;
import org.panux.linit.state.Journal;
import org.panux.linit.state.Recovered;
import org.panux.linit.state.State;

/**
 * The root actor: starts the others and {@code boot}, and ends everything when asked to.
 *
 * <p>After the last service has stopped, one more sweep over the whole rig makes sure that no
 * process is left behind.
 */
public final class Guardian extends LastingActor<Guardian.Message> {
  public sealed interface Message {}

  /** The first of all: the actor system is started before all that it needs is known. */
  public record Begin(Setup setup) implements Message {}

  /** Stop everything in order, and end; a second one ends everything at once. */
  public record Shutdown(String because) implements Message {}

  /** The shutdown has taken as long as it may. */
  private record ShutdownLate() implements Message {}

  /** Somebody on the socket asks for it. */
  private record End(Ending ending) implements Message {}

  private record BootHeard(Notice notice) implements Message {}

  private record BootRuns(long millis) implements Message {}

  private record BootDone(long millis, Registry.Failures failures) implements Message {}

  private record AllQuiet() implements Message {}

  private record AllSwept(Sweeper.Swept swept) implements Message {}

  private record StraySwept(Sweeper.Swept swept) implements Message {}

  private record StateRemoved() implements Message {}

  /**
   * What the parts of the system are made of.
   *
   * @param flight records what the model decides
   * @param shutdownTimeout how long all may take to stop, zero for no limit
   * @param faults whether services may be broken on purpose
   * @param endings how it can be asked to end
   * @param ending takes how it was asked to end
   * @param say tells people what they have to know
   * @param booted tells them how the boot went
   * @param ended called when all has been done
   */
  public record Setup(
      String instance,
      ScriptProcess.Setup scripts,
      Probers probers,
      ProcessTable processes,
      SignalSender signals,
      InitScripts initScripts,
      ScriptStatus scriptStatus,
      LogClient logs,
      Listeners listeners,
      ServerInfo server,
      Markers markers,
      State state,
      Recovered recovered,
      Flight flight,
      Duration shutdownTimeout,
      boolean faults,
      Set<Ending> endings,
      Consumer<Ending> ending,
      Consumer<String> say,
      Consumer<String> booted,
      Runnable ended) {}

  /** How soon the end of a process is seen that is no child. */
  private static final Duration LOOK_FOR_ADOPTED = Duration.ofMillis(500);

  private final Setup setup;
  private final ActorRef<Sweeper.Message> sweeper;
  private final ActorRef<Journal.Message> journal;
  private final ActorRef<ProcessWatcher.Message> watcher;
  private final ActorRef<Registry.Message> registry;
  private final long begun = System.nanoTime();
  private boolean booting = true;

  /** How many sweeps of what another linitd has left are under way. */
  private int strays;

  private int shutdowns;

  /** Waits for {@link Begin}. */
  public static Behavior<Message> create() {
    return Actor.create(Idle::new);
  }

  private static final class Idle extends Actor<Message> {
    Idle(ActorContext<Message> context) {
      super(context);
    }

    @Override
    protected Behavior<Message> onMessage(Message message) {
      if (message instanceof Begin begin) {
        return new Guardian(getContext(), begin.setup());
      }
      return Behaviors.unhandled();
    }
  }

  private Guardian(ActorContext<Message> context, Setup setup) {
    super(context);
    this.setup = setup;
    sweeper =
        spawn(
            Sweeper.create(
                setup.processes(),
                setup.signals(),
                setup.scripts().blocking(),
                setup.scripts().killGrace()),
            "sweeper");
    journal =
        spawn(Journal.create(setup.state(), setup.scripts().blocking(), setup.say()), "journal");
    watcher =
        spawn(
            ProcessWatcher.create(setup.processes(), setup.scripts().blocking(), LOOK_FOR_ADOPTED),
            "watcher");
    Recovered recovered = setup.recovered();
    recovered.said().forEach(setup.say());
    registry =
        spawn(
            Registry.create(
                new Service.Setup(
                    setup.instance(),
                    setup.scripts(),
                    setup.probers(),
                    setup.logs(),
                    sweeper,
                    new Adopter(
                        watcher, setup.signals(), setup.processes(), setup.state()::supNote),
                    journal,
                    setup.markers(),
                    Time.SYSTEM,
                    setup.flight(),
                    setup.say()),
                recovered),
            "registry");
    strays = recovered.strays().size();
    ActorRef<Sweeper.Swept> swept = adapter(Sweeper.Swept.class, StraySwept::new);
    recovered.strays().forEach(prefix -> sweeper.tell(new Sweeper.Sweep(prefix, false, swept)));
    openIfClean();
  }

  private Behavior<Message> onStraySwept() {
    strays--;
    openIfClean();
    return this;
  }

  /** What another linitd has left, and nothing accounts for, is gone before anything is started. */
  private void openIfClean() {
    if (strays > 0 || shutdowns > 0) {
      return;
    }
    // Whoever asks anything finds that boot has been asked for.
    startBoot();
    spawn(
        Gateway.create(
            new Gateway.Setup(
                registry,
                setup.initScripts(),
                setup.scriptStatus(),
                setup.processes(),
                setup.scripts().blocking(),
                setup.logs(),
                sweeper,
                setup.markers(),
                setup.faults(),
                setup.endings(),
                adapter(Ending.class, End::new),
                journal,
                setup.server(),
                setup.listeners().access()),
            setup.listeners()),
        "gateway");
  }

  /** Makes an actor without which linitd is of no use. */
  private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    ActorRef<T> made = getContext().spawn(behavior, name);
    getContext().watch(made);
    return made;
  }

  /** The journal is done. */
  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> child) {
    return this;
  }

  /** It could not even be made. This is the end of linitd, but not of the services. */
  @Override
  protected Behavior<Message> onChildFailed(ActorRef<Void> child, Throwable failure) {
    getContext().getLog().error("an error of linitd itself in " + child.path().name(), failure);
    return Behaviors.stopped();
  }

  private void startBoot() {
    Recovered recovered = setup.recovered();
    if (!recovered.restarts().isEmpty()) {
      registry.tell(new Registry.Resume());
    }
    if (recovered.stopped(InitScripts.BOOT)) {
      setup.say().accept("boot stays stopped, as it was");
      booting = false;
      return;
    }
    registry.tell(
        new Registry.Start(
            Asker.LINITD,
            List.of(InitScripts.BOOT),
            adapter(Notice.class, BootHeard::new),
            Optional.empty()));
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof BootHeard bootHeard) {
      return onBootHeard(bootHeard);
    } else if (message instanceof BootRuns bootRuns) {
      return onBootRuns(bootRuns);
    } else if (message instanceof BootDone bootDone) {
      return onBootDone(bootDone);
    } else if (message instanceof Shutdown shutdown) {
      return onShutdown(shutdown);
    } else if (message instanceof ShutdownLate) {
      return onShutdownLate();
    } else if (message instanceof End end) {
      return onEnd(end);
    } else if (message instanceof AllQuiet) {
      return onAllQuiet();
    } else if (message instanceof StraySwept stray) {
      stray.swept().problem().ifPresent(setup.say());
      return onStraySwept();
    } else if (message instanceof AllSwept all) {
      all.swept().problem().ifPresent(setup.say());
      return onAllSwept();
    } else if (message instanceof StateRemoved) {
      setup.ended().run();
      return Behaviors.stopped();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onBootHeard(BootHeard message) {
    ServiceState state = message.notice().state();
    if (booting && shutdowns == 0) {
      long millis = (System.nanoTime() - begun) / 1_000_000;
      if (state == ServiceState.RUNNING) {
        // Said once it is on the disk, as a client's answer is.
        journal.tell(new Journal.Forward<>(getContext().getSelf(), new BootRuns(millis)));
        booting = false;
      } else if (state == ServiceState.FAILED) {
        setup
            .booted()
            .accept("boot failed after " + millis + " ms: " + message.notice().reason().text());
        booting = false;
      }
    }
    return this;
  }

  private Behavior<Message> onBootRuns(BootRuns message) {
    registry.tell(
        new Registry.LookForFailures(
            InitScripts.BOOT,
            adapter(
                Registry.Failures.class, failures -> new BootDone(message.millis(), failures))));
    return this;
  }

  /** What is enabled and has failed keeps nothing else from running, but it is said. */
  private Behavior<Message> onBootDone(BootDone message) {
    StringBuilder line = new StringBuilder("boot is running after " + message.millis() + " ms");
    String before = "; failed: ";
    for (Report report : message.failures().reports()) {
      line.append(before).append(report.name());
      line.append(" (").append(Text.printable(report.reason().text())).append(')');
      before = ", ";
    }
    setup.booted().accept(line.toString());
    return this;
  }

  /** Unlike a second signal, a second request is no reason to kill. */
  private Behavior<Message> onEnd(End message) {
    if (message.ending() != Ending.SHUTDOWN) {
      setup.ending().accept(message.ending());
    }
    String word = message.ending().name().toLowerCase(Locale.ROOT);
    return shutdowns > 0 ? this : onShutdown(new Shutdown("linitctl " + word));
  }

  private Behavior<Message> onShutdown(Shutdown message) {
    if (shutdowns == 0) {
      shutdowns++;
      setup.say().accept(message.because() + ": stopping all services");
      if (!setup.shutdownTimeout().isZero()) {
        getContext()
            .scheduleOnce(setup.shutdownTimeout(), getContext().getSelf(), new ShutdownLate());
      }
      registry.tell(new Registry.Shutdown(quiet()));
      return this;
    }
    return kill(message.because() + " again");
  }

  private Behavior<Message> onShutdownLate() {
    return kill("not over after " + Durations.show(setup.shutdownTimeout()));
  }

  private Behavior<Message> kill(String because) {
    shutdowns++;
    if (shutdowns == 2) {
      setup.say().accept(because + ": killing what is left");
      registry.tell(new Registry.KillAll(quiet()));
    }
    return this;
  }

  private ActorRef<Registry.Quiet> quiet() {
    return adapter(Registry.Quiet.class, it -> new AllQuiet());
  }

  private Behavior<Message> onAllQuiet() {
    // It has the time of the last sweep for that.
    setup.flight().hurry();
    sweeper.tell(
        new Sweeper.Sweep(
            setup.instance() + ":", shutdowns > 1, adapter(Sweeper.Swept.class, AllSwept::new)));
    return this;
  }

  private Behavior<Message> onAllSwept() {
    journal.tell(new Journal.Remove(adapter(Journal.Removed.class, it -> new StateRemoved())));
    return this;
  }
}
