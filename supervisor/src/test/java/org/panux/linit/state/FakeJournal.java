package org.panux.linit.state;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Consumer;

/** Writes nothing, and is always done with that. */
public final class FakeJournal {
  private FakeJournal() {}

  public static Behavior<Journal.Message> create() {
    return create(entry -> {});
  }

  /** Gives what it would write to {@code written}. */
  public static Behavior<Journal.Message> create(Consumer<Entry> written) {
    return Behaviors.receive(Journal.Message.class)
        .onMessage(
            Journal.Put.class,
            put -> {
              written.accept(put.entry());
              return Behaviors.same();
            })
        .onMessage(Journal.Forward.class, FakeJournal::send)
        .build();
  }

  private static Behavior<Journal.Message> send(Journal.Forward<?> forward) {
    forward.send();
    return Behaviors.same();
  }
}
