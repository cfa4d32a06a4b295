package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.panux.linit.protocol.ServiceState;

/**
 * Finds out why a service is as it is, by following what each reason says of where it comes from.
 *
 * <p>A cause may have changed since: it may have been started again, and run. Then what it was at
 * that time is looked up in the record, or taken from the reason that it gave to others.
 */
public final class Why {
  /** The most waits that one answer holds. */
  private static final int MOST_WAITS = 1000;

  private static final Moment UNKNOWN = new Moment(0, 0);

  private final Function<String, Report> reports;
  private final Recorder recorder;

  /**
   * @param reports the newest report of each name
   */
  public Why(Function<String, Report> reports, Recorder recorder) {
    this.reports = reports;
    this.recorder = recorder;
  }

  public Explanation explain(String name) {
    Report report = reports.apply(name);
    return switch (report.state()) {
      case NULL -> new Explanation(report, List.of(), List.of());
      case RUNNING, STARTING -> new Explanation(report, askers(report), waits(name));
      case FAILED, STOPPING, STOPPED -> new Explanation(report, causes(report), List.of());
    };
  }

  /** Who asked for it, and who for that one, up to somebody who is no service. */
  private List<Explanation.Link> askers(Report report) {
    List<Explanation.Link> chain = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Report next = report; seen.add(next.name()); ) {
      chain.add(link(next));
      String by = next.start().asker().by();
      if (!by.isEmpty()) {
        next = reports.apply(by);
      }
    }
    return chain;
  }

  private List<Explanation.Link> causes(Report report) {
    List<Explanation.Link> chain = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Explanation.Link link = link(report);
    while (seen.add(link.name())) {
      chain.add(link);
      if (!link.reason().cause().of().isEmpty()) {
        link = causeOf(link);
      }
    }
    return chain;
  }

  private Explanation.Link causeOf(Explanation.Link link) {
    Cause cause = link.reason().cause();
    Report now = reports.apply(cause.of());
    boolean lostToo =
        cause.kind() == Cause.Kind.LOST && now.reason().cause().kind() == Cause.Kind.LOST;
    if (cause.kind() == Cause.Kind.NEEDS || lostToo) {
      // The two were stopped together, each at its own pace.
      boolean down = now.state() == ServiceState.STOPPING || now.state() == ServiceState.STOPPED;
      return down || now.state() == ServiceState.FAILED
          ? link(now)
          : told(cause.of(), ServiceState.STOPPED, stopped(cause));
    }
    if (!now.state().active() && !link.since().isBefore(now.since())) {
      return link(now);
    }
    Optional<Trace.Ended> then =
        cause.kind() == Cause.Kind.DEPENDENCY
            ? recorder.ended(cause.of(), link.since())
            : Optional.empty();
    return then.filter(end -> end.state() != ServiceState.RUNNING)
        .map(
            end ->
                new Explanation.Link(
                    cause.of(),
                    end.state(),
                    end.reason(),
                    end.at(),
                    false,
                    Report.Start.NONE,
                    Optional.empty()))
        .orElseGet(
            () ->
                told(
                    cause.of(),
                    ServiceState.FAILED,
                    new Reason(link.reason().code(), link.reason().root())));
  }

  private static Reason stopped(Cause cause) {
    return Reason.request("stopped", cause.by());
  }

  private static Explanation.Link told(String name, ServiceState state, Reason reason) {
    return new Explanation.Link(
        name, state, reason, UNKNOWN, false, Report.Start.NONE, Optional.empty());
  }

  private Explanation.Link link(Report report) {
    return new Explanation.Link(
        report.name(),
        report.state(),
        report.reason(),
        report.since(),
        true,
        report.start(),
        recorder.asked(report.name()));
  }

  /** What it waits for, and what these wait for, each once. */
  private List<Explanation.Wait> waits(String name) {
    List<Explanation.Wait> waits = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>(Set.of(name));
    Deque<String> todo = new ArrayDeque<>(seen);
    while (!todo.isEmpty()) {
      String waiter = todo.remove();
      for (Recorder.Open open : recorder.open(waiter)) {
        if (waits.size() < MOST_WAITS) {
          Report other = reports.apply(open.name());
          waits.add(new Explanation.Wait(waiter, open.kind(), open.since(), other));
          if (seen.add(open.name())) {
            todo.add(open.name());
          }
        }
      }
    }
    return waits;
  }
}
