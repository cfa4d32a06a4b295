package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Notice;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.LineCodec;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;

/**
 * The ancestor's {@code start A B}: a notice for each name at once and at each change, until the
 * connection ends. When a name can no longer come to run, its {@code bad} is the last that is said.
 */
final class AncestorStart extends Actor<AncestorStart.Message> {
  sealed interface Message {}

  /** The client sends no more: go on until all are settled, then end. */
  record EndOfInput() implements Message {}

  /** A later start on the same connection tells of this service from now on. */
  record Replaced(String service) implements Message {}

  private record Heard(Notice notice) implements Message {}

  private record Judged(Service.Verdict verdict) implements Message {}

  private final ActorRef<Connection.Message> connection;
  private final Map<String, String> meant;

  /** What it tells of. */
  private final Set<String> mine;

  private final Set<String> open;
  private final byte terminator;
  private boolean endWhenSettled;

  /**
   * @param speaker the service whose script asks: then its wait is an edge of the graph
   * @param meant the services that are asked for, by the names that were said
   */
  static Behavior<Message> create(
      ActorRef<Registry.Message> registry,
      ActorRef<Connection.Message> connection,
      Optional<Service.Identity> speaker,
      Map<String, String> meant,
      byte terminator) {
    return Actor.create(
        context -> new AncestorStart(context, registry, connection, speaker, meant, terminator));
  }

  private AncestorStart(
      ActorContext<Message> context,
      ActorRef<Registry.Message> registry,
      ActorRef<Connection.Message> connection,
      Optional<Service.Identity> speaker,
      Map<String, String> meant,
      byte terminator) {
    super(context);
    this.connection = connection;
    this.meant = meant;
    Set<String> names = new LinkedHashSet<>(meant.values());
    this.mine = new LinkedHashSet<>(names);
    this.open = new LinkedHashSet<>(names);
    this.terminator = terminator;
    ActorRef<Service.Verdict> judge = adapter(Service.Verdict.class, Judged::new);
    speaker.ifPresent(
        it ->
            it.service()
                .tell(new Service.Depend(it.run(), DependencyKind.DEP, List.copyOf(names), judge)));
    registry.tell(
        new Registry.Start(
            Asker.CLIENT, names, adapter(Notice.class, Heard::new), Optional.empty()));
    connection.tell(new Connection.Asked());
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Heard heard) {
      return onHeard(heard);
    } else if (message instanceof Judged judged) {
      return onJudged(judged);
    } else if (message instanceof EndOfInput endOfInput) {
      return onEndOfInput(endOfInput);
    } else if (message instanceof Replaced replaced) {
      return onReplaced(replaced);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onHeard(Heard message) {
    String name = message.notice().name();
    ServiceState state = message.notice().state();
    if (!mine.contains(name)) {
      return this;
    }
    boolean lost =
        open.contains(name)
            && (state == ServiceState.FAILED
                || state == ServiceState.STOPPED
                || state == ServiceState.NULL);
    if (lost) {
      return lost(name);
    }
    say(name, state, false);
    if (state == ServiceState.RUNNING) {
      open.remove(name);
    }
    return endWhenSettled && open.isEmpty() ? Behaviors.stopped() : this;
  }

  private Behavior<Message> onReplaced(Replaced message) {
    open.remove(message.service());
    mine.remove(message.service());
    return mine.isEmpty() ? Behaviors.stopped() : this;
  }

  private Behavior<Message> onJudged(Judged message) {
    boolean refused = message.verdict().reason().filter(reason -> !reason.ok()).isPresent();
    return refused && !open.isEmpty() ? lost(open.iterator().next()) : this;
  }

  private Behavior<Message> lost(String name) {
    say(name, ServiceState.FAILED, true);
    return Behaviors.stopped();
  }

  private Behavior<Message> onEndOfInput(EndOfInput message) {
    endWhenSettled = true;
    return open.isEmpty() ? Behaviors.stopped() : this;
  }

  private void say(String name, ServiceState state, boolean end) {
    meant.forEach(
        (said, service) -> {
          if (service.equals(name)) {
            Connection.Say line =
                new Connection.Say(LineCodec.notice(said, state), terminator, end);
            connection.tell(new Connection.Told(service, getContext().getSelf(), line));
          }
        });
  }
}
