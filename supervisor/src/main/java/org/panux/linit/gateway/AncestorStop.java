package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.protocol.LineCodec;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.service.Registry;
import org.panux.linit.service.StopReply;

/**
 * The ancestor's {@code stop A}: {@code notify A stopping} where there is something to stop, and in
 * any case {@code notify A stopped} in the end.
 */
final class AncestorStop {
  private AncestorStop() {}

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
    String service = meant.get(name);
    return Behaviors.setup(
        context -> {
          registry.tell(
              new Registry.Stop(
                  caller, List.of(service), Registry.StopKind.STOP, false, context.getSelf()));
          return Behaviors.receive(StopReply.class)
              .onMessage(
                  StopReply.Begun.class,
                  begun -> {
                    if (begun.names().contains(service)) {
                      connection.tell(say(name, ServiceState.STOPPING, terminator, false));
                    }
                    return Behaviors.same();
                  })
              .onMessage(
                  StopReply.Done.class,
                  done -> {
                    connection.tell(say(name, ServiceState.STOPPED, terminator, false));
                    return Behaviors.stopped();
                  })
              .onMessage(
                  StopReply.Refused.class,
                  refused -> {
                    connection.tell(say(name, ServiceState.FAILED, terminator, true));
                    return Behaviors.stopped();
                  })
              .build();
        });
  }

  private static Connection.Say say(String name, ServiceState state, byte terminator, boolean end) {
    return new Connection.Say(LineCodec.notice(name, state), terminator, end);
  }
}
