package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.WaitPath;

/**
 * Decides what concerns more than one service: who may wait for whom, and in which order things
 * stop.
 *
 * <p>A service is stopped together with everyone who needs it. Each is told at once, and released
 * when nothing that needs it is active any more; so independent ones stop in parallel. A start of a
 * service that is being stopped is held until the stop is over, since its edge would make the two
 * wait for each other.
 *
 * <p>Who only comes after another one is told here, and not by that one, when it may go on; so that
 * nothing is started by it. Where such an order closes a circle, it is the order that yields.
 *
 * @param <L> whoever is sent notices
 */
public final class Coordinator<L> {
  private record Held<L>(Optional<Need> need, Asker by, Optional<L> listener, Moment wave) {
    long id() {
      return need.map(Need::id).orElse(Notice.LATER);
    }

    boolean isOf(String service) {
      return need.filter(it -> it.from().equals(service)).isPresent();
    }
  }

  private record Need(String from, long id, DependencyKind kind) {}

  /**
   * @param caller the service whose script asked and waits, or empty where somebody else did
   * @param again the start that is to follow, where it is a restart
   */
  private record Ticket(
      long id, Optional<String> caller, Set<String> open, List<String> all, Optional<Again> again) {
    Ticket without(String gone) {
      return caller.filter(gone::equals).isPresent()
          ? new Ticket(id, Optional.empty(), open, all, again)
          : this;
    }

    Optional<Moment> restart() {
      return again.map(Again::wave);
    }
  }

  private record Again(Asker by, Moment wave) {}

  private final DependencyGraph graph = new DependencyGraph();
  private final Map<String, Report> reports = new LinkedHashMap<>();

  /** What a service needed in its last run, where that run is over. */
  private final Map<String, Map<String, DependencyKind>> past = new HashMap<>();

  /** Who needed a service in its last run, as {@link #past} has it. */
  private final Map<String, Set<String>> pastUsers = new HashMap<>();

  /** How many starts a service was sent; its report tells how many it has handled. */
  private final Map<String, Long> begun = new LinkedHashMap<>();

  /** What is on its way to run, or was just told to. */
  private final Set<String> starting = new HashSet<>();

  private final Set<String> stopping = new LinkedHashSet<>();
  private final Set<String> released = new LinkedHashSet<>();
  private final Map<String, List<Held<L>>> held = new LinkedHashMap<>();

  /** Who waits, only for the sake of order, until a service that is being started is settled. */
  private final Map<String, List<Held<L>>> followers = new LinkedHashMap<>();

  /** Of each service that is restarting by itself, who needed it when it went down. */
  private final Map<String, Set<String>> shaken = new LinkedHashMap<>();

  private final List<Ticket> tickets = new ArrayList<>();

  /** The number of the next restart that nobody has asked for; nobody else counts there. */
  private long nextOwn = Long.MIN_VALUE;

  private final List<Order<L>> out = new ArrayList<>();
  private boolean closing;
  private Tape tape = Tape.NONE;

  /** Has everything taken down from now on. */
  public void record(Tape other) {
    tape = other;
  }

  /**
   * A service as an earlier linitd knew it; what has become of it meanwhile is {@link #changed}.
   *
   * @param needs what it needed in its run, or in its last one
   */
  public void restore(Report report, Map<String, DependencyKind> needs) {
    tape.input("restore", report, needs);
    enter(report, needs);
    tape.decided(List.of());
  }

  private void enter(Report report, Map<String, DependencyKind> needs) {
    String name = report.name();
    reports.put(name, report);
    begun.put(name, report.starts());
    if (report.state() == ServiceState.STARTING) {
      starting.add(name);
    }
    if (!report.state().active()) {
      remember(name, needs);
      return;
    }
    needs.forEach(
        (other, kind) -> {
          while (yields(graph.link(name, other, kind))) {
            // Of an order that was given up the journal may tell yet.
          }
        });
    if (report.state() == ServiceState.STOPPING) {
      stopping.add(name);
      released.add(name);
    }
  }

  /** An earlier linitd was about to start {@code names} again. */
  public List<Order<L>> resume(Collection<String> names, Moment wave) {
    tape.input("resume", names, wave);
    names.forEach(name -> want(name, again(Asker.LINITD, wave)));
    return orders();
  }

  /**
   * The script of {@code from} needs {@code names}; {@code listener} hears of each.
   *
   * @param id marks the first notice of each
   */
  public List<Order<L>> link(
      String from,
      L listener,
      long id,
      DependencyKind kind,
      Collection<String> names,
      Moment wave) {
    tape.input("link", from, listener, id, kind, names, wave);
    Held<L> request =
        new Held<>(
            Optional.of(new Need(from, id, kind)),
            Asker.script(from, kind),
            Optional.of(listener),
            wave);
    for (String name : names) {
      if (kind == DependencyKind.AFTER) {
        follow(from, name, request);
      } else {
        want(name, request);
      }
    }
    return orders();
  }

  /** Somebody who is no service wants {@code names} to run. */
  public List<Order<L>> start(Asker by, Collection<String> names, L listener, Moment wave) {
    tape.input("start", by, names, listener, wave);
    names.forEach(
        name -> want(name, new Held<>(Optional.empty(), by, Optional.of(listener), wave)));
    return orders();
  }

  private void want(String name, Held<L> request) {
    if (closing) {
      refuse(request, name, Reason.failed("linitd is shutting down"));
      return;
    }
    if (request.need().isPresent()) {
      Need need = request.need().get();
      if (stopping.contains(need.from()) && report(need.from()).state() != ServiceState.STOPPING) {
        // Its start script asked before it knew of its stop; a stop script would know.
        refuse(request, name, Reason.stopping(need.from()));
        return;
      }
      List<String> cycle;
      do {
        cycle = waitCycle(need.from(), name);
        if (cycle.isEmpty() && !stopping.contains(name)) {
          cycle = graph.link(need.from(), name, need.kind());
        }
      } while (yields(cycle));
      if (!cycle.isEmpty()) {
        refuse(request, name, Reason.deadlock(cycle));
        return;
      }
    }
    if (!stopping.contains(name)) {
      begin(name, request);
      return;
    }
    held.computeIfAbsent(name, key -> new ArrayList<>()).add(request);
    if (request.need().isEmpty()) {
      // A script only hears of what will come of its wait; that it waits, it knows.
      request
          .listener()
          .ifPresent(listener -> out.add(new Order.Tell<>(listener, stoppingNotice(name))));
    }
  }

  /** {@code from} goes on when {@code name} is settled, where that is being started now. */
  private void follow(String from, String name, Held<L> request) {
    List<String> cycle = graph.link(from, name, DependencyKind.AFTER);
    if (cycle.isEmpty() && starting(name)) {
      cycle = waitCycle(from, name);
    }
    if (!cycle.isEmpty()) {
      refuse(request, name, Reason.unordered(name, cycle));
    } else if (starting(name)) {
      followers.computeIfAbsent(name, key -> new ArrayList<>()).add(request);
      tell(request, Notice.of(name, ServiceState.STARTING, Reason.NONE));
    } else {
      tell(request, settled(name));
    }
  }

  /** Whether {@code name} is on its way to run, or will be once its stop is over. */
  private boolean starting(String name) {
    if (stopping.contains(name)) {
      return !held.getOrDefault(name, List.of()).isEmpty();
    }
    ServiceState state = report(name).state();
    return state == ServiceState.STARTING || (!state.active() && active(name));
  }

  private Notice settled(String name) {
    return stopping.contains(name) ? stoppingNotice(name) : report(name).notice();
  }

  /** Lets go on who waits for {@code name} for the sake of order alone, where it is settled. */
  private void settle(String name) {
    if (!starting(name)) {
      List<Held<L>> waiting = followers.remove(name);
      if (waiting != null) {
        waiting.forEach(request -> tell(request, settled(name)));
      }
    }
  }

  /** Gives up one mere order in {@code cycle}; false where there is none. */
  private boolean yields(List<String> cycle) {
    for (int i = 0; i + 1 < cycle.size(); i++) {
      String from = cycle.get(i);
      String to = cycle.get(i + 1);
      if (isOrder(from, to)) {
        graph.unlink(from, to);
        out.add(new Order.Needs<>(from));
        withdraw(to, request -> request.isOf(from), Reason.unordered(to, cycle));
        return true;
      }
      if (isOrder(to, from)) {
        // It is the stop of one that waits for the stop of the other.
        graph.unlink(to, from);
        out.add(new Order.Needs<>(to));
        releaseIfFree(from);
        return true;
      }
    }
    return false;
  }

  private boolean isOrder(String from, String to) {
    return graph.kind(from, to).filter(DependencyKind.AFTER::equals).isPresent();
  }

  private void withdraw(String name, Predicate<Held<L>> which, Reason reason) {
    List<Held<L>> waiting = followers.getOrDefault(name, new ArrayList<>());
    waiting.stream().filter(which).forEach(request -> refuse(request, name, reason));
    waiting.removeIf(which);
  }

  private Notice stoppingNotice(String name) {
    Report report = report(name);
    return Notice.of(name, ServiceState.STOPPING, report.reason());
  }

  private void begin(String name, Held<L> request) {
    begun.merge(name, 1L, Long::sum);
    if (!report(name).state().active()) {
      starting.add(name);
    }
    out.add(
        new Order.Begin<>(name, request.by(), request.listener(), request.id(), request.wave()));
  }

  private void refuse(Held<L> request, String name, Reason reason) {
    tell(request, Notice.refused(name, reason));
  }

  private void tell(Held<L> request, Notice notice) {
    Notice first = notice.firstFor(request.id());
    request.listener().ifPresent(it -> out.add(new Order.Tell<>(it, first)));
  }

  /**
   * The circle that closes when {@code from} waits for {@code to} and a stop is part of it, which
   * the graph does not know; empty where there is none.
   */
  private List<String> waitCycle(String from, String to) {
    if (stopping.isEmpty()) {
      return List.of();
    }
    List<String> path = new ArrayList<>(WaitPath.find(to, from, this::waitsFor));
    if (!path.isEmpty()) {
      path.add(to);
    }
    return path;
  }

  /** Whose end or start {@code name} waits for now, before it can go on. */
  private Set<String> waitsFor(String name) {
    Set<String> result = new LinkedHashSet<>();
    if (stopping.contains(name) && !released.contains(name)) {
      // Its start script will be ended, whatever that waits for.
      graph.neededBy(name).stream().filter(stopping::contains).forEach(result::add);
      return result;
    }
    if (!stopping.contains(name) || report(name).state() == ServiceState.STOPPING) {
      result.addAll(graph.needs(name).keySet());
      result.retainAll(report(name).waiting());
    }
    addAsked(held, name, result);
    addAsked(followers, name, result);
    tickets.stream()
        .filter(ticket -> ticket.caller().filter(name::equals).isPresent())
        .forEach(ticket -> result.addAll(ticket.open()));
    return result;
  }

  /** Adds to {@code result} what {@code name} has asked for in {@code requests}. */
  private void addAsked(Map<String, List<Held<L>>> requests, String name, Set<String> result) {
    requests.forEach(
        (other, asked) -> {
          if (asked.stream().anyMatch(request -> request.isOf(name))) {
            result.add(other);
          }
        });
  }

  /**
   * Stops {@code names} and everyone who needs them, and with {@code restart} starts all that was
   * active again.
   *
   * @param ticket the caller's number for the answer
   * @param caller the service whose script asks and waits for the answer
   */
  public List<Order<L>> stop(
      long ticket, Optional<String> caller, Collection<String> names, Optional<Moment> restart) {
    tape.input("stop", ticket, caller, names, restart);
    Set<String> chosen = stopSet(names);
    List<String> cycle;
    do {
      cycle = caller.map(it -> stopCycle(it, names, chosen)).orElse(List.of());
    } while (yields(cycle));
    if (!cycle.isEmpty()) {
      out.add(new Order.Refuse<>(ticket, Reason.deadlock(cycle)));
      return orders();
    }
    if (closing && restart.isPresent()) {
      out.add(new Order.Refuse<>(ticket, Reason.failed("linitd is shutting down")));
      return orders();
    }
    Set<String> all = new LinkedHashSet<>(chosen);
    if (restart.isPresent()) {
      all.addAll(names);
    }
    String script = caller.orElse("");
    Asker by = caller.isEmpty() ? Asker.CLIENT : new Asker(script, Asker.RESTART.kind());
    tickets.add(
        new Ticket(
            ticket,
            caller,
            new LinkedHashSet<>(chosen),
            List.copyOf(all),
            restart.map(wave -> new Again(by, wave))));
    Reason asked = Reason.request(restart.isPresent() ? "restarted" : "stopped by request", script);
    String were = restart.isPresent() ? "restarted" : "stopped";
    stopAll(
        chosen,
        name ->
            names.contains(name)
                ? asked
                : Reason.needs(
                    names, were, Cause.needs(by(name, names.iterator().next(), chosen), script)));
    closeTickets();
    return orders();
  }

  /**
   * Which of its own needs takes {@code name} along, where {@code stopped} do for {@code first}.
   */
  private String by(String name, String first, Collection<String> stopped) {
    Set<String> needs = graph.needs(name).keySet();
    if (!needs.contains(first)) {
      for (String other : needs) {
        if (stopped.contains(other)) {
          return other;
        }
      }
    }
    return first;
  }

  /** The circle that closes when the script of {@code caller} waits until {@code chosen} stop. */
  private List<String> stopCycle(String caller, Collection<String> names, Set<String> chosen) {
    if (chosen.contains(caller)) {
      return names.contains(caller)
          ? List.of(caller, caller)
          : List.of(caller, names.iterator().next(), caller);
    }
    Set<String> added = new LinkedHashSet<>(chosen);
    added.removeAll(stopping);
    stopping.addAll(added);
    List<String> cycle = new ArrayList<>();
    for (String name : chosen) {
      List<String> path = WaitPath.find(name, caller, this::waitsFor);
      if (!path.isEmpty()) {
        cycle.add(caller);
        cycle.addAll(path);
        break;
      }
    }
    stopping.removeAll(added);
    return cycle;
  }

  /** What a stop of {@code names} stops: those of them that are active, and who needs them. */
  public Set<String> stopSet(Collection<String> names) {
    Set<String> set = graph.withDependents(names);
    set.removeIf(name -> !active(name));
    return set;
  }

  /** Those of {@code names} that are on their way to run, or do. */
  public List<String> running(Collection<String> names) {
    return names.stream().filter(name -> active(name) && !stopping.contains(name)).toList();
  }

  /** What a stop of {@code names} stops, whoever needs others first. */
  public List<String> stopOrder(Collection<String> names) {
    return graph.inOrder(stopSet(names));
  }

  private void stopAll(Set<String> names, Function<String, Reason> because) {
    for (String name : names) {
      if (stopping.add(name)) {
        out.add(new Order.Stop<>(name, because.apply(name)));
        settle(name);
      }
    }
    names.forEach(this::releaseIfFree);
  }

  private void releaseIfFree(String name) {
    if (stopping.contains(name)
        && graph.neededBy(name).stream().noneMatch(stopping::contains)
        && released.add(name)) {
      out.add(new Order.Release<>(name));
    }
  }

  /** Stops everything, and refuses every start from now on. */
  public List<Order<L>> shutdown() {
    tape.input("shutdown");
    closing = true;
    refuseHeld();
    Set<String> all = allActive();
    stopAll(all, name -> Reason.shutdown(ExitCode.DONE, "linitd shuts down"));
    quietIfDone();
    return orders();
  }

  /** Ends everything at once, in no order. */
  public List<Order<L>> killAll() {
    tape.input("killAll");
    closing = true;
    refuseHeld();
    for (String name : allActive()) {
      stopping.add(name);
      released.add(name);
      settle(name);
      out.add(
          new Order.Kill<>(name, Reason.shutdown(ExitCode.FAILED, "killed: linitd shuts down")));
    }
    quietIfDone();
    return orders();
  }

  private Set<String> allActive() {
    Set<String> all = new LinkedHashSet<>(begun.keySet());
    all.removeIf(name -> !active(name));
    return all;
  }

  private void refuseHeld() {
    held.forEach(
        (name, requests) ->
            requests.forEach(
                request -> refuse(request, name, Reason.failed("linitd is shutting down"))));
    held.clear();
    List.copyOf(followers.keySet()).forEach(this::settle);
  }

  /** A service reports a change of itself. */
  public List<Order<L>> changed(Report report) {
    tape.input("changed", report);
    String name = report.name();
    Report before = report(name);
    reports.put(name, report);
    if (report.state() == ServiceState.STARTING || (!report.state().active() && active(name))) {
      starting.add(name);
    } else {
      starting.remove(name);
    }
    if (before.state() == ServiceState.RUNNING && report.state() == ServiceState.STARTING) {
      shaken.put(name, dependents(name));
    }
    if (!report.state().active()) {
      ended(before, report);
    } else if (before.state().active() && before.runs() < report.runs()) {
      // It has started again by itself: what its last run needed is of no account.
      forgetRun(name).forEach(this::releaseIfFree);
    }
    if (report.state() == ServiceState.RUNNING) {
      cameBack(report);
    }
    settle(name);
    return orders();
  }

  /** What was held back until {@code name} had stopped. */
  private void goOn(String name, Held<L> request) {
    want(name, request);
    request.need().ifPresent(need -> out.add(new Order.Needs<>(need.from())));
  }

  private void ended(Report before, Report report) {
    String name = report.name();
    boolean restarting = shaken.remove(name) != null;
    if ((before.state() == ServiceState.RUNNING || restarting) && !stopping.contains(name)) {
      lost(report);
    }
    Set<String> needed = forgetRun(name);
    if (!active(name)) {
      stopping.remove(name);
      released.remove(name);
      closeTickets();
      List<Held<L>> waiting = held.remove(name);
      if (waiting != null) {
        waiting.forEach(request -> goOn(name, request));
      }
    }
    needed.forEach(this::releaseIfFree);
    quietIfDone();
  }

  /** Forgets what the last run of {@code name} needed and waited for, and gives what it needed. */
  private Set<String> forgetRun(String name) {
    Map<String, DependencyKind> needed = graph.needs(name);
    if (!needed.isEmpty()) {
      remember(name, needed);
    }
    graph.clear(name);
    forgetWaits(name);
    shaken.values().forEach(names -> names.remove(name));
    return needed.keySet();
  }

  private void remember(String name, Map<String, DependencyKind> needed) {
    past.getOrDefault(name, Map.of()).keySet().forEach(other -> pastUsers.get(other).remove(name));
    past.put(name, needed);
    for (String other : needed.keySet()) {
      pastUsers.computeIfAbsent(other, key -> new LinkedHashSet<>()).add(name);
    }
  }

  private Set<String> dependents(String name) {
    Set<String> names = stopSet(Set.of(name));
    names.remove(name);
    return names;
  }

  /** It does not run any more, and nobody asked for that: who cannot do without it is stopped. */
  private void lost(Report report) {
    Map<String, String> chosen = new LinkedHashMap<>();
    Deque<String> todo = new ArrayDeque<>(List.of(report.name()));
    while (!todo.isEmpty()) {
      String name = todo.remove();
      for (String user : running(graph.neededBy(name))) {
        if (graph.kind(user, name).orElseThrow() == DependencyKind.DEP
            && report(user).policy().stopOnDepFailure()
            && chosen.putIfAbsent(user, name) == null) {
          todo.add(user);
        }
      }
    }
    stopAll(chosen.keySet(), user -> Reason.lost(report, chosen.get(user)));
  }

  /** It runs again after a restart by itself: who needed it then is restarted, where it says so. */
  private void cameBack(Report report) {
    Set<String> users = shaken.remove(report.name());
    if (users == null || !report.policy().restartDependents() || closing) {
      return;
    }
    Set<String> chosen = stopSet(running(users));
    if (!chosen.isEmpty()) {
      Ticket ticket =
          new Ticket(
              nextOwn++,
              Optional.empty(),
              new LinkedHashSet<>(chosen),
              List.copyOf(chosen),
              Optional.of(
                  new Again(new Asker(report.name(), Asker.RESTART.kind()), report.since())));
      tickets.add(ticket);
      out.add(new Order.Restart<>(ticket.id(), ticket.all()));
      stopAll(
          chosen,
          user ->
              Reason.needs(
                  List.of(report.name()),
                  "restarted",
                  Cause.needs(by(user, report.name(), chosen), "")));
    }
  }

  private void closeTickets() {
    // All are looked at before a restart makes something active again.
    tickets.forEach(ticket -> ticket.open().removeIf(name -> !active(name)));
    List<Ticket> done = tickets.stream().filter(ticket -> ticket.open().isEmpty()).toList();
    tickets.removeAll(done);
    for (Ticket ticket : done) {
      if (!closing) {
        ticket
            .again()
            .ifPresent(
                again -> ticket.all().forEach(name -> want(name, again(again.by(), again.wave()))));
      }
      out.add(new Order.Done<>(ticket.id(), ticket.all(), ticket.restart()));
    }
  }

  /** A start that nobody waits for. */
  private Held<L> again(Asker by, Moment wave) {
    return new Held<>(Optional.empty(), by, Optional.empty(), wave);
  }

  /** The script of {@code name} is no more: nobody waits in its name. */
  private void forgetWaits(String name) {
    held.values().forEach(requests -> requests.removeIf(request -> request.isOf(name)));
    followers.values().forEach(requests -> requests.removeIf(request -> request.isOf(name)));
    List.copyOf(followers.keySet()).forEach(this::settle);
    tickets.replaceAll(ticket -> ticket.without(name));
  }

  private void quietIfDone() {
    if (closing && allActive().isEmpty()) {
      out.add(new Order.Quiet<>());
    }
  }

  /** Whether {@code name} will come to run, as things are. */
  public Goals.Prospect prospect(String name) {
    ServiceState state = report(name).state();
    if (!stopping.contains(name)) {
      if (state == ServiceState.RUNNING) {
        return Goals.Prospect.RUNS;
      }
      if (active(name)) {
        return Goals.Prospect.OPEN;
      }
    }
    boolean again =
        !held.getOrDefault(name, List.of()).isEmpty()
            || tickets.stream().anyMatch(it -> it.again().isPresent() && it.all().contains(name));
    boolean mayBeAskedFor = state == ServiceState.NULL && !closing && anythingStarts();
    return again || mayBeAskedFor ? Goals.Prospect.OPEN : Goals.Prospect.LOST;
  }

  /** Whether anything is on its way to run, whose script may ask for something else. */
  public boolean anythingStarts() {
    return !starting.isEmpty()
        || tickets.stream().anyMatch(ticket -> ticket.again().isPresent())
        || held.values().stream().anyMatch(requests -> !requests.isEmpty());
  }

  /** Whether it is up, on its way up or down, or will have been started soon. */
  public boolean active(String name) {
    Report report = report(name);
    return report.state().active() || report.starts() < begun.getOrDefault(name, 0L);
  }

  /** The newest report of {@code name}. */
  public Report report(String name) {
    Report report = reports.get(name);
    return report == null ? Report.unknown(name) : report;
  }

  /** The newest report of every service that ever made one, in order of the first. */
  public Collection<Report> reports() {
    return reports.values();
  }

  /** What {@code name} needs in this run, or needed in its last one. */
  public Map<String, DependencyKind> needs(String name) {
    Map<String, DependencyKind> now = graph.needs(name);
    return now.isEmpty() && !active(name) ? past.getOrDefault(name, Map.of()) : now;
  }

  /** What {@code name}, which runs, needs and what does not run. */
  public List<String> degraded(String name) {
    List<String> gone = new ArrayList<>();
    if (report(name).state() == ServiceState.RUNNING) {
      graph
          .needs(name)
          .forEach(
              (other, kind) -> {
                if (kind == DependencyKind.DEP && report(other).state() != ServiceState.RUNNING) {
                  gone.add(other);
                }
              });
    }
    return gone;
  }

  /** What {@code name} asked for, in whatever way, and what has failed. */
  public List<Report> failures(String name) {
    List<Report> failed = new ArrayList<>();
    for (String other : needs(name).keySet()) {
      Report report = report(other);
      if (report.state() == ServiceState.FAILED) {
        failed.add(report);
      }
    }
    return failed;
  }

  /** Who needs {@code name} now. */
  public List<String> neededBy(String name) {
    return graph.neededBy(name);
  }

  /** Whose {@link #needs} have {@code name} among them. */
  public Set<String> users(String name) {
    Set<String> users = new LinkedHashSet<>(graph.neededBy(name));
    for (String user : pastUsers.getOrDefault(name, Set.of())) {
      if (needs(user).containsKey(name)) {
        users.add(user);
      }
    }
    return users;
  }

  private List<Order<L>> orders() {
    List<Order<L>> result = List.copyOf(out);
    out.clear();
    tape.decided(result);
    return result;
  }
}
