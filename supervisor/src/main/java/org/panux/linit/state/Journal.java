package org.panux.linit.state;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;

/**
 * Writes down what another linitd would have to know. What comes while it writes, or soon after, is
 * written together, each key once; the first after a rest is written at once.
 *
 * <p>Nobody waits for it but who asks for a {@link Forward}: what a client was told is on the disk.
 */
public final class Journal extends LastingActor<Journal.Message> {
  public sealed interface Message {}

  /** The newest of its key. */
  public record Put(Entry entry) implements Message {}

  /** Send {@code message} to {@code to}, once all that came before this is written. */
  public record Forward<T>(ActorRef<T> to, T message) implements Message {
    void send() {
      to.tell(message);
    }
  }

  /** Nothing is left that another linitd would have to know: remove the file. */
  public record Remove(ActorRef<Removed> replyTo) implements Message {}

  public record Removed() {}

  private record Due() implements Message {}

  private record Written(Optional<String> problem) implements Message {}

  private record FileRemoved() implements Message {}

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Until it is tried again to write what could not be written, where nobody has asked before. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  /** The file is written anew when it has more than so many lines for each that counts. */
  private static final int MOST_LINES_EACH = 4;

  private static final int FEW_LINES = 256;

  private final StateFile file;
  private final Executor blocking;
  private final Consumer<String> say;
  private final Map<String, Entry> all = new LinkedHashMap<>();
  private Map<String, Entry> dirty = new LinkedHashMap<>();
  private List<Forward<?>> waiting = new ArrayList<>();
  private Optional<ActorRef<Removed>> remover = Optional.empty();

  /** What is sent when the write under way is done; empty where there is none. */
  private Optional<List<Forward<?>>> writing = Optional.empty();

  /** The pause after a write. */
  private Optional<Cancellable> resting = Optional.empty();

  private long lines;
  private boolean failing;

  /** The end of the file is unknown, or something of {@code all} is not in it. */
  private boolean torn;

  public static Behavior<Message> create(State state, Executor blocking, Consumer<String> say) {
    return Actor.create(context -> new Journal(context, state, blocking, say));
  }

  private Journal(
      ActorContext<Message> context, State state, Executor blocking, Consumer<String> say) {
    super(context);
    this.file = state.file();
    this.blocking = blocking;
    this.say = say;
    this.torn = !state.written();
    state.entries().forEach(entry -> all.put(entry.key(), entry));
    lines = all.size();
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Put put) {
      return onPut(put);
    } else if (message instanceof Forward<?> forward) {
      return onForward(forward);
    } else if (message instanceof Due) {
      return restOver();
    } else if (message instanceof Written written) {
      return onWritten(written);
    } else if (message instanceof Remove remove) {
      return onRemove(remove);
    } else if (message instanceof FileRemoved) {
      return onFileRemoved();
    }
    return Behaviors.unhandled();
  }

  /** Whoever waits for it is answered, whether or not it is written. */
  @Override
  protected boolean giveUp(Message message, Throwable failure) {
    if (message instanceof Forward<?> forward) {
      forward.send();
      return true;
    }
    return false;
  }

  private Behavior<Message> onPut(Put message) {
    Entry entry = message.entry();
    // Behind what it may rest upon, should the write be cut short.
    dirty.remove(entry.key());
    dirty.put(entry.key(), entry);
    return goOn();
  }

  private Behavior<Message> onForward(Forward<?> message) {
    if (!dirty.isEmpty() || torn && writing.isEmpty()) {
      waiting.add(message);
      return restOver();
    }
    writing.ifPresentOrElse(sent -> sent.add(message), message::send);
    return this;
  }

  private Behavior<Message> onRemove(Remove message) {
    remover = Optional.of(message.replyTo());
    return restOver();
  }

  private Behavior<Message> restOver() {
    resting.ifPresent(Cancellable::cancel);
    resting = Optional.empty();
    return goOn();
  }

  /** Writes what there is to be written, unless that is to wait. */
  private Behavior<Message> goOn() {
    if (writing.isEmpty() && resting.isEmpty()) {
      if (remover.isPresent()) {
        remove();
      } else if (!dirty.isEmpty() || torn) {
        write();
      }
    }
    return this;
  }

  private void write() {
    dirty.forEach(
        (key, entry) -> {
          all.remove(key);
          if (!entry.gone()) {
            all.put(key, entry);
          }
        });
    boolean whole = torn || lines + dirty.size() > FEW_LINES + MOST_LINES_EACH * all.size();
    Collection<Entry> entries = whole ? List.copyOf(all.values()) : dirty.values();
    lines = whole ? entries.size() : lines + entries.size();
    writing = Optional.of(waiting);
    dirty = new LinkedHashMap<>();
    waiting = new ArrayList<>();
    StateFile to = file;
    pipeToSelf(
        () -> write(to, entries, whole),
        blocking,
        (done, failure) -> new Written(Optional.ofNullable(failure).map(Journal::explain)));
  }

  private static boolean write(StateFile file, Collection<Entry> entries, boolean whole) {
    try {
      if (whole) {
        file.replace(JournalText.lines(entries));
      } else {
        file.append(JournalText.lines(entries));
      }
      return true;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static String explain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private Behavior<Message> onWritten(Written message) {
    torn = message.problem().isPresent();
    if (torn && !failing) {
      say.accept(
          "cannot write the state to "
              + file.path()
              + ": "
              + message.problem().get()
              + "; were linitd to die now, its services would run on unattended");
    }
    failing = torn;
    writing.orElseThrow().forEach(Forward::send);
    writing = Optional.empty();
    if (waiting.isEmpty()) {
      Duration pause = torn ? TRY_AGAIN : PAUSE;
      resting = Optional.of(getContext().scheduleOnce(pause, getContext().getSelf(), new Due()));
    }
    return goOn();
  }

  private void remove() {
    writing = Optional.of(new ArrayList<>());
    StateFile old = file;
    pipeToSelf(() -> remove(old), blocking, (done, failure) -> new FileRemoved());
  }

  private Behavior<Message> onFileRemoved() {
    remover.orElseThrow().tell(new Removed());
    return Behaviors.stopped();
  }

  private static boolean remove(StateFile file) {
    try {
      file.remove();
      return true;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
