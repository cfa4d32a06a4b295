package org.panux.linit.service;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.actor.Actor;
import org.panux.linit.actor.LastingActor;
import org.panux.linit.flight.Replay;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Coordinator;
import org.panux.linit.model.Explanation;
import org.panux.linit.model.Goals;
import org.panux.linit.model.LeavesFirst;
import org.panux.linit.model.Lifecycle;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Notice;
import org.panux.linit.model.Order;
import org.panux.linit.model.Published;
import org.panux.linit.model.Reason;
import org.panux.linit.model.Recorder;
import org.panux.linit.model.Report;
import org.panux.linit.model.Trace;
import org.panux.linit.model.Why;
import org.panux.linit.process.InitScripts;
import org.panux.linit.process.RunToken;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.record.Recording;
import org.panux.linit.state.Entry;
import org.panux.linit.state.Journal;
import org.panux.linit.state.Recovered;

/**
 * Owns the names and the edges: every start, stop and {@code dep} passes here on its way from one
 * service to another. It only translates for {@link Coordinator}.
 */
public final class Registry extends LastingActor<Registry.Message> {
  public sealed interface Message {}

  /** The script of {@code from} needs {@code names}; {@code listener} hears of each. */
  public record Link(
      String from,
      ActorRef<Notice> listener,
      long id,
      DependencyKind kind,
      List<String> names,
      Moment wave)
      implements Message {}

  /** {@code listener} wants to hear no more of {@code name}. */
  public record Unlisten(String name, ActorRef<Notice> listener) implements Message {}

  /**
   * A service reports of itself.
   *
   * @param changed whether its state changed; otherwise only what it waits for did
   * @param traces what it has recorded until then
   */
  public record Changed(Report report, boolean changed, List<Trace> traces) implements Message {}

  /** What a service has recorded. */
  public record Traced(String name, List<Trace> traces) implements Message {}

  /**
   * Somebody who is no service wants {@code names} to run, and to hear of each.
   *
   * @param by who that is
   * @param wave of starts that this belongs to; a new one where it is empty
   */
  public record Start(
      Asker by, Collection<String> names, ActorRef<Notice> listener, Optional<Moment> wave)
      implements Message {}

  /** What is asked for with a stop. */
  public enum StopKind {
    STOP,
    /** All that was stopped is started again, and what was asked for in any case. */
    RESTART,
    /** Likewise, of what runs alone. */
    TRY_RESTART
  }

  /**
   * Stop {@code names} and who needs them.
   *
   * @param caller the service whose script asks
   * @param dryRun only say what would be done
   */
  public record Stop(
      Optional<String> caller,
      List<String> names,
      StopKind kind,
      boolean dryRun,
      ActorRef<StopReply> replyTo)
      implements Message {}

  /** Have {@code name} do that. */
  public record Steer(String name, Service.Steering what, ActorRef<Service.Verdict> replyTo)
      implements Message {}

  /** Whose is this token? */
  public record Claim(RunToken token, ActorRef<Service.Claimed> replyTo) implements Message {}

  /** What has failed of what {@code name} asked for? */
  public record LookForFailures(String name, ActorRef<Failures> replyTo) implements Message {}

  /** How are they? */
  public record Look(ActorRef<Looked> replyTo) implements Message {}

  /**
   * How are {@code names}, and who needs whom there?
   *
   * @param tag comes back with the answer
   */
  public record Glance(List<String> names, Object tag, ActorRef<Glanced> replyTo)
      implements Message {}

  /**
   * The service {@code by} makes a value known.
   *
   * @param known whether a value that is there already is as good
   */
  public record Publish(
      String by, String key, String value, boolean known, ActorRef<ValueReply> replyTo)
      implements Message {}

  /** What value has that key? */
  public record AskValue(String key, ActorRef<ValueReply> replyTo) implements Message {}

  /** Which values are there? */
  public record AskValues(ActorRef<Values> replyTo) implements Message {}

  /** What was recorded of the starts of {@code names}, or of all? */
  public record Recall(List<String> names, ActorRef<Recalled> replyTo) implements Message {}

  /** Why are {@code names} as they are? */
  public record Explain(List<String> names, ActorRef<Explained> replyTo) implements Message {}

  /** Tell when all of {@code names} run, or one of them; or when that can no longer be. */
  public record Await(List<String> names, boolean any, ActorRef<Awaited> replyTo)
      implements Message {}

  /** Tell somebody everything that changes from now on. */
  public record Follow(Feed.Follow wish) implements Message {}

  /** Somebody who follows needs a snapshot. */
  record Picture() implements Message {}

  /** Start what another linitd was about to start again. */
  public record Resume() implements Message {}

  /** Stop everything in order, then tell {@code replyTo}; no start is taken any more. */
  public record Shutdown(ActorRef<Quiet> replyTo) implements Message {}

  /** End everything at once. */
  public record KillAll(ActorRef<Quiet> replyTo) implements Message {}

  public record Looked(Answer<GraphView> answer) {
    public GraphView graph() {
      return answer.get();
    }
  }

  public record Glanced(Answer<List<Seen>> answer, Object tag) {
    /** Those of the names that are known, in order. */
    public List<Seen> seen() {
      return answer.get();
    }
  }

  public record Recalled(Answer<Recording> answer) {
    public Recording recording() {
      return answer.get();
    }
  }

  public record Seen(ServiceView service, List<String> needs, List<String> neededBy) {}

  /**
   * @param reason why there is no such value
   * @param value empty where it says why
   */
  public record ValueReply(Reason reason, String value) {}

  public record Values(Answer<Map<String, Published.Value>> answer) {
    public Map<String, Published.Value> values() {
      return answer.get();
    }
  }

  public record Explained(Answer<List<Explanation>> answer) {
    public List<Explanation> explanations() {
      return answer.get();
    }
  }

  /**
   * @param lost why others will not; empty where it is done
   */
  public record Awaited(Answer<List<String>> answer, List<Explanation> lost) {
    /** Which of the names run. */
    public List<String> running() {
      return answer.get();
    }
  }

  public record Failures(List<Report> reports) {}

  /** Nothing runs, and nothing will. */
  public record Quiet() {}

  /** So few services are launched as they come. */
  private static final int FEW = 4;

  private final Service.Setup setup;
  private final Coordinator<ActorRef<Notice>> coordinator = new Coordinator<>();
  private final Recorder recorder;
  private final Map<String, ActorRef<Service.Message>> services = new HashMap<>();
  private final Map<Long, ActorRef<StopReply>> stops = new HashMap<>();
  private final Goals<ActorRef<Awaited>> goals = new Goals<>();
  private final Why why;
  private final ActorRef<Feed.Message> feed;
  private Optional<ActorRef<Quiet>> closer = Optional.empty();
  private long nextTicket;

  /** Who is being started again after a stop, and is not wanted yet, by the ticket of the stop. */
  private final Map<Long, Set<String>> restarting = new HashMap<>();

  private final List<String> inherited;

  /** What the journal has of the needs of each. */
  private final Map<String, Map<String, DependencyKind>> written = new HashMap<>();

  private final Published published;

  /**
   * @param recovered what another linitd has left
   */
  public static Behavior<Message> create(Service.Setup setup, Recovered recovered) {
    return Actor.create(context -> new Registry(context, setup, recovered));
  }

  private Registry(ActorContext<Message> context, Service.Setup setup, Recovered recovered) {
    super(context);
    this.setup = setup;
    Moment now = setup.time().now();
    coordinator.record(setup.flight().begin(Replay.COORDINATOR, coordinator));
    recorder = new Recorder(now);
    why = new Why(coordinator::report, recorder);
    feed = context.spawn(Feed.create(context.getSelf(), setup.time(), Feed.KEPT), "feed");
    inherited = recovered.restarts();
    published = new Published(recovered.published());
    written.putAll(recovered.needs());
    for (Recovered.Service past : recovered.services()) {
      String name = past.record().name();
      coordinator.restore(
          Lifecycle.of(name, past.record().memory(), now).report(),
          recovered.needs().getOrDefault(name, Map.of()));
      services.put(name, spawn(name, Service.takeOver(setup, past, context.getSelf())));
    }
  }

  @Override
  protected Behavior<Message> onMessage(Message message) {
    if (message instanceof Link link) {
      return onLink(link);
    } else if (message instanceof Unlisten unlisten) {
      return onUnlisten(unlisten);
    } else if (message instanceof Changed changed) {
      return onChanged(changed);
    } else if (message instanceof Traced traced) {
      return onTraced(traced);
    } else if (message instanceof Start start) {
      return onStart(start);
    } else if (message instanceof Stop stop) {
      return onStop(stop);
    } else if (message instanceof Steer steer) {
      return onSteer(steer);
    } else if (message instanceof Claim claim) {
      return onClaim(claim);
    } else if (message instanceof LookForFailures lookForFailures) {
      return onLookForFailures(lookForFailures);
    } else if (message instanceof Look look) {
      return onLook(look);
    } else if (message instanceof Glance glance) {
      return onGlance(glance);
    } else if (message instanceof Recall recall) {
      return onRecall(recall);
    } else if (message instanceof Explain explain) {
      return onExplain(explain);
    } else if (message instanceof Publish publish) {
      return onPublish(publish);
    } else if (message instanceof AskValue ask) {
      return onAskValue(ask);
    } else if (message instanceof AskValues ask) {
      ask.replyTo().tell(new Values(Answer.of(published.all())));
      return this;
    } else if (message instanceof Await await) {
      return onAwait(await);
    } else if (message instanceof Follow follow) {
      feed.tell(follow.wish());
      return this;
    } else if (message instanceof Picture) {
      feed.tell(new Feed.Pictured(graph()));
      return this;
    } else if (message instanceof Resume) {
      return onResume();
    } else if (message instanceof Shutdown shutdown) {
      return onShutdown(shutdown);
    } else if (message instanceof KillAll killAll) {
      return onKillAll(killAll);
    }
    return Behaviors.unhandled();
  }

  /** Whoever waits for an answer to what it has failed on is told so. */
  @Override
  protected boolean giveUp(Message message, Throwable failure) {
    return Unanswered.tell(message, failure);
  }

  private Behavior<Message> onLink(Link message) {
    carryOut(
        coordinator.link(
            message.from(),
            message.listener(),
            message.id(),
            message.kind(),
            message.names(),
            message.wave()));
    writeNeeds(message.from());
    return this;
  }

  /** Those that begin are best launched in an order that is known before their scripts say it. */
  private void expect(List<Order<ActorRef<Notice>>> orders) {
    if (orders.size() < FEW) {
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    for (Order<ActorRef<Notice>> order : orders) {
      if (order instanceof Order.Begin<ActorRef<Notice>> begin
          && !coordinator.report(begin.name()).state().active()) {
        names.add(begin.name());
      }
    }
    if (names.size() >= FEW) {
      setup.scripts().launcher().expect(LeavesFirst.order(names, this::seemsToNeed));
    }
  }

  private Collection<String> seemsToNeed(String name) {
    Set<String> before = coordinator.needs(name).keySet();
    return before.isEmpty() ? setup.scripts().launcher().needs(name) : before;
  }

  private void writeNeeds(String name) {
    Map<String, DependencyKind> needs = coordinator.needs(name);
    if (!needs.equals(written.getOrDefault(name, Map.of()))) {
      written.put(name, needs);
      setup.journal().tell(new Journal.Put(new Entry.Needs(name, needs)));
    }
  }

  private Behavior<Message> onStart(Start message) {
    return carryOut(
        coordinator.start(
            message.by(),
            message.names(),
            message.listener(),
            message.wave().orElseGet(setup.time()::now)));
  }

  private Behavior<Message> onPublish(Publish message) {
    Optional<Published.Value> there = published.get(message.key()).filter(it -> message.known());
    if (there.isPresent()) {
      message.replyTo().tell(new ValueReply(Reason.NONE, there.get().text()));
      return this;
    }
    Reason reason = published.publish(message.by(), message.key(), message.value(), this::isActive);
    if (reason.ok()) {
      setup
          .journal()
          .tell(
              new Journal.Put(
                  new Entry.Value(
                      message.key(), new Published.Value(message.value(), message.by()))));
    }
    message.replyTo().tell(new ValueReply(reason, message.value()));
    return this;
  }

  private boolean isActive(String name) {
    return switch (coordinator.report(name).state()) {
      case STARTING, RUNNING, STOPPING -> true;
      case NULL, FAILED, STOPPED -> false;
    };
  }

  private Behavior<Message> onAskValue(AskValue message) {
    message
        .replyTo()
        .tell(
            published
                .get(message.key())
                .map(it -> new ValueReply(Reason.NONE, it.text()))
                .orElseGet(
                    () -> {
                      String why = "nobody has published '" + message.key() + "'";
                      return new ValueReply(Reason.failed(why), "");
                    }));
    return this;
  }

  private Behavior<Message> onUnlisten(Unlisten message) {
    Optional.ofNullable(services.get(message.name()))
        .ifPresent(service -> service.tell(new Service.Unlisten(message.listener())));
    return this;
  }

  private Behavior<Message> onTraced(Traced message) {
    message.traces().forEach(trace -> recorder.take(message.name(), trace));
    return this;
  }

  private Behavior<Message> onChanged(Changed message) {
    String name = message.report().name();
    message.traces().forEach(trace -> recorder.take(name, trace));
    Report before = coordinator.report(name);
    carryOut(coordinator.changed(message.report()));
    if (message.changed()) {
      writeNeeds(message.report().name());
    }
    settleRestarts(name);
    publish(before, message.report(), message.changed());
    if (!goals.isEmpty()) {
      tellWaiting(name);
    }
    return this;
  }

  private void publish(Report before, Report report, boolean changed) {
    if (changed) {
      feed.tell(new Feed.Happened(Change.of(report, view(report)), true));
    } else if (!before.looksLike(report)) {
      publish(report.name());
    }
    if (runs(before) != runs(report)) {
      // Whoever needs it is degraded now, or no longer.
      for (String user : coordinator.neededBy(report.name())) {
        if (runs(coordinator.report(user))) {
          publish(user);
        }
      }
    }
  }

  /** Something about {@code name} has changed that is not its state. */
  private void publish(String name) {
    long now = setup.time().now().epochMillis();
    ServiceView view = view(coordinator.report(name));
    feed.tell(new Feed.Happened(Change.about(view, now), false));
  }

  private static boolean runs(Report report) {
    return report.state() == ServiceState.RUNNING;
  }

  private Behavior<Message> onStop(Stop message) {
    boolean restart = message.kind() != StopKind.STOP;
    List<String> asked =
        message.kind() == StopKind.TRY_RESTART
            ? coordinator.running(message.names())
            : message.names();
    if (message.dryRun()) {
      message.replyTo().tell(plan(asked, restart));
      return this;
    }
    long ticket = nextTicket++;
    stops.put(ticket, message.replyTo());
    Set<String> names = coordinator.stopSet(asked);
    List<Order<ActorRef<Notice>>> orders =
        coordinator.stop(
            ticket,
            message.caller(),
            asked,
            restart ? Optional.of(setup.time().now()) : Optional.empty());
    if (orders.stream().noneMatch(order -> order instanceof Order.Refuse)) {
      message.replyTo().tell(new StopReply.Begun(names));
      if (restart) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(asked);
        setup.journal().tell(new Journal.Put(new Entry.Restart(ticket, List.copyOf(all))));
      }
    }
    return carryOut(orders);
  }

  private StopReply plan(List<String> names, boolean restart) {
    List<String> stops = coordinator.stopOrder(names);
    Set<String> starts = new LinkedHashSet<>();
    if (restart) {
      for (int i = stops.size() - 1; i >= 0; i--) {
        starts.add(stops.get(i));
      }
      starts.addAll(names);
    }
    return new StopReply.Planned(stops, List.copyOf(starts));
  }

  private Behavior<Message> onSteer(Steer message) {
    // One that was never started can be broken in advance.
    ActorRef<Service.Message> service =
        message.what() instanceof Service.Inject
            ? service(message.name())
            : services.get(message.name());
    if (service != null) {
      service.tell(new Service.Steer(message.what(), message.replyTo()));
    } else {
      boolean nothingToDo = message.what() instanceof Service.Reset;
      Reason reason = nothingToDo ? Reason.NONE : Reason.notRunning();
      message.replyTo().tell(new Service.Verdict(Optional.of(reason)));
    }
    return this;
  }

  private Behavior<Message> onClaim(Claim message) {
    ActorRef<Service.Message> service = services.get(message.token().service());
    if (service == null) {
      message.replyTo().tell(new Service.Claimed(Optional.empty()));
    } else {
      service.tell(new Service.Claim(message.token(), message.replyTo()));
    }
    return this;
  }

  private Behavior<Message> onLookForFailures(LookForFailures message) {
    message.replyTo().tell(new Failures(coordinator.failures(message.name())));
    return this;
  }

  private Behavior<Message> onLook(Look message) {
    message.replyTo().tell(new Looked(Answer.of(graph())));
    return this;
  }

  private Behavior<Message> onGlance(Glance message) {
    List<Seen> seen = new ArrayList<>();
    for (String name : message.names()) {
      Report report = coordinator.report(name);
      if (report.state() != ServiceState.NULL) {
        seen.add(seen(report));
      }
    }
    message.replyTo().tell(new Glanced(Answer.of(seen), message.tag()));
    return this;
  }

  private Seen seen(Report report) {
    List<String> needs = new ArrayList<>();
    coordinator
        .needs(report.name())
        .forEach(
            (other, kind) -> {
              if (kind != DependencyKind.AFTER) {
                needs.add(other);
              }
            });
    List<String> users = new ArrayList<>();
    for (String user : coordinator.users(report.name())) {
      if (coordinator.needs(user).get(report.name()) != DependencyKind.AFTER) {
        users.add(user);
      }
    }
    return new Seen(view(report), needs, users);
  }

  private Behavior<Message> onRecall(Recall message) {
    message
        .replyTo()
        .tell(
            new Recalled(
                Answer.of(
                    recorder.recording(setup.time().now(), InitScripts.BOOT, message.names()))));
    return this;
  }

  private Behavior<Message> onExplain(Explain message) {
    message.replyTo().tell(new Explained(Answer.of(explain(message.names()))));
    return this;
  }

  private List<Explanation> explain(List<String> names) {
    return names.stream().map(why::explain).toList();
  }

  private Behavior<Message> onAwait(Await message) {
    getContext().watch(message.replyTo());
    tell(goals.add(message.replyTo(), message.names(), message.any(), coordinator::prospect));
    return this;
  }

  private void tell(List<Goals.Reached<ActorRef<Awaited>>> reached) {
    for (Goals.Reached<ActorRef<Awaited>> goal : reached) {
      goal.who().tell(new Awaited(Answer.of(goal.running()), explain(goal.lost())));
    }
  }

  /** Whoever waits for {@code name} may be done, or for what nobody asks for any more. */
  private void tellWaiting(String name) {
    tell(goals.changed(name, coordinator.prospect(name)));
    if (!coordinator.anythingStarts()) {
      for (String other : List.copyOf(goals.names())) {
        tell(goals.changed(other, coordinator.prospect(other)));
      }
    }
  }

  @Override
  protected Behavior<Message> onTerminated(ActorRef<Void> actor) {
    goals.removeIf(actor::equals);
    return this;
  }

  private Behavior<Message> onResume() {
    carryOut(coordinator.resume(inherited, setup.time().now()));
    restarts(Entry.Restart.INHERITED, inherited);
    return this;
  }

  private Behavior<Message> onShutdown(Shutdown message) {
    closer = Optional.of(message.replyTo());
    setup.journal().tell(new Journal.Put(new Entry.Closing()));
    return carryOut(coordinator.shutdown());
  }

  private Behavior<Message> onKillAll(KillAll message) {
    closer = Optional.of(message.replyTo());
    return carryOut(coordinator.killAll());
  }

  private Behavior<Message> carryOut(List<Order<ActorRef<Notice>>> orders) {
    expect(orders);
    orders.forEach(this::carryOut);
    return this;
  }

  private void carryOut(Order<ActorRef<Notice>> order) {
    if (order instanceof Order.Begin<ActorRef<Notice>> begin) {
      service(begin.name())
          .tell(new Service.Start(begin.by(), begin.listener(), begin.id(), begin.wave()));
    } else if (order instanceof Order.Tell<ActorRef<Notice>> tell) {
      tell.listener().tell(tell.notice());
    } else if (order instanceof Order.Stop<ActorRef<Notice>> stop) {
      service(stop.name()).tell(new Service.Stop(stop.because()));
      tell(goals.changed(stop.name(), coordinator.prospect(stop.name())));
    } else if (order instanceof Order.Release<ActorRef<Notice>> release) {
      service(release.name()).tell(new Service.Release());
    } else if (order instanceof Order.Kill<ActorRef<Notice>> kill) {
      service(kill.name()).tell(new Service.Kill(kill.because()));
    } else if (order instanceof Order.Done<ActorRef<Notice>> done) {
      List<ServiceView> views =
          done.stopped().stream().map(coordinator::report).map(this::view).toList();
      answerStop(done.ticket(), new StopReply.Done(views, done.restart()));
      done.restart().ifPresent(wave -> restarts(done.ticket(), done.stopped()));
    } else if (order instanceof Order.Restart<ActorRef<Notice>> restart) {
      setup.journal().tell(new Journal.Put(new Entry.Restart(restart.ticket(), restart.names())));
    } else if (order instanceof Order.Refuse<ActorRef<Notice>> refuse) {
      answerStop(refuse.ticket(), new StopReply.Refused(refuse.reason()));
    } else if (order instanceof Order.Needs<ActorRef<Notice>> needs) {
      writeNeeds(needs.name());
    } else if (order instanceof Order.Quiet) {
      closer.ifPresent(it -> it.tell(new Quiet()));
      closer = Optional.empty();
    }
  }

  /** These are being started again. */
  private void restarts(long ticket, List<String> names) {
    restarting.put(ticket, new LinkedHashSet<>(names));
    names.forEach(this::settleRestarts);
    if (names.isEmpty()) {
      settled(ticket, Set.of());
    }
  }

  /**
   * A restart has nothing more to do with {@code name} once that is wanted again, or could not even
   * become so: what becomes of it from then on, its own record tells.
   */
  private void settleRestarts(String name) {
    if (!restarting.isEmpty() && (coordinator.report(name).wanted() || !coordinator.active(name))) {
      Map.copyOf(restarting)
          .forEach(
              (ticket, names) -> {
                if (names.remove(name)) {
                  settled(ticket, names);
                }
              });
    }
  }

  private void settled(long ticket, Set<String> left) {
    if (left.isEmpty()) {
      restarting.remove(ticket);
    }
    setup.journal().tell(new Journal.Put(new Entry.Restart(ticket, List.copyOf(left))));
  }

  /** Whoever is told that it is done may rely on it, whatever becomes of linitd. */
  private void answerStop(long ticket, StopReply reply) {
    Optional.ofNullable(stops.remove(ticket))
        .ifPresent(replyTo -> setup.journal().tell(new Journal.Forward<>(replyTo, reply)));
  }

  private ActorRef<Service.Message> service(String name) {
    return services.computeIfAbsent(
        name, key -> spawn(key, Service.create(setup, key, getContext().getSelf())));
  }

  private ActorRef<Service.Message> spawn(String name, Behavior<Service.Message> service) {
    return getContext().spawn(service, "service-" + name);
  }

  /** All that is known, without names that turned out to have no script and that nobody needs. */
  private GraphView graph() {
    Set<String> needed = new LinkedHashSet<>();
    List<GraphView.Edge> edges =
        coordinator.reports().stream()
            .flatMap(
                report ->
                    coordinator.needs(report.name()).entrySet().stream()
                        .filter(need -> shown(need.getKey(), need.getValue()))
                        .map(
                            need ->
                                new GraphView.Edge(
                                    report.name(), need.getKey(), need.getValue().word())))
            .toList();
    edges.forEach(edge -> needed.add(edge.to()));
    return new GraphView(
        coordinator.reports().stream()
            .filter(
                report ->
                    report.reason().code() != ExitCode.NO_SUCH_SERVICE
                        || needed.contains(report.name()))
            .map(this::view)
            .toList(),
        edges);
  }

  /** An order after what does not even exist is no edge. */
  private boolean shown(String name, DependencyKind kind) {
    Report report = coordinator.report(name);
    return kind != DependencyKind.AFTER
        || (report.state() != ServiceState.NULL
            && report.reason().code() != ExitCode.NO_SUCH_SERVICE);
  }

  private ServiceView view(Report report) {
    return new ServiceView(
        report.name(),
        report.state(),
        report.wanted(),
        report.reason().code(),
        report.reason().text(),
        report.since().epochMillis(),
        report.took(),
        report.waiting(),
        report.runs(),
        coordinator.degraded(report.name()),
        new ServiceView.Main(
            report.process().main().orElse(0),
            report.process().exit(),
            report.process().restarts(),
            report.process().said(),
            report.process().description(),
            report.process().faults()));
  }
}
