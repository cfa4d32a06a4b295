package org.panux.linit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** Something that was decided. */
  record Event(long at, String who, Object what) {}

  private final Random random;
  private final Mail mail;
  private final Map<String, Recipe> recipes = new HashMap<>();
  private final Map<String, SimulatedService> services = new LinkedHashMap<>();
  private final Coordinator<String> coordinator = new Coordinator<>();
  private final Map<Long, Runnable> tickets = new HashMap<>();
  private final Map<String, Set<String>> clients = new LinkedHashMap<>();
  private final List<Event> trace = new ArrayList<>();
  private long clock = 1;
  private long nextTicket;

  /** What is stopped though somebody may use it yet, who wants to be left alone. */
  private final Set<String> given = new LinkedHashSet<>();

  /** Scripts that stop each other could go on for ever; here each rig does so a few times. */
  private int stopsLeft = 12;

  private boolean quiet;
  private int deadlocks;

  Simulation(Random random, Collection<Recipe> recipes) {
    this.random = random;
    this.mail = new Mail(random);
    recipes.forEach(recipe -> this.recipes.put(recipe.name(), recipe));
  }

  Moment now() {
    return new Moment(clock, clock);
  }

  Recipe recipe(String name) {
    return recipes.getOrDefault(
        name, new Recipe(name, List.of(), ExitCode.NO_SUCH_SERVICE, List.of(), 0, null));
  }

  boolean coin() {
    return random.nextBoolean();
  }

  void send(String from, String to, Runnable message) {
    mail.send(from, to, message);
  }

  /** What happened, for whoever looks for the cause of a failure. */
  List<Event> trace() {
    return trace;
  }

  void trace(String who, Object what) {
    trace.add(new Event(clock, who, what));
  }

  SimulatedService service(String name) {
    return services.computeIfAbsent(name, key -> new SimulatedService(this, key));
  }

  Coordinator<String> coordinator() {
    return coordinator;
  }

  /** How many needs were refused because they would never end. */
  int deadlocks() {
    return deadlocks;
  }

  /** Delivers up to {@code count} messages. */
  void run(int count) {
    for (int i = 0; i < count && !mail.isEmpty(); i++) {
      clock += random.nextInt(3);
      mail.deliver();
    }
  }

  /** Delivers messages until there are none. */
  void settle() {
    run(LONGEST);
    assertThat(mail.isEmpty()).as("it comes to rest").isTrue();
  }

  void toCoordinator(String from, Function<Coordinator<String>, List<Order<String>>> message) {
    send(from, REGISTRY, () -> message.apply(coordinator).forEach(this::carryOut));
  }

  private void carryOut(Order<String> order) {
    trace(REGISTRY, order);
    if (order instanceof Order.Begin<String> begin) {
      to(begin.name(), it -> it.start(begin.by(), begin.listener(), begin.id(), begin.wave()));
    } else if (order instanceof Order.Tell<String> tell) {
      if (tell.notice().refused() && tell.notice().reason().text().startsWith("would deadlock")) {
        deadlocks++;
      }
      tell(REGISTRY, tell.listener(), tell.notice());
    } else if (order instanceof Order.Stop<String> stop) {
      if (stop.because().text().matches(".*, which (failed|ended by itself)(: .*)?")) {
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
    } else if (order instanceof Order.Quiet) {
      assertThat(active()).as("active when all is said to be quiet").isEmpty();
      quiet = true;
    }
  }

  private void to(String name, Consumer<SimulatedService> message) {
    send(REGISTRY, name, () -> message.accept(service(name)));
  }

  /** A listener is a service's name, or that of a client, which has a space in it. */
  void tell(String from, String listener, Notice notice) {
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
    send(listener, REGISTRY, () -> to(name, service -> service.unlisten(listener)));
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
      stop(channel, Optional.of(caller), List.of(name), false, goOn);
    } else {
      goOn.run();
    }
  }

  private void stop(
      String from, Optional<String> caller, List<String> names, boolean restart, Runnable after) {
    long ticket = nextTicket++;
    tickets.put(ticket, after);
    toCoordinator(
        from,
        it -> it.stop(ticket, caller, names, restart ? Optional.of(now()) : Optional.empty()));
  }

  void shutdown() {
    toCoordinator("guardian", Coordinator::shutdown);
  }

  void killAll() {
    toCoordinator("guardian", Coordinator::killAll);
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

  void checkRan(String user, List<String> names) {
    for (String name : names) {
      if (!service(name).everRan) {
        throw new AssertionError(user + " goes on though " + name + " never ran");
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
    clients.forEach((client, open) -> assertThat(open).as("%s waits", client).isEmpty());
    assertThat(tickets).as("stops without an answer").isEmpty();
    services.forEach(
        (name, service) -> {
          assertThat(service.script).as("run of %s", name).isEmpty();
          assertThat(service.life.state())
              .as("state of %s", name)
              .isNotIn(ServiceState.STARTING, ServiceState.STOPPING);
          assertThat(service.life.report().waiting()).as("waits of %s", name).isEmpty();
          Report known = coordinator.report(name);
          assertThat(known.state()).isEqualTo(service.life.state());
          assertThat(known.waiting()).isEmpty();
          assertThat(known.runs()).isEqualTo(service.life.report().runs());
          if (service.life.state().active()) {
            assertThat(service.asked)
                .as("what %s has asked for", name)
                .containsAll(coordinator.needs(name).keySet());
          }
          assertThat(coordinator.degraded(name)).as("what %s lacks", name).isEqualTo(lacks(name));
          if (service.life.state() == ServiceState.RUNNING && known.policy().stopOnDepFailure()) {
            assertThat(service.uses)
                .as("what %s uses, which cannot do without", name)
                .allMatch(it -> service(it).life.state() == ServiceState.RUNNING);
          }
          assertThat(coordinator.neededBy(name))
              .as("who needs %s", name)
              .allMatch(user -> service(user).life.state().active());
        });
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
    assertThat(active()).isEmpty();
    assertThat(quiet).as("said to be quiet").isTrue();
  }
}
