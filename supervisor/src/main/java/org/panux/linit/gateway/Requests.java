package org.panux.linit.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.panux.linit.gateway.Access.Right;
import org.panux.linit.model.Ending;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.FrameBuffer.Frame;
import org.panux.linit.protocol.JsonRequest;
import org.panux.linit.protocol.LineCodec;
import org.panux.linit.protocol.LineRequest;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.service.StopReply;

/**
 * What each request leads to, in the three ways of speaking: a script on its channel, the
 * ancestor's lines, and JSON.
 */
final class Requests {
  private static final byte LINE_FEED = '\n';

  /** For what uses a script's channel once the service knows nothing of that script any more. */
  private static final Reason ENDED = Reason.failed("the script has ended");

  private final Connection connection;
  private final Gateway.Setup setup;

  Requests(Connection connection, Gateway.Setup setup) {
    this.connection = connection;
    this.setup = setup;
  }

  /** A request of a script; each gets exactly one line, {@code ok} or {@code failed CODE WHY}. */
  void onChannel(Frame frame) {
    if (connection.speaker().isEmpty()) {
      if (!frame.text().isEmpty()) {
        answer(ENDED);
      }
      return;
    }
    Service.Identity speaker = connection.speaker().get();
    if (frame.text().isEmpty()) {
      // A service that says it is ready by a newline has its channel for that.
      speaker.service().tell(new Service.Newline(speaker.run()));
      return;
    }
    LineRequest request = LineCodec.decode(frame.text()).orElse(null);
    if (request instanceof LineRequest.Depend depend) {
      depend(speaker, depend.kind(), depend.names());
    } else if (request instanceof LineRequest.Start start) {
      depend(speaker, DependencyKind.DEP, start.names());
    } else if (request instanceof LineRequest.Configure configure) {
      speaker
          .service()
          .tell(
              new Service.Configure(speaker.run(), configure.key(), configure.value(), verdicts()));
    } else if (request instanceof LineRequest.Publish publish) {
      setup
          .registry()
          .tell(
              new Registry.Publish(
                  speaker.name(), publish.key(), publish.value(), false, values(false)));
    } else if (request instanceof LineRequest.Published published) {
      setup.registry().tell(new Registry.AskValue(published.key(), values(true)));
    } else if (request instanceof LineRequest.Port port) {
      connection.takePort(speaker.name(), port.key());
    } else if (request instanceof LineRequest.Supervise) {
      speaker.service().tell(new Service.Supervise(speaker.run(), verdicts()));
    } else if (request instanceof LineRequest.Stop stop) {
      if (namesAreGood(List.of(stop.name()))) {
        connection.whenResolved(
            List.of(stop.name()),
            meant ->
                setup
                    .registry()
                    .tell(
                        new Registry.Stop(
                            Optional.of(speaker.name()),
                            List.copyOf(meant.values()),
                            Registry.StopKind.STOP,
                            false,
                            connection.answers(StopReply.class, Requests::stopLine))));
      }
    } else if (request instanceof LineRequest.State state) {
      if (state.name().equals(speaker.name())) {
        report(speaker, state.state());
        answer(Reason.NONE);
      } else {
        answer(
            new Reason(
                ExitCode.NOT_PERMITTED,
                "only '"
                    + state.name()
                    + "' itself can report its state, this is '"
                    + speaker.name()
                    + "'"));
      }
    } else {
      // Where it waits to be told that it is ready, any line is such a word, as s6 has it.
      speaker.service().tell(new Service.Newline(speaker.run()));
      answer(new Reason(ExitCode.USAGE, "unknown request"));
    }
  }

  private void depend(Service.Identity speaker, DependencyKind kind, List<String> names) {
    if (namesAreGood(names)) {
      connection.whenResolved(
          names,
          meant ->
              speaker
                  .service()
                  .tell(
                      new Service.Depend(
                          speaker.run(), kind, List.copyOf(meant.values()), verdicts())));
    }
  }

  private ActorRef<Service.Verdict> verdicts() {
    return connection.answers(
        Service.Verdict.class, verdict -> line(verdict.reason().orElse(ENDED)));
  }

  private ActorRef<Registry.ValueReply> values(boolean shown) {
    return connection.answers(Registry.ValueReply.class, reply -> value(reply, shown));
  }

  /** Answers with a value, or with why there is none. */
  void value(Registry.ValueReply reply) {
    Connection.Say line = (Connection.Say) value(reply, true);
    connection.say(line.text(), line.terminator());
  }

  private static Connection.Message value(Registry.ValueReply reply, boolean shown) {
    return reply.reason().ok() && shown
        ? new Connection.Say(LineCodec.ok(reply.value()), LINE_FEED, false)
        : line(reply.reason());
  }

  private boolean namesAreGood(List<String> names) {
    for (String name : names) {
      Optional<String> problem = ServiceName.problem(name);
      if (problem.isPresent()) {
        answer(new Reason(ExitCode.USAGE, problem.get()));
        return false;
      }
    }
    return true;
  }

  private void answer(Reason reason) {
    Connection.Say line = (Connection.Say) line(reason);
    connection.say(line.text(), line.terminator());
  }

  private static Connection.Message line(Reason reason) {
    String text = reason.ok() ? LineCodec.ok() : LineCodec.failed(reason.code(), reason.text());
    return new Connection.Say(text, LINE_FEED, false);
  }

  /** The end of a stop as a line; its beginning says nothing to a script. */
  private static Connection.Message stopLine(StopReply reply) {
    if (reply instanceof StopReply.Refused refused) {
      return line(refused.reason());
    }
    return reply instanceof StopReply.Done ? line(Reason.NONE) : new Connection.Nothing();
  }

  /** A request of anyone else, who may what {@code right} says. */
  void onClient(Frame frame, Right right) {
    if (frame.text().startsWith("{")) {
      onJson(frame, right);
      return;
    }
    Optional<LineRequest> request = LineCodec.decode(frame.text());
    if (request.isEmpty() || right == Right.NOTHING || connection.isFull()) {
      connection.close();
      return;
    }
    if (right == Right.QUERIES && !(request.get() instanceof LineRequest.State)) {
      refuse(request.get(), frame.terminator());
      return;
    }
    connection.whenIdentified(() -> onLine(request.get(), frame.terminator()));
  }

  /** A start or a stop of one who may only ask: it is lost, as the ancestor's clients know it. */
  private void refuse(LineRequest request, byte terminator) {
    List<String> names =
        request instanceof LineRequest.Start start
            ? start.names()
            : request instanceof LineRequest.Stop stop ? List.of(stop.name()) : List.of();
    names.forEach(name -> connection.say(LineCodec.notice(name, ServiceState.FAILED), terminator));
    connection.close();
  }

  private void onLine(LineRequest request, byte terminator) {
    if (request instanceof LineRequest.Start start) {
      for (String name : start.names()) {
        if (ServiceName.problem(name).isPresent()) {
          connection.say(LineCodec.notice(name, ServiceState.FAILED), terminator);
          connection.close();
          return;
        }
      }
      connection.whenResolved(
          start.names(),
          meant ->
              connection.inOrder(
                  () ->
                      connection.tells(
                          meant.values(),
                          connection.subscription(
                              AncestorStart.create(
                                  setup.registry(), connection.self(), script(), meant, terminator),
                              new AncestorStart.EndOfInput()))));
    } else if (request instanceof LineRequest.Stop stop
        && ServiceName.problem(stop.name()).isEmpty()) {
      connection.whenResolved(
          List.of(stop.name()),
          meant ->
              connection.inOrder(
                  () ->
                      connection.request(
                          AncestorStop.create(
                              setup.registry(),
                              connection.self(),
                              scriptName(),
                              meant,
                              terminator))));
    } else if (request instanceof LineRequest.State state
        && connection.speaker().isPresent()
        && connection.speaker().get().name().equals(state.name())) {
      report(connection.speaker().get(), state.state());
    } else {
      connection.close();
    }
  }

  private static void report(Service.Identity speaker, ServiceState state) {
    speaker.service().tell(new Service.Reported(speaker.run(), state));
  }

  /**
   * The service whose script waits for the answer; a process that has outlived its script, such as
   * a login shell below a service, waits for itself alone.
   */
  private Optional<Service.Identity> script() {
    return connection.speaker().filter(Service.Identity::script);
  }

  private Optional<String> scriptName() {
    return script().map(Service.Identity::name);
  }

  private void onJson(Frame frame, Right right) {
    JsonRequest request;
    try {
      request = JsonRequest.decode(frame.text());
    } catch (JsonRequest.Invalid e) {
      reply(Reply.failed(e.id(), ExitCode.USAGE, e.getMessage()), frame.terminator());
      return;
    }
    if (right == Right.NOTHING
        || right == Right.QUERIES && !request.isQuery() && request.op() != JsonRequest.Op.STATE) {
      reply(
          Reply.failed(request.id(), ExitCode.NOT_PERMITTED, notPermitted(right)),
          frame.terminator());
      return;
    }
    if (connection.isFull()) {
      reply(
          Reply.failed(
              request.id(),
              ExitCode.FAILED,
              "too many requests are under way; await their answers"),
          frame.terminator());
      return;
    }
    if (request.op() == JsonRequest.Op.STATE) {
      // Who reports of itself knows its own name.
      onJson(request, frame.terminator());
    } else {
      connection.whenResolved(
          request.names(),
          meant -> onJson(request.withNames(List.copyOf(meant.values())), frame.terminator()));
    }
  }

  private String notPermitted(Right right) {
    OptionalLong user = connection.user();
    String who = user.isPresent() ? "user " + user.getAsLong() : "a user whom the kernel hides";
    return right == Right.QUERIES
        ? "not permitted: the group of the socket may only ask, and "
            + who
            + " is no more than that"
        : "not permitted: linitd obeys root and its own user, and this is " + who;
  }

  private void onJson(JsonRequest request, byte terminator) {
    JsonAnswer answer = new JsonAnswer(request, connection.self(), terminator);
    switch (request.op()) {
      case START -> start(request, answer);
      case STOP, RESTART, TRY_RESTART ->
          connection.whenIdentified(
              () -> connection.request(JsonStop.create(setup, script(), answer)));
      case STATE -> connection.whenIdentified(() -> state(request, terminator));
      case RELOAD, KILL, RESET, FAULT -> connection.request(JsonSteer.create(setup, answer));
      case STATUS -> {
        boolean plain = !request.details().details() && !request.details().brief();
        if (request.names().isEmpty() || !plain) {
          query(request, JsonQuery.create(setup, answer));
        } else {
          connection.glance(answer);
        }
      }
      case LIST, GRAPH -> query(request, JsonQuery.create(setup, answer));
      case WHY -> connection.query(JsonWhy.create(setup, answer));
      case WAIT -> connection.request(JsonWait.create(setup, answer));
      case PUBLISHED -> connection.query(JsonPublished.create(setup, answer));
      case RECORD -> query(request, JsonRecord.create(setup, answer));
      case LOGS -> logs(answer);
      case EVENTS ->
          connection.subscription(
              JsonEvents.create(setup.registry(), answer), new JsonEvents.EndOfInput());
      case SHUTDOWN, POWEROFF, REBOOT -> end(request, terminator);
      case VERSION -> reply(Reply.done(request.id(), setup.server().toJson()), terminator);
    }
  }

  /** Of all services, the answer grows with the rig. */
  private void query(JsonRequest request, Behavior<?> behavior) {
    if (request.names().isEmpty()) {
      connection.largeQuery(behavior);
    } else {
      connection.query(behavior);
    }
  }

  private void start(JsonRequest request, JsonAnswer answer) {
    if (request.details().dryRun() || request.details().noWait()) {
      connection.query(JsonBegin.create(setup, answer));
      return;
    }
    connection.whenIdentified(
        () ->
            connection.request(
                JsonStart.create(setup, script(), request.names(), Optional.empty(), answer)));
  }

  private void logs(JsonAnswer answer) {
    if (answer.request().details().follow()) {
      connection.subscription(
          JsonFollow.create(setup, connection.logWatch(), answer), new JsonFollow.EndOfInput());
    } else {
      connection.query(JsonLogs.create(setup, answer));
    }
  }

  private void state(JsonRequest request, byte terminator) {
    String name = request.names().get(0);
    Optional<Service.Identity> speaker = connection.speaker();
    if (speaker.isPresent() && speaker.get().name().equals(name)) {
      report(speaker.get(), request.state().orElseThrow());
      reply(Reply.done(request.id(), Map.of()), terminator);
    } else {
      reply(
          Reply.failed(
              request.id(),
              ExitCode.NOT_PERMITTED,
              "only the script or a process of '" + name + "' can report its state"),
          terminator);
    }
  }

  private void end(JsonRequest request, byte terminator) {
    Ending ending = Ending.valueOf(request.op().name());
    if (!setup.endings().contains(ending)) {
      String word = request.op().word();
      reply(
          Reply.failed(
              request.id(),
              ExitCode.FAILED,
              "cannot "
                  + word
                  + ": linit.conf sets no '"
                  + word
                  + "-command'; 'linitctl shutdown' ends linitd alone"),
          terminator);
      return;
    }
    connection.keep();
    reply(Reply.done(request.id(), Map.of()), terminator);
    setup.closer().tell(ending);
  }

  private void reply(Reply reply, byte terminator) {
    connection.say(reply.encode(), terminator);
  }

  /** What cannot be a message: said to a client that speaks JSON, and the connection ends. */
  void badFrame(boolean json, String problem) {
    if (json) {
      reply(Reply.failed(null, ExitCode.USAGE, problem), LINE_FEED);
    }
    connection.close();
  }
}
