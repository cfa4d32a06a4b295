package org.panux.linit;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.panux.linit.gateway.Gateway;
import org.panux.linit.gateway.Listeners;
import org.panux.linit.gateway.ServerInfo;
import org.panux.linit.log.LogClient;
import org.panux.linit.model.Notice;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.ScriptProcess;
import org.panux.linit.process.SignalSender;
import org.panux.linit.process.Sweeper;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.readiness.Probers;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.service.Time;

/**
 * The root actor: starts the others and {@code boot}, and ends everything when asked to.
 *
 * <p>After the last service has stopped, one more sweep over the whole rig makes sure that no
 * process is left behind.
 */
public final class Guardian extends AbstractBehavior<Guardian.Message> {
  public sealed interface Message {}

  /** Stop everything in order, and end; a second one ends everything at once. */
  public record Shutdown(String because) implements Message {}

  private record BootHeard(Notice notice) implements Message {}

  private record AllQuiet() implements Message {}

  private record AllSwept() implements Message {}

  /** What the parts of the system are made of. */
  public record Setup(
      String instance,
      ScriptProcess.Setup scripts,
      Probers probers,
      ProcessTable processes,
      SignalSender signals,
      InitScripts initScripts,
      LogClient logs,
      Listeners listeners,
      ServerInfo server,
      Consumer<String> say) {}

  private final Setup setup;
  private final ActorRef<Sweeper.Message> sweeper;
  private final ActorRef<Registry.Message> registry;
  private final long begun = System.nanoTime();
  private boolean booting = true;
  private int shutdowns;

  public static Behavior<Message> create(Setup setup) {
    return Behaviors.setup(context -> new Guardian(context, setup));
  }

  private Guardian(ActorContext<Message> context, Setup setup) {
    super(context);
    this.setup = setup;
    sweeper =
        context.spawn(
            Sweeper.create(
                setup.processes(),
                setup.signals(),
                setup.scripts().blocking(),
                setup.scripts().killGrace()),
            "sweeper");
    registry =
        context.spawn(
            Registry.create(
                new Service.Setup(
                    setup.instance(),
                    setup.scripts(),
                    setup.probers(),
                    setup.logs(),
                    sweeper,
                    Time.SYSTEM,
                    setup.say())),
            "registry");
    context.spawn(
        Gateway.create(
            new Gateway.Setup(
                registry,
                setup.initScripts(),
                setup.scripts().blocking(),
                setup.logs(),
                setup.server()),
            setup.listeners()),
        "gateway");
    registry.tell(
        new Registry.Start(
            List.of(InitScripts.BOOT),
            context.messageAdapter(Notice.class, BootHeard::new),
            Optional.empty()));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(BootHeard.class, this::onBootHeard)
        .onMessage(Shutdown.class, this::onShutdown)
        .onMessage(AllQuiet.class, message -> onAllQuiet())
        .onMessage(AllSwept.class, message -> Behaviors.stopped())
        .build();
  }

  private Behavior<Message> onBootHeard(BootHeard message) {
    ServiceState state = message.notice().state();
    if (booting && shutdowns == 0) {
      long millis = (System.nanoTime() - begun) / 1_000_000;
      if (state == ServiceState.RUNNING) {
        setup.say().accept("boot is running after " + millis + " ms");
        booting = false;
      } else if (state == ServiceState.FAILED) {
        setup
            .say()
            .accept("boot failed after " + millis + " ms: " + message.notice().reason().text());
        booting = false;
      }
    }
    return this;
  }

  private Behavior<Message> onShutdown(Shutdown message) {
    shutdowns++;
    ActorRef<Registry.Quiet> quiet =
        getContext().messageAdapter(Registry.Quiet.class, it -> new AllQuiet());
    if (shutdowns == 1) {
      setup.say().accept(message.because() + ": stopping all services");
      registry.tell(new Registry.Shutdown(quiet));
    } else if (shutdowns == 2) {
      setup.say().accept(message.because() + " again: killing what is left");
      registry.tell(new Registry.KillAll(quiet));
    }
    return this;
  }

  private Behavior<Message> onAllQuiet() {
    sweeper.tell(
        new Sweeper.Sweep(
            setup.instance() + ":",
            shutdowns > 1,
            getContext().messageAdapter(Sweeper.Swept.class, swept -> new AllSwept())));
    return this;
  }
}
