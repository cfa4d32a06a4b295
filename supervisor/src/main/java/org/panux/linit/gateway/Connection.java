package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.panux.linit.actor.Actor;
import org.panux.linit.model.Reason;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.RunToken;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.FrameBuffer;
import org.panux.linit.protocol.LineCodec;
import org.panux.linit.protocol.LineRequest;
import org.panux.linit.protocol.Reply;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;

/**
 * One connection: cuts bytes into requests, finds out who speaks, and writes the answers that the
 * request actors below it give.
 *
 * <p>Who speaks matters to a request that waits or that reports a state. A channel says so with the
 * token in its first line; of anyone else the kernel is asked, once, when it first matters.
 */
final class Connection extends Actor<Connection.Message> {
  sealed interface Message {}

  /** Write this; with {@code end} close the connection afterwards. */
  record Say(String text, byte terminator, boolean end) implements Message {}

  /** Write this, where it is still {@code teller} that tells of {@code service}. */
  record Told(String service, ActorRef<AncestorStart.Message> teller, Say line)
      implements Message {}

  /**
   * Write these messages, which have their terminators, and run {@code taken} when they are out.
   *
   * @param messages are made when they are written, so that they do not wait in memory before
   * @param shared whether others are sent the same bytes
   */
  record Stream(Supplier<byte[]> messages, boolean shared, Runnable taken) implements Message {}

  /** An answer that needs no words. */
  record Nothing() implements Message {}

  private record Received(byte[] bytes) implements Message {}

  private record EndOfInput() implements Message {}

  private record Writable() implements Message {}

  /**
   * One of its queries is over.
   *
   * @param failed whether it has no answer
   */
  record QueryEnded(boolean failed) implements Message {}

  /**
   * @param read what scripts say was read since the question came
   */
  private record Glanced(Registry.Glanced glanced, boolean read) implements Message {}

  private record PeerFound(Optional<RunToken> token) implements Message {}

  private record Admitted(Access.Right right) implements Message {}

  /**
   * @param port empty where none is free, for that reason
   */
  private record PortFound(String by, String key, OptionalInt port, String why)
      implements Message {}

  private record PortSettled(Registry.ValueReply reply, int port) implements Message {}

  private record Resolved(Runnable request) implements Message {}

  /** The actor of a request has passed it on. */
  record Asked() implements Message {}

  private record Identified(Service.Claimed claimed) implements Message {}

  /** A channel carries the names of a whole {@code rc.d} in one request. */
  private static final int MAX_CHANNEL_MESSAGE = 4 * 1024 * 1024;

  /** Queries of one client that may be under way; further requests wait until one is answered. */
  private static final int MAX_QUERIES = 16;

  /** Requests of one client that may be under way; a further one is refused. */
  private static final int MAX_REQUESTS = 1000;

  private enum Identity {
    UNKNOWN,
    ASKED,
    KNOWN
  }

  private final Gateway.Setup setup;
  private final Gateway.Common common;
  private final SocketLoop.Session session;
  private final boolean channel;
  private final FrameBuffer frames = new FrameBuffer();
  private final Outbox outbox;
  private final Requests requests;

  /** Messages that are not handled yet. */
  private final Deque<FrameBuffer.Frame> inbox = new ArrayDeque<>();

  /**
   * The request that waits until it is known who speaks. What comes after it stays in the inbox.
   */
  private Optional<Runnable> held = Optional.empty();

  /** What to do when the peer has taken all that there is. */
  private final List<Runnable> whenTaken = new ArrayList<>();

  /** What to do when no more input will come. */
  private final Map<ActorRef<?>, Runnable> atEndOfInput = new LinkedHashMap<>();

  private Identity identity = Identity.UNKNOWN;

  /** Of a client: who it is, and what it may; found out before its first request. */
  private Optional<PeerCredentials> peer = Optional.empty();

  private Optional<Access.Right> right = Optional.empty();

  /**
   * A request is not passed on yet, for example since it is being found out what its names mean.
   */
  private boolean passing;

  private Optional<Service.Identity> speaker = Optional.empty();

  /** The shell that stays at the other end: then it is this that says which script speaks. */
  private Optional<WarmChannel> warm = Optional.empty();

  /** Where glances are answered to, once there was one. */
  private Optional<ActorRef<Registry.Glanced>> glances = Optional.empty();

  /** Who tells the peer of each service in the ancestor's way: its last start of it. */
  private final Map<String, ActorRef<AncestorStart.Message>> tellers = new HashMap<>();

  private int open;
  private int queries;
  private final Set<ActorRef<?>> queriesUnderWay = new HashSet<>();

  /** Chunks of input whose messages are not all handled. */
  private int chunks;

  private boolean inputEnded;
  private boolean closing;

  /** The peer takes nothing more. */
  private boolean broken;

  static Behavior<Message> create(
      Gateway.Setup setup, Gateway.Common common, SocketLoop.Session session, boolean channel) {
    return Actor.create(context -> new Connection(context, setup, common, session, channel));
  }

  private Connection(
      ActorContext<Message> context,
      Gateway.Setup setup,
      Gateway.Common common,
      SocketLoop.Session session,
      boolean channel) {
    super(context);
    this.setup = setup;
    this.common = common;
    this.session = session;
    this.channel = channel;
    this.outbox = new Outbox(session, common.load());
    this.requests = new Requests(this, setup);
    if (channel) {
      frames.limit(MAX_CHANNEL_MESSAGE);
      // The script is told which name is bad, and its channel stays.
      frames.takeMalformed();
    }
    ActorRef<Message> self = context.getSelf();
    session.attach(
        new SocketLoop.Handler() {
          @Override
          public void received(byte[] bytes) {
            self.tell(new Received(bytes));
          }

          @Override
          public void endOfInput() {
            self.tell(new EndOfInput());
          }

          @Override
          public void writable() {
            self.tell(new Writable());
          }
        });
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Received received) {
      return onReceived(received);
    } else if (message instanceof EndOfInput endOfInput) {
      return onEndOfInput(endOfInput);
    } else if (message instanceof Writable writable) {
      return onWritable(writable);
    } else if (message instanceof Say say) {
      return onSay(say);
    } else if (message instanceof Told told) {
      return told.teller().equals(tellers.get(told.service())) ? onSay(told.line()) : this;
    } else if (message instanceof Glanced glanced) {
      return onGlanced(glanced);
    } else if (message instanceof Stream stream) {
      return onStream(stream);
    } else if (message instanceof Nothing) {
      return this;
    } else if (message instanceof PeerFound peerFound) {
      return onPeerFound(peerFound);
    } else if (message instanceof QueryEnded ended) {
      closing |= ended.failed();
      return onQueryEnded();
    } else if (message instanceof Admitted admitted) {
      return onAdmitted(admitted);
    } else if (message instanceof Identified identified) {
      return onIdentified(identified);
    } else if (message instanceof PortFound found) {
      return onPortFound(found);
    } else if (message instanceof PortSettled settled) {
      return onPortSettled(settled);
    } else if (message instanceof Resolved resolved) {
      return onResolved(resolved);
    } else if (message instanceof Asked) {
      passing = false;
      return next();
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onReceived(Received message) {
    chunks++;
    if (closing) {
      return this;
    }
    try {
      inbox.addAll(frames.feed(ByteBuffer.wrap(message.bytes())));
    } catch (FrameBuffer.BadFrame e) {
      requests.badFrame(frames.inObject(), e.getMessage());
    }
    return next();
  }

  /** Handles what may be handled now; more is read only when nothing is left of what there is. */
  private void handleInbox() {
    if (held.isPresent() && identity == Identity.KNOWN && !passing && !closing) {
      Runnable request = held.get();
      held = Optional.empty();
      request.run();
    }
    while (!inbox.isEmpty() && mayHandle()) {
      handle(inbox.remove());
    }
    for (; inbox.isEmpty() && chunks > 0; chunks--) {
      session.handled();
    }
  }

  /**
   * What waits for anything but an answer would count nowhere, so there is one such request at a
   * time.
   */
  private boolean mayHandle() {
    return identity != Identity.ASKED && queries < MAX_QUERIES && !passing && !closing;
  }

  private void handle(FrameBuffer.Frame frame) {
    if (warm.isPresent()) {
      warm.get().take(frame);
    } else if (channel && identity == Identity.UNKNOWN) {
      hello(frame);
    } else if (channel) {
      onChannel(frame);
    } else if (right.isPresent() || admit(frame)) {
      requests.onClient(frame, right.get());
    }
  }

  /** Finds out what the peer may; where that takes longer, {@code frame} waits for it. */
  private boolean admit(FrameBuffer.Frame frame) {
    Access access = setup.access();
    try {
      PeerCredentials found = PeerCredentials.of(session.channel());
      peer = Optional.of(found);
      right = access.of(found);
      if (right.isEmpty()) {
        inbox.addFirst(frame);
        passing = true;
        pipeToSelf(
            CompletableFuture.supplyAsync(() -> access.look(found), setup.blocking()),
            (seen, failure) -> new Admitted(failure == null ? seen : Access.Right.NOTHING));
      }
    } catch (IOException e) {
      right = Optional.of(Access.Right.NOTHING);
    }
    return right.isPresent();
  }

  private Behavior<Message> onAdmitted(Admitted message) {
    passing = false;
    right = Optional.of(message.right());
    return next();
  }

  /** The user of the peer, for messages; empty where it is not known. */
  OptionalLong user() {
    return peer.map(it -> OptionalLong.of(it.uid())).orElse(OptionalLong.empty());
  }

  private void hello(FrameBuffer.Frame frame) {
    Optional<RunToken> token =
        LineCodec.decode(frame.text())
            .filter(LineRequest.Hello.class::isInstance)
            .flatMap(request -> RunToken.of(((LineRequest.Hello) request).token()));
    if (token.isEmpty()) {
      close();
      return;
    }
    warm = setup.processes().shell(token.get()).map(shell -> new WarmChannel(this, shell));
    if (warm.isEmpty()) {
      identity = Identity.ASKED;
      claim(token.get());
    }
  }

  /** From now on it is the script run of {@code token} that speaks. */
  void speaks(RunToken token) {
    identity = Identity.ASKED;
    claim(token);
  }

  /** A script's request, which gets exactly one line. */
  void onChannel(FrameBuffer.Frame frame) {
    whenIdentified(() -> requests.onChannel(frame));
  }

  private void claim(RunToken token) {
    ActorRef<Service.Claimed> replyTo = adapter(Service.Claimed.class, Identified::new);
    setup.registry().tell(new Registry.Claim(token, replyTo));
  }

  /** Runs {@code request} once it is known who speaks, and before those that come after it. */
  void whenIdentified(Runnable request) {
    switch (identity) {
      case KNOWN -> request.run();
      case ASKED -> held = Optional.of(request);
      case UNKNOWN -> {
        held = Optional.of(request);
        identity = Identity.ASKED;
        long pid = peer.map(PeerCredentials::pid).orElse(0L);
        if (pid > 0) {
          pipeToSelf(
              CompletableFuture.supplyAsync(() -> setup.processes().owner(pid), setup.blocking()),
              (token, failure) -> new PeerFound(failure == null ? token : Optional.empty()));
        } else {
          self().tell(new PeerFound(Optional.empty()));
        }
      }
    }
  }

  private Behavior<Message> onPeerFound(PeerFound message) {
    if (message.token().isPresent()) {
      claim(message.token().get());
      return this;
    }
    return onIdentified(new Identified(new Service.Claimed(Optional.empty())));
  }

  private Behavior<Message> onIdentified(Identified message) {
    speaker = message.claimed().identity();
    identity = Identity.KNOWN;
    // A shell that stays says later how its script has ended, and must be heard.
    if (channel && speaker.isEmpty() && warm.isEmpty()) {
      close();
    }
    return next();
  }

  /**
   * Runs {@code request} with the services that {@code names} mean, by name; requests that come
   * after it wait. Names that are known to have scripts of their own mean these.
   */
  void whenResolved(Collection<String> names, Consumer<Map<String, String>> request) {
    Map<String, String> plain = new LinkedHashMap<>();
    names.forEach(name -> plain.put(name, name));
    InitScripts scripts = setup.scripts();
    if (scripts.own(names)) {
      request.accept(plain);
      return;
    }
    passing = true;
    pipeToSelf(
        CompletableFuture.supplyAsync(() -> scripts.resolve(names), setup.blocking()),
        (meant, failure) -> new Resolved(() -> request.accept(failure == null ? meant : plain)));
  }

  /**
   * Runs {@code request}; those that come after it wait until its actor has {@link Asked}. Two
   * actors that ask the registry could otherwise overtake each other.
   */
  void inOrder(Runnable request) {
    passing = true;
    request.run();
  }

  private Behavior<Message> onResolved(Resolved message) {
    passing = false;
    message.request().run();
    return next();
  }

  /** Has a free port published by {@code by}, and answers with it, or with the one it had. */
  void takePort(String by, String key) {
    opened();
    pipeToSelf(
        CompletableFuture.supplyAsync(common.ports()::take, setup.blocking()),
        (port, failure) ->
            failure == null
                ? new PortFound(by, key, OptionalInt.of(port), "")
                : new PortFound(by, key, OptionalInt.empty(), failure.getCause().getMessage()));
  }

  private Behavior<Message> onPortFound(PortFound message) {
    if (message.port().isEmpty()) {
      Registry.ValueReply none = new Registry.ValueReply(Reason.failed(message.why()), "");
      return onPortSettled(new PortSettled(none, 0));
    }
    int port = message.port().getAsInt();
    setup
        .registry()
        .tell(
            new Registry.Publish(
                message.by(),
                message.key(),
                Integer.toString(port),
                true,
                adapter(Registry.ValueReply.class, reply -> new PortSettled(reply, port))));
    return this;
  }

  private Behavior<Message> onPortSettled(PortSettled message) {
    Registry.ValueReply reply = message.reply();
    if (!reply.reason().ok() || !reply.value().equals(Integer.toString(message.port()))) {
      common.ports().release(message.port());
    }
    requests.value(reply);
    return onRequestEnded();
  }

  /** The service that speaks, where it is one; only inside {@link #whenIdentified}. */
  Optional<Service.Identity> speaker() {
    return speaker;
  }

  /** Starts an actor for one request; it answers with {@link Say}, and stops when it is done. */
  <T> ActorRef<T> request(Behavior<T> behavior) {
    ActorRef<T> request = getContext().spawnAnonymous(behavior, DispatcherSelector.sameAsParent());
    getContext().watch(request);
    opened();
    return request;
  }

  /** As {@link #request}, for one that is answered soon: only so many are under way at a time. */
  <T> void query(Behavior<T> behavior) {
    queriesUnderWay.add(request(behavior));
    queries++;
  }

  /** As {@link #query}, for one whose answer grows with the rig. */
  void largeQuery(Behavior<?> behavior) {
    common.queries().tell(new Queries.Run(behavior, self()));
    opened();
    queries++;
  }

  /** Answers a {@code status} of names, from memory where that is possible. */
  void glance(JsonAnswer answer) {
    if (glances.isEmpty()) {
      glances = Optional.of(adapter(Registry.Glanced.class, it -> new Glanced(it, false)));
    }
    opened();
    queries++;
    setup.registry().tell(new Registry.Glance(answer.request().names(), answer, glances.get()));
  }

  private Behavior<Message> onGlanced(Glanced message) {
    Registry.Glanced glanced = message.glanced();
    JsonAnswer answer = (JsonAnswer) glanced.tag();
    if (glanced.answer().failure().isPresent()) {
      String why = "linitd itself failed on it: " + glanced.answer().failure().get();
      say(Reply.failed(answer.request().id(), ExitCode.FAILED, why).encode(), answer.terminator());
      return onQueryEnded();
    }
    List<String> names = answer.request().names();
    InitScripts scripts = setup.scripts();
    Optional<Map<String, Object>> fields = QuickStatus.of(names, glanced.seen(), scripts);
    if (fields.isPresent()) {
      say(Reply.done(answer.request().id(), fields.get()).encode(), answer.terminator());
    } else if (!message.read() && glanced.seen().size() == names.size()) {
      pipeToSelf(
          CompletableFuture.runAsync(() -> names.forEach(scripts::provides), setup.blocking()),
          (nothing, failure) -> new Glanced(glanced, true));
      return this;
    } else {
      query(JsonQuery.create(setup, answer));
    }
    return onQueryEnded();
  }

  /** As {@link #request}, for one that goes on by itself; it gets {@code last} when input ends. */
  <T> ActorRef<T> subscription(Behavior<T> behavior, T last) {
    ActorRef<T> subscription = request(behavior);
    atEndOfInput.put(subscription, () -> subscription.tell(last));
    if (inputEnded) {
      subscription.tell(last);
    }
    return subscription;
  }

  /**
   * From now on {@code teller} alone tells of {@code services}: of two who do, one could say what
   * was, after the other has said what is.
   */
  void tells(Collection<String> services, ActorRef<AncestorStart.Message> teller) {
    for (String service : services) {
      ActorRef<AncestorStart.Message> before = tellers.put(service, teller);
      if (before != null && !before.equals(teller)) {
        before.tell(new AncestorStart.Replaced(service));
      }
    }
  }

  /** Tells those who follow logs. */
  ActorRef<LogWatch.Message> logWatch() {
    return common.logWatch();
  }

  /** The peer is told of the end of linitd by the end of its connection, and not before. */
  void keep() {
    session.keep();
    opened();
  }

  /** A reference for answers of another type, which {@code translate} turns into {@link Say}. */
  <T> ActorRef<T> answers(Class<T> type, Function<T, Message> translate) {
    return adapter(type, translate);
  }

  ActorRef<Message> self() {
    return getContext().getSelf();
  }

  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> request) {
    atEndOfInput.remove(request);
    return queriesUnderWay.remove(request) ? onQueryEnded() : onRequestEnded();
  }

  /** Nobody would answer: the end of the connection has to do. */
  @Override
  protected Behavior<Message> onChildFailed(ActorRef<Void> request, Throwable failure) {
    close();
    return onTerminated(request);
  }

  private void opened() {
    open++;
    common.load().asked(1);
  }

  /** Whether nothing more may be asked for until something is answered. */
  boolean isFull() {
    return open >= MAX_REQUESTS || common.load().tooManyRequests();
  }

  private Behavior<Message> onRequestEnded() {
    open--;
    common.load().asked(-1);
    return next();
  }

  private Behavior<Message> onQueryEnded() {
    queries--;
    return onRequestEnded();
  }

  /** A peer that sends no more may still read: what it asked for is answered. */
  private Behavior<Message> onEndOfInput(EndOfInput message) {
    inputEnded = true;
    atEndOfInput.values().forEach(Runnable::run);
    return next();
  }

  private Behavior<Message> onWritable(Writable message) {
    try {
      outbox.flush();
    } catch (IOException e) {
      broken = true;
    }
    tellIfTaken();
    return next();
  }

  private Behavior<Message> onStream(Stream message) {
    if (!closing && !broken) {
      try {
        outbox.send(ByteBuffer.wrap(message.messages().get()), message.shared());
      } catch (IOException e) {
        broken = true;
      }
      whenTaken.add(message.taken());
      tellIfTaken();
    }
    return next();
  }

  private void tellIfTaken() {
    if (outbox.isEmpty()) {
      whenTaken.forEach(Runnable::run);
      whenTaken.clear();
    }
  }

  private Behavior<Message> onSay(Say message) {
    say(message.text(), message.terminator());
    if (message.end()) {
      close();
    }
    return next();
  }

  /** Sends an answer. */
  void say(String text, byte terminator) {
    warm.ifPresent(WarmChannel::answered);
    if (closing || broken) {
      return;
    }
    try {
      outbox.send(text, terminator);
    } catch (IOException e) {
      broken = true;
    }
  }

  /** Takes and gives nothing more; what is in the outbox goes out first. */
  void close() {
    closing = true;
  }

  private Behavior<Message> next() {
    handleInbox();
    boolean idle = open == 0 && !passing && held.isEmpty() && inbox.isEmpty();
    boolean done = closing || (inputEnded && idle);
    return broken || (done && outbox.isEmpty()) ? Behaviors.stopped() : this;
  }

  @Override
  protected void onStopped() {
    common.load().asked(-open);
    outbox.drop();
    session.close();
  }
}
