package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.actor.Actor;
import org.panux.linit.protocol.LineCodec;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.service.Registry;
import org.panux.linit.service.StopReply;

/**
 * The ancestor's {@code stop A}: {@code notify A stopping} where there is something to stop, and in
 * any case {@code notify A stopped} in the end.
 */
final class AncestorStop extends Actor<StopReply> {
  private final ActorRef<Connection.Message> connection;
  private final String name;
  private final String service;
  private final byte terminator;

  /**
   * @param meant the service that is to stop, by the name that was said
   */
  static Behavior<StopReply> create(
      ActorRef<Registry.Message> registry,
      ActorRef<Connection.Message> connection,
      Optional<String> caller,
      Map<String, String> meant,
      byte terminator) {
    String name = meant.keySet().iterator().next();
    return Actor.create(
        context -> {
          AncestorStop stop =
              new AncestorStop(context, connection, name, meant.get(name), terminator);
          registry.tell(
              new Registry.Stop(
                  caller, List.of(stop.service), Registry.StopKind.STOP, false, context.getSelf()));
          connection.tell(new Connection.Asked());
          return stop;
        });
  }

  private AncestorStop(
      ActorContext<StopReply> context,
      ActorRef<Connection.Message> connection,
      String name,
      String service,
      byte terminator) {
    super(context);
    this.connection = connection;
    this.name = name;
    this.service = service;
    this.terminator = terminator;
  }

  @Override
  protected Behavior<StopReply> onMessage(StopReply reply) {
    if (reply instanceof StopReply.Begun begun) {
      if (begun.names().contains(service)) {
        say(ServiceState.STOPPING, false);
      }
      return this;
    } else if (reply instanceof StopReply.Done) {
      say(ServiceState.STOPPED, false);
      return Behaviors.stopped();
    } else if (reply instanceof StopReply.Refused) {
      say(ServiceState.FAILED, true);
      return Behaviors.stopped();
    }
    return Behaviors.unhandled();
  }

  private void say(ServiceState state, boolean end) {
    connection.tell(new Connection.Say(LineCodec.notice(name, state), terminator, end));
  }
}
