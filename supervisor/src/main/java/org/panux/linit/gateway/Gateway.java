package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Executor;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;
import org.panux.linit.log.LogClient;
import org.panux.linit.model.Ending;
import org.panux.linit.process.DescriptorLimit;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.ScriptStatus;
import org.panux.linit.process.Sweeper;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.Reply;
import org.panux.linit.service.Registry;
import org.panux.linit.state.Journal;

/** Accepts connections; each gets an actor of its own. */
public final class Gateway extends LastingActor<Gateway.Message> {
  public sealed interface Message {}

  private record Accepted(SocketLoop.Session session, boolean channel) implements Message {}

  private record Left(SocketLoop.Session session, boolean channel) implements Message {}

  /**
   * What every connection uses.
   *
   * @param status asks LSB scripts how their services are
   * @param processes tells whose they are
   * @param blocking runs what reads files
   * @param logs has what services have printed written
   * @param sweeper knows the processes of services
   * @param markers tell whose they are
   * @param faults whether services may be broken on purpose
   * @param endings how linitd can be asked to end
   * @param closer ends it
   * @param journal what a client was told that it has asked for is written there before
   * @param access who may ask what
   */
  public record Setup(
      ActorRef<Registry.Message> registry,
      InitScripts scripts,
      ScriptStatus status,
      ProcessTable processes,
      Executor blocking,
      LogClient logs,
      ActorRef<Sweeper.Message> sweeper,
      Markers markers,
      boolean faults,
      Set<Ending> endings,
      ActorRef<Ending> closer,
      ActorRef<Journal.Message> journal,
      ServerInfo server,
      Access access) {}

  /** What connections share. */
  record Common(
      ActorRef<LogWatch.Message> logWatch,
      ActorRef<Queries.Message> queries,
      FreePorts ports,
      Load load) {}

  /** As many clients as there may always be. */
  private static final int FEW_CLIENTS = 64;

  /** Known when there are more than a few: it takes reading a file. */
  private static final class MostClients {
    /** Descriptors that clients leave to scripts, and to what linitd has open itself. */
    private static final int LEFT_TO_OTHERS = 256;

    /** Clients at a time; who comes when these are there is turned away. */
    static final int COUNT =
        (int) Math.max(FEW_CLIENTS, Math.min(2000, DescriptorLimit.read() - LEFT_TO_OTHERS));
  }

  /** Whose threads clients have, and not those of services. */
  private static final Props CLIENTS =
      DispatcherSelector.fromConfig("akka.actor.client-dispatcher");

  private final Setup setup;
  private final Common common;
  private final SocketLoop loop;
  private long count;
  private int clients;

  public static Behavior<Message> create(Setup setup, Listeners listeners) {
    return Actor.create(context -> new Gateway(context, setup, listeners));
  }

  private Gateway(ActorContext<Message> context, Setup setup, Listeners listeners)
      throws IOException {
    super(context);
    this.setup = setup;
    this.common =
        new Common(
            context.spawn(LogWatch.create(setup.server().rig().log()), "log-watch"),
            context.spawn(Queries.create(), "queries", CLIENTS),
            new FreePorts(),
            new Load());
    this.loop = new SocketLoop();
    ActorRef<Message> self = context.getSelf();
    loop.listen(listeners.clients(), session -> self.tell(new Accepted(session, false)));
    loop.listen(listeners.channels(), session -> self.tell(new Accepted(session, true)));
    Thread thread = new Thread(loop, "sockets");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Accepted accepted) {
      return onAccepted(accepted);
    } else if (message instanceof Left left) {
      return onLeft(left);
    }
    return Behaviors.unhandled();
  }

  /** The end of the connection is all that can be said. */
  @Override
  protected boolean giveUp(Message message, Throwable failure) {
    if (message instanceof Accepted accepted) {
      accepted.session().close();
      return true;
    }
    return false;
  }

  private Behavior<Message> onAccepted(Accepted message) {
    if (!message.channel() && clients >= FEW_CLIENTS && clients >= MostClients.COUNT) {
      message.session().refuse(full());
      return this;
    }
    Behavior<Connection.Message> behavior =
        Connection.create(setup, common, message.session(), message.channel());
    ActorRef<Connection.Message> connection =
        message.channel()
            ? getContext().spawn(behavior, "channel-" + count++)
            : getContext().spawn(behavior, "client-" + count++, CLIENTS);
    getContext().watchWith(connection, new Left(message.session(), message.channel()));
    if (!message.channel()) {
      clients++;
    }
    return this;
  }

  private Behavior<Message> onLeft(Left message) {
    // Where its actor could not be made, nobody else ends it.
    message.session().close();
    if (!message.channel()) {
      clients--;
    }
    return this;
  }

  /** What one is told who is turned away. */
  private static byte[] full() {
    String why = "linitd has " + MostClients.COUNT + " clients and takes no more; try again later";
    String line = Reply.failed(null, ExitCode.FAILED, why).encode() + "\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void onStopped() {
    loop.stop();
  }
}
