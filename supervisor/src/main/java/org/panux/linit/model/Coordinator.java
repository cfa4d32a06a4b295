package org.panux.linit.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;

/**
 * Decides what concerns more than one service: who may wait for whom, and in which order things
 * stop.
 *
 * <p>A service is stopped together with everyone who needs it. Each is told at once, and released
 * when nothing that needs it is active any more; so independent ones stop in parallel. A start of a
 * service that is being stopped is held until the stop is over, since its edge would make the two
 * wait for each other.
 *
 * @param <L> whoever is sent notices
 */
public final class Coordinator<L> {
  private record Held<L>(Optional<Need> need, Optional<L> listener, Moment wave) {
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
   */
  private record Ticket(
      long id,
      Optional<String> caller,
      Set<String> open,
      List<String> all,
      Optional<Moment> restart) {
    Ticket without(String gone) {
      return caller.filter(gone::equals).isPresent()
          ? new Ticket(id, Optional.empty(), open, all, restart)
          : this;
    }
  }

  private final DependencyGraph graph = new DependencyGraph();
  private final Map<String, Report> reports = new LinkedHashMap<>();

  /** What a service needed in its last run, where that run is over. */
  private final Map<String, Map<String, DependencyKind>> past = new HashMap<>();

  /** How many starts a service was sent; its report tells how many it has handled. */
  private final Map<String, Long> begun = new HashMap<>();

  private final Set<String> stopping = new LinkedHashSet<>();
  private final Set<String> released = new LinkedHashSet<>();
  private final Map<String, List<Held<L>>> held = new LinkedHashMap<>();
  private final List<Ticket> tickets = new ArrayList<>();
  private final List<Order<L>> out = new ArrayList<>();
  private boolean closing;

  /**
   * A service as an earlier linitd knew it; what has become of it meanwhile is {@link #changed}.
   *
   * @param needs what it needed in its run, or in its last one
   */
  public void restore(Report report, Map<String, DependencyKind> needs) {
    String name = report.name();
    reports.put(name, report);
    begun.put(name, report.starts());
    if (!report.state().active()) {
      past.put(name, needs);
      return;
    }
    needs.forEach((other, kind) -> graph.link(name, other, kind));
    if (report.state() == ServiceState.STOPPING) {
      stopping.add(name);
      released.add(name);
    }
  }

  /** An earlier linitd was about to start {@code names} again. */
  public List<Order<L>> resume(Collection<String> names, Moment wave) {
    names.forEach(name -> want(name, again(wave)));
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
    Need need = new Need(from, id, kind);
    names.forEach(name -> want(name, new Held<>(Optional.of(need), Optional.of(listener), wave)));
    return orders();
  }

  /** Somebody who is no service wants {@code names} to run. */
  public List<Order<L>> start(Collection<String> names, L listener, Moment wave) {
    names.forEach(name -> want(name, new Held<>(Optional.empty(), Optional.of(listener), wave)));
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
      List<String> cycle = waitCycle(need.from(), name);
      if (cycle.isEmpty() && !stopping.contains(name)) {
        cycle = graph.link(need.from(), name, need.kind());
      }
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

  private Notice stoppingNotice(String name) {
    Report report = report(name);
    return Notice.of(name, ServiceState.STOPPING, report.reason());
  }

  private void begin(String name, Held<L> request) {
    begun.merge(name, 1L, Long::sum);
    out.add(new Order.Begin<>(name, request.listener(), request.id(), request.wave()));
  }

  private void refuse(Held<L> request, String name, Reason reason) {
    Notice notice = Notice.refused(name, reason).firstFor(request.id());
    request.listener().ifPresent(it -> out.add(new Order.Tell<>(it, notice)));
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
    held.forEach(
        (other, requests) -> {
          if (requests.stream().anyMatch(request -> request.isOf(name))) {
            result.add(other);
          }
        });
    tickets.stream()
        .filter(ticket -> ticket.caller().filter(name::equals).isPresent())
        .forEach(ticket -> result.addAll(ticket.open()));
    return result;
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
    Set<String> chosen = stopSet(names);
    List<String> cycle = caller.map(it -> stopCycle(it, names, chosen)).orElse(List.of());
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
    tickets.add(new Ticket(ticket, caller, new LinkedHashSet<>(chosen), List.copyOf(all), restart));
    stopAll(
        chosen,
        name ->
            names.contains(name)
                ? new Reason(
                    ExitCode.DONE, restart.isPresent() ? "restarted" : "stopped by request")
                : new Reason(
                    ExitCode.DONE,
                    "it needs '"
                        + String.join("', '", names)
                        + (restart.isPresent()
                            ? "', which was restarted"
                            : "', which was stopped")));
    closeTickets();
    return orders();
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

  private void stopAll(Set<String> names, Function<String, Reason> because) {
    for (String name : names) {
      if (stopping.add(name)) {
        out.add(new Order.Stop<>(name, because.apply(name)));
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
    closing = true;
    refuseHeld();
    Set<String> all = allActive();
    stopAll(all, name -> new Reason(ExitCode.DONE, "linitd shuts down"));
    quietIfDone();
    return orders();
  }

  /** Ends everything at once, in no order. */
  public List<Order<L>> killAll() {
    closing = true;
    refuseHeld();
    for (String name : allActive()) {
      stopping.add(name);
      released.add(name);
      out.add(new Order.Kill<>(name, new Reason(ExitCode.FAILED, "killed: linitd shuts down")));
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
  }

  /** A service reports a change of itself. */
  public List<Order<L>> changed(Report report) {
    String name = report.name();
    reports.put(name, report);
    if (!report.state().active()) {
      Map<String, DependencyKind> needed = graph.needs(name);
      if (!needed.isEmpty()) {
        past.put(name, needed);
      }
      graph.clear(name);
      forgetWaits(name);
      if (!active(name)) {
        stopping.remove(name);
        released.remove(name);
        closeTickets();
        List<Held<L>> waiting = held.remove(name);
        if (waiting != null) {
          waiting.forEach(request -> want(name, request));
        }
      }
      needed.keySet().forEach(this::releaseIfFree);
      quietIfDone();
    }
    return orders();
  }

  private void closeTickets() {
    // All are looked at before a restart makes something active again.
    tickets.forEach(ticket -> ticket.open().removeIf(name -> !active(name)));
    List<Ticket> done = tickets.stream().filter(ticket -> ticket.open().isEmpty()).toList();
    tickets.removeAll(done);
    for (Ticket ticket : done) {
      if (!closing) {
        ticket.restart().ifPresent(wave -> ticket.all().forEach(name -> want(name, again(wave))));
      }
      out.add(new Order.Done<>(ticket.id(), ticket.all(), ticket.restart()));
    }
  }

  /** A start that nobody waits for. */
  private Held<L> again(Moment wave) {
    return new Held<>(Optional.empty(), Optional.empty(), wave);
  }

  /** The script of {@code name} is no more: nobody waits in its name. */
  private void forgetWaits(String name) {
    held.values().forEach(requests -> requests.removeIf(request -> request.isOf(name)));
    tickets.replaceAll(ticket -> ticket.without(name));
  }

  private void quietIfDone() {
    if (closing && allActive().isEmpty()) {
      out.add(new Order.Quiet<>());
    }
  }

  private boolean active(String name) {
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

  /** Who needs {@code name} now. */
  public List<String> neededBy(String name) {
    return graph.neededBy(name);
  }

  private List<Order<L>> orders() {
    List<Order<L>> result = List.copyOf(out);
    out.clear();
    return result;
  }
}
