package org.panux.linit.service;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;
import org.panux.linit.protocol.GraphView;

/**
 * Numbers the changes of all services, and tells those who follow them.
 *
 * <p>A follower is sent one block of events, and the next one when it has taken that: whoever reads
 * slowly falls behind in what is kept for all, and costs nothing more. Whoever falls out of it is
 * told what it has lost, and begins anew with a snapshot.
 */
public final class Feed extends LastingActor<Feed.Message> {
  public sealed interface Message {}

  /**
   * @param state whether the state of the service has changed; other changes of one service come at
   *     most once in a while, the newest of them
   */
  record Happened(Change change, boolean state) implements Message {}

  /**
   * Tell {@code to} what happens.
   *
   * @param id as JSON, for its events
   * @param terminator of each event
   * @param since the number of the last event that it knows; empty for a snapshot at first
   */
  public record Follow(ActorRef<Sent> to, String id, byte terminator, OptionalLong since)
      implements Message {}

  /** All is as shown, for everyone who waits for that by now. */
  record Pictured(GraphView graph) implements Message {}

  /** It has taken all that it was sent. */
  public record Taken(ActorRef<Sent> by) implements Message {}

  private record Flush() implements Message {}

  private record WindowOver() implements Message {}

  /** What a follower is sent; the next comes after {@link Taken}. */
  public sealed interface Sent {}

  /**
   * @param sequence the number of the last change that is in it
   * @param known the last change that this follower was told before; empty where none is missed
   */
  public record Snapshot(long sequence, GraphView graph, OptionalLong known, ActorRef<Message> feed)
      implements Sent {}

  /** What came after that which it knows follows; by now that goes on to {@code sequence}. */
  public record Resumed(long sequence, ActorRef<Message> feed) implements Sent {}

  /** There was no such event; the last one had the number {@code newest}. */
  public record Unknown(long newest) implements Sent {}

  /**
   * @param lines events, each with its terminator
   * @param last the number of the last of them
   */
  public record Events(byte[] lines, long last, ActorRef<Message> feed) implements Sent {}

  /** How many changes are kept. */
  static final int KEPT = 10_000;

  /** About how much is sent at a time. */
  private static final int BLOCK = 128 * 1024;

  /** How often a service may change in small. */
  private static final Duration WINDOW = Duration.ofMillis(50);

  /** How long it waits for the sake of each follower but one. */
  private static final long PAUSE_EACH = 5;

  /** The longest that an event waits for others to be sent together, in milliseconds. */
  private static final long LONGEST_PAUSE = 1000;

  private static final class Follower {
    private final Follow wish;
    private long position;
    private boolean ready;

    /** It has had a snapshot. */
    private boolean pictured;

    Follower(Follow wish) {
      this.wish = wish;
    }
  }

  /** Followers that are sent the same. */
  private record Alike(long position, String id, byte terminator) {}

  private final ActorRef<Registry.Message> registry;
  private final Time time;
  private final Changes changes;
  private final Map<ActorRef<Sent>, Follower> followers = new LinkedHashMap<>();

  /** Who waits for a picture. */
  private final Set<ActorRef<Sent>> pictureless = new LinkedHashSet<>();

  /** Which services have changed in small lately, and how they are since then. */
  private final Set<String> recent = new HashSet<>();

  private final Map<String, Change> held = new LinkedHashMap<>();
  private boolean flushing;
  private long flushed;

  static Behavior<Message> create(ActorRef<Registry.Message> registry, Time time, int kept) {
    return Actor.create(context -> new Feed(context, registry, time, kept));
  }

  private Feed(
      ActorContext<Message> context, ActorRef<Registry.Message> registry, Time time, int kept) {
    super(context);
    this.registry = registry;
    this.time = time;
    this.changes = new Changes(kept);
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Happened happened) {
      onHappened(happened);
    } else if (message instanceof Flush) {
      flush();
    } else if (message instanceof Taken taken) {
      onTaken(taken);
    } else if (message instanceof WindowOver) {
      windowOver();
    } else if (message instanceof Follow follow) {
      onFollow(follow);
    } else if (message instanceof Pictured pictured) {
      onPictured(pictured.graph());
    } else {
      return Behaviors.unhandled();
    }
    return this;
  }

  private void onHappened(Happened message) {
    Change change = message.change();
    String name = change.service().name();
    if (message.state()) {
      held.remove(name);
      add(change);
    } else if (recent.contains(name)) {
      held.put(name, change);
    } else {
      if (recent.isEmpty()) {
        getContext().scheduleOnce(WINDOW, getContext().getSelf(), new WindowOver());
      }
      recent.add(name);
      add(change);
    }
  }

  private void windowOver() {
    recent.clear();
    if (!held.isEmpty()) {
      recent.addAll(held.keySet());
      for (Change change : held.values()) {
        add(change);
      }
      held.clear();
      getContext().scheduleOnce(WINDOW, getContext().getSelf(), new WindowOver());
    }
  }

  private void add(Change change) {
    changes.add(change);
    flushSoon();
  }

  /** The more follow, the more is sent to each at a time. */
  private void flushSoon() {
    if (flushing || followers.isEmpty()) {
      return;
    }
    flushing = true;
    long pause = Math.min(LONGEST_PAUSE, PAUSE_EACH * (followers.size() - 1));
    long left = pause - (time.now().nanos() - flushed) / 1_000_000;
    if (left <= 0) {
      getContext().getSelf().tell(new Flush());
    } else {
      getContext().scheduleOnce(Duration.ofMillis(left), getContext().getSelf(), new Flush());
    }
  }

  private void flush() {
    flushing = false;
    flushed = time.now().nanos();
    Map<Alike, Events> blocks = new HashMap<>();
    Map<Long, String> encoded = new HashMap<>();
    for (Follower follower : followers.values()) {
      if (!follower.ready || follower.position == changes.newest()) {
        continue;
      }
      follower.ready = false;
      if (!changes.reaches(follower.position)) {
        picture(follower.wish.to());
        continue;
      }
      Alike alike = new Alike(follower.position, follower.wish.id(), follower.wish.terminator());
      Events block = blocks.get(alike);
      if (block == null) {
        block = block(alike, encoded);
        blocks.put(alike, block);
      }
      follower.position = block.last();
      follower.wish.to().tell(block);
    }
  }

  private Events block(Alike alike, Map<Long, String> encoded) {
    StringBuilder lines = new StringBuilder();
    String begin = "{\"id\":" + alike.id() + ",";
    long last = alike.position();
    while (last < changes.newest() && lines.length() < BLOCK) {
      last++;
      String event = encoded.get(last);
      if (event == null) {
        event = changes.get(last).encode(last);
        encoded.put(last, event);
      }
      lines.append(begin).append(event).append((char) alike.terminator());
    }
    return new Events(
        lines.toString().getBytes(StandardCharsets.UTF_8), last, getContext().getSelf());
  }

  private void onTaken(Taken message) {
    Follower follower = followers.get(message.by());
    if (follower != null) {
      follower.ready = true;
      if (follower.position < changes.newest()) {
        flushSoon();
      }
    }
  }

  private void onFollow(Follow wish) {
    Follower follower = new Follower(wish);
    if (wish.since().isPresent()) {
      follower.position = wish.since().getAsLong();
      if (follower.position > changes.newest()) {
        wish.to().tell(new Unknown(changes.newest()));
        return;
      }
    }
    followers.put(wish.to(), follower);
    getContext().watch(wish.to());
    if (wish.since().isPresent() && changes.reaches(follower.position)) {
      wish.to().tell(new Resumed(changes.newest(), getContext().getSelf()));
    } else {
      picture(wish.to());
    }
  }

  /** Many who come at once cost one picture. */
  private void picture(ActorRef<Sent> to) {
    if (pictureless.isEmpty()) {
      registry.tell(new Registry.Picture());
    }
    pictureless.add(to);
  }

  /** The registry has sent everything that is in it before, so it has the number of the newest. */
  private void onPictured(GraphView graph) {
    for (ActorRef<Sent> to : pictureless) {
      Follower follower = followers.get(to);
      if (follower != null) {
        boolean knows = follower.wish.since().isPresent() || follower.pictured;
        OptionalLong known = knows ? OptionalLong.of(follower.position) : OptionalLong.empty();
        follower.pictured = true;
        follower.position = changes.newest();
        to.tell(new Snapshot(changes.newest(), graph, known, getContext().getSelf()));
      }
    }
    pictureless.clear();
  }

  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> actor) {
    followers.keySet().removeIf(actor::equals);
    return this;
  }
}
