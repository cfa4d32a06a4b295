package org.panux.linit.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.panux.linit.flight.Flight;
import org.panux.linit.flight.Replay;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;

/**
 * A rig in memory: {@link Coordinator} and {@link Lifecycle} as in linitd, scripts as {@link
 * Recipe}, messages as {@link Mail}, time as a number. The same seed is the same run.
 */
final class Simulation {
  private static final String REGISTRY = "registry";
  private static final int LONGEST = 200_000;
  private static final int MOST_CRASHES = 12;
  private static final int KILLED = 137;

  /** How long a script may take that hangs, and a service to get ready. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Something that was decided. */
  record Event(long at, String who, Object what) {
    @Override
    public String toString() {
      String text = what.toString();
      if (what instanceof Decision.Publish publish) {
        Report report = publish.report();
        text =
            (publish.changed() ? "is " : "is still ")
                + report.state().word()
                + (report.waiting().isEmpty() ? "" : ", waits for " + report.waiting())
                + (report.reason().text().isEmpty() ? "" : ", since " + report.reason().text());
      }
      return String.format("%,15d  %-8s  %s", at, who, text);
    }
  }

  /** A first notice of a wait. */
  private record First(String listener, long id, String name) {}

  private final Random random;
  private final Mail mail;
  private final Map<String, Recipe> recipes = new HashMap<>();
  private final Map<String, SimulatedService> services = new LinkedHashMap<>();
  private final Coordinator<String> coordinator = new Coordinator<>();
  private final EdgeCheck edges = new EdgeCheck(coordinator);
  private final Map<Long, Runnable> tickets = new HashMap<>();
  private final Map<String, Set<String>> clients = new LinkedHashMap<>();
  private final Set<First> firsts = new HashSet<>();
  private final List<Event> trace = new ArrayList<>();
  private final Map<String, Integer> crashes = new HashMap<>();

  /** What another linitd would know of the needs of each. */
  private final Map<String, Map<String, DependencyKind>> written = new HashMap<>();

  private long clock = 1;
  private long nextTicket;
  private long steps;

  /** What is stopped though somebody may use it yet, who wants to be left alone. */
  private final Set<String> given = new LinkedHashSet<>();

  /** Scripts that stop each other could go on for ever; here each rig does so a few times. */
  private int stopsLeft = 12;

  private boolean quiet;
  private boolean closing;

  private final Flight flight;

  Simulation(Random random, Collection<Recipe> recipes) {
    this(random, recipes, Flight.NONE);
  }

  /**
   * @param flight records it
   */
  Simulation(Random random, Collection<Recipe> recipes, Flight flight) {
    this.flight = flight;
    coordinator.record(flight.begin(Replay.COORDINATOR, coordinator));
    this.random = random;
    this.mail = new Mail(random);
    recipes.forEach(recipe -> this.recipes.put(recipe.name(), recipe));
  }

  Moment now() {
    return new Moment(clock / 1_000_000, clock);
  }

  long clock() {
    return clock;
  }

  /** How many messages were delivered. */
  long steps() {
    return steps;
  }

  Recipe recipe(String name) {
    return recipes.getOrDefault(name, Recipe.of(name).withCodes(ExitCode.NO_SUCH_SERVICE, 0));
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /** Whether a process that could end by itself does; nothing goes on for ever. */
  boolean mayCrash(String name) {
    int before = crashes.merge(name, 1, Integer::sum);
    return before == 1 || before < MOST_CRASHES && coin();
  }

  void send(String from, String to, Runnable message) {
    mail.send(from, to, message);
  }

  void later(String from, String to, Runnable message) {
    mail.sendAt(clock + PATIENCE.toNanos(), from, to, message);
  }

  void later(Duration pause, String to, Runnable message) {
    mail.sendAt(clock + pause.toNanos(), "timer of " + to, to, message);
  }

  /** What happened, for whoever looks for the cause of a failure. */
  List<Event> trace() {
    return trace;
  }

  void trace(String who, Object what) {
    trace.add(new Event(clock, who, what));
  }

  SimulatedService service(String name) {
    return services.computeIfAbsent(name, key -> new SimulatedService(this, key, flight));
  }

  Coordinator<String> coordinator() {
    return coordinator;
  }

  /** Delivers up to {@code count} messages. */
  void run(int count) {
    for (int i = 0; i < count && !mail.isEmpty(); i++) {
      clock += random.nextInt(3);
      if (mail.waitsForTime()) {
        clock = Math.max(clock, mail.nextDue());
      } else if (random.nextInt(64) == 0) {
        clock += random.nextInt((int) Duration.ofSeconds(1).toNanos());
      }
      mail.advance(clock);
      steps++;
      mail.deliver();
    }
  }

  /** Delivers messages until there are none. */
  void settle() {
    run(LONGEST);
    Must.hold(mail.isEmpty(), "it does not come to rest");
  }

  void toCoordinator(String from, Function<Coordinator<String>, List<Order<String>>> message) {
    send(
        from,
        REGISTRY,
        () -> {
          List<Order<String>> orders = message.apply(coordinator);
          edges.decided(orders);
          orders.forEach(this::carryOut);
        });
  }

  /** A service asks for what its script needs. */
  void link(String from, Decision.Link link) {
    send(
        from,
        REGISTRY,
        () -> {
          for (String name : link.names()) {
            service(name);
            edges.link(from, link, name, closing).forEach(this::carryOut);
          }
          writeNeeds(from);
        });
  }

  void changed(String name, Report report) {
    send(
        name,
        REGISTRY,
        () -> {
          edges.changed(report).forEach(this::carryOut);
          writeNeeds(name);
        });
  }

  private void writeNeeds(String name) {
    written.put(name, coordinator.needs(name));
  }

  private void carryOut(Order<String> order) {
    trace(REGISTRY, order);
    if (order instanceof Order.Begin<String> begin) {
      to(begin.name(), it -> it.start(begin.by(), begin.listener(), begin.id(), begin.wave()));
    } else if (order instanceof Order.Tell<String> tell) {
      tell(REGISTRY, tell.listener(), tell.notice());
    } else if (order instanceof Order.Stop<String> stop) {
      if (stop.because().text().matches("(?s).*, which (failed|ended by itself)(: .*)?")) {
        given.add(stop.name());
      } else {
        given.remove(stop.name());
      }
      to(stop.name(), it -> it.carryOut(it.life.stop(stop.because(), now())));
    } else if (order instanceof Order.Release<String> release) {
      to(release.name(), it -> it.carryOut(it.life.release(now())));
    } else if (order instanceof Order.Kill<String> kill) {
      to(kill.name(), it -> it.carryOut(it.life.kill(kill.because(), now())));
    } else if (order instanceof Order.Done<String> done) {
      // A restart that nobody asked for has nobody who waits for it.
      Optional.ofNullable(tickets.remove(done.ticket())).ifPresent(Runnable::run);
    } else if (order instanceof Order.Refuse<String> refuse) {
      tickets.remove(refuse.ticket()).run();
    } else if (order instanceof Order.Needs<String> needs) {
      writeNeeds(needs.name());
    } else if (order instanceof Order.Quiet) {
      checkQuiet();
    }
  }

  private void checkQuiet() {
    Must.none(active(), "active when all is said to be quiet");
    Must.none(tickets, "stops without an answer when all is said to be quiet");
    quiet = true;
  }

  private void to(String name, Consumer<SimulatedService> message) {
    send(REGISTRY, name, () -> message.accept(service(name)));
  }

  /** A listener is a service's name, or that of a client, which has a space in it. */
  void tell(String from, String listener, Notice notice) {
    if (notice.first() != Notice.LATER && !notice.state().equals(ServiceState.STARTING)) {
      // Who comes after it may hear that it is being started, and then once more.
      First first = new First(listener, notice.first(), notice.name());
      Must.hold(firsts.add(first), "a second first notice: %s", first);
    }
    if (clients.containsKey(listener)) {
      send(
          from,
          listener,
          () -> {
            if (notice.state() != ServiceState.STARTING
                && notice.state() != ServiceState.STOPPING) {
              clients.get(listener).remove(notice.name());
            }
          });
    } else {
      SimulatedService service = service(listener);
      send(from, listener, () -> service.carryOut(service.life.hear(notice, now())));
    }
  }

  void unlisten(String listener, String name) {
    send(listener, REGISTRY, () -> to(name, service -> service.listeners.remove(listener)));
  }

  void sweep(String name, SimulatedService service) {
    send(
        name,
        "sweeper",
        () -> {
          for (int run : Set.copyOf(service.daemons)) {
            service.daemons.remove(run);
            send(
                "daemon of " + name + " " + run,
                name,
                () -> service.carryOut(service.life.reported(run, ServiceState.FAILED, now())));
          }
          service.main.ifPresent(main -> main.end(KILLED));
          service.script.ifPresent(SimulatedRun::kill);
          send("sweeper", name, () -> service.carryOut(service.life.swept(now())));
        });
  }

  /** A client starts {@code names} and waits until each is settled. */
  void start(List<String> names) {
    String client = "client " + clients.size();
    clients.put(client, new LinkedHashSet<>(names));
    toCoordinator(client, it -> it.start(Asker.CLIENT, new LinkedHashSet<>(names), client, now()));
  }

  /** A client stops or restarts {@code names} and waits for the answer. */
  void stop(List<String> names, boolean restart) {
    stop("client of stop " + nextTicket, Optional.empty(), names, restart, () -> {});
  }

  /** A script has {@code name} stopped, and goes on after the answer. */
  void stopFor(String channel, String caller, String name, Runnable goOn) {
    if (stopsLeft-- > 0) {
      // However long it takes, it comes behind what its service had said before the script ran: the
      // mailboxes of one JVM keep to what has caused what.
      send(
          channel,
          "connection of " + channel,
          () -> stop(caller, Optional.of(caller), List.of(name), false, goOn));
    } else {
      goOn.run();
    }
  }

  private void stop(
      String from, Optional<String> caller, List<String> names, boolean restart, Runnable after) {
    long ticket = nextTicket++;
    toCoordinator(
        from,
        it -> {
          tickets.put(ticket, after);
          return it.stop(ticket, caller, names, restart ? Optional.of(now()) : Optional.empty());
        });
  }

  /** What somebody outside does. */
  void act(Plan.Act act) {
    run(act.after());
    List<String> names = act.names();
    switch (act.deed()) {
      case START -> start(names);
      case STOP -> stop(names, false);
      case RESTART -> stop(names, true);
      case TRY_RESTART -> tryRestart(names);
      case RESET -> steer(names, this::reset);
      case RELOAD -> steer(names, it -> it.carryOut(it.life.reload(it.owe(verdict -> {}))));
      case SIGNAL ->
          steer(names, it -> it.carryOut(it.life.signal(it.owe(verdict -> {}), 15, coin())));
      case KILL_SCRIPT -> names.forEach(name -> service(name).script.ifPresent(SimulatedRun::kill));
      case LEAVE -> leave();
      case REST -> {
        settle();
        checkAtRest();
      }
      case SHUTDOWN -> shutdown();
      case KILL_ALL -> {
        closing = true;
        toCoordinator("guardian", Coordinator::killAll);
      }
    }
  }

  private void tryRestart(List<String> names) {
    long ticket = nextTicket++;
    toCoordinator(
        "client of stop " + ticket,
        it -> {
          tickets.put(ticket, () -> {});
          return it.stop(ticket, Optional.empty(), it.running(names), Optional.of(now()));
        });
  }

  private void reset(SimulatedService service) {
    service.forgetRestarts();
    service.carryOut(service.life.reset(service.owe(verdict -> {}), now()));
  }

  private void steer(List<String> names, Consumer<SimulatedService> message) {
    for (String name : names) {
      if (services.containsKey(name)) {
        send("client of steer", REGISTRY, () -> to(name, message));
      }
    }
  }

  /** A client that has waited is no more. */
  private void leave() {
    List<String> all = List.copyOf(clients.keySet());
    if (!all.isEmpty()) {
      String client = all.get(random.nextInt(all.size()));
      clients.get(client).clear();
      services.forEach(
          (name, service) -> send("akka", name, () -> service.listeners.remove(client)));
    }
  }

  void shutdown() {
    closing = true;
    toCoordinator("guardian", Coordinator::shutdown);
  }

  /** Called at each launch: nothing that uses a service may be active when its stop runs. */
  void launched(String name, Decision.Verb verb) {
    if (quiet) {
      throw new AssertionError(verb + " of " + name + " after all was quiet");
    }
    if (verb == Decision.Verb.STOP && !given.contains(name)) {
      services.forEach(
          (user, service) -> {
            if (service.life.state().active() && service.uses.contains(name)) {
              throw new AssertionError(user + " uses " + name + ", which is stopped");
            }
          });
    }
  }

  void checkRan(String user, List<String> names, long since) {
    for (String name : names) {
      if (!service(name).ranSince(since)) {
        throw new AssertionError(user + " goes on though " + name + " has not run since it asked");
      }
    }
  }

  private List<String> active() {
    return services.entrySet().stream()
        .filter(it -> it.getValue().life.state().active())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Everything that must hold when no message is under way. */
  void checkAtRest() {
    clients.forEach((client, open) -> Must.none(open, "%s waits for ever", client));
    Must.none(tickets, "stops without an answer");
    Must.hold(!coordinator.anythingStarts(), "something is said to start, at rest");
    services.forEach(
        (name, service) -> {
          checkAtRest(name, service);
          if (!service.life.state().active()) {
            Must.none(service.daemons, "processes of %s, which does not run", name);
            boolean alive = service.main.filter(SimulatedMain::alive).isPresent();
            Must.hold(!alive, "%s does not run, but its main process does", name);
          }
        });
  }

  private void checkAtRest(String name, SimulatedService service) {
    Must.hold(service.script.isEmpty(), "a script of %s runs, at rest", name);
    Must.none(service.askers, "%s owes an answer to", name);
    Report own = service.life.report();
    ServiceState state = own.state();
    boolean underWay = state == ServiceState.STARTING || state == ServiceState.STOPPING;
    Must.hold(!underWay, "%s is %s for ever", name, state.word());
    Must.none(own.waiting(), "%s waits for ever for", name);
    Report known = coordinator.report(name);
    Must.equal(known.state(), state, "the known state of %s", name);
    Must.equal(known.waiting(), own.waiting(), "the known waits of %s", name);
    Must.equal(known.runs(), own.runs(), "the known runs of %s", name);
    if (state.active()) {
      Set<String> needs = new LinkedHashSet<>(coordinator.needs(name).keySet());
      needs.removeAll(service.asked);
      Must.none(needs, "%s is said to need what it never asked for", name);
    }
    Must.equal(
        written.getOrDefault(name, Map.of()),
        coordinator.needs(name),
        "what is written down that %s needs",
        name);
    Must.equal(coordinator.degraded(name), lacks(name), "what %s lacks", name);
    if (state == ServiceState.RUNNING && known.policy().stopOnDepFailure()) {
      List<String> gone =
          service.uses.stream()
              .filter(it -> service(it).life.state() != ServiceState.RUNNING)
              .toList();
      Must.none(gone, "%s runs on, which cannot do without", name);
    }
    for (String user : coordinator.neededBy(name)) {
      Must.hold(service(user).life.state().active(), "%s needs %s, but is down", user, name);
    }
    Must.equal(
        coordinator.prospect(name),
        state == ServiceState.RUNNING ? Goals.Prospect.RUNS : Goals.Prospect.LOST,
        "the prospect of %s, at rest",
        name);
  }

  private List<String> lacks(String name) {
    if (service(name).life.state() != ServiceState.RUNNING) {
      return List.of();
    }
    Map<String, DependencyKind> needs = coordinator.needs(name);
    return needs.keySet().stream()
        .filter(other -> needs.get(other) == DependencyKind.DEP)
        .filter(other -> service(other).life.state() != ServiceState.RUNNING)
        .toList();
  }

  void checkShutDown() {
    checkAtRest();
    Must.none(active(), "active after the end");
    Must.hold(quiet, "it is never said that all is quiet");
  }
}
