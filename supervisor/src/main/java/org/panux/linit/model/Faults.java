package org.panux.linit.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.setting.InjectedFault;
import org.panux.linit.setting.InjectedFault.Kind;

/**
 * What is broken of one service on purpose. Every reason that comes of it says so, so that nobody
 * takes it for a failure of its own.
 */
final class Faults {
  /** In the order of their kinds. */
  private List<InjectedFault> active = List.of();

  /** By which fault its main process has been killed; empty where it was by none. */
  private String killer = "";

  boolean has(Kind kind) {
    return get(kind).isPresent();
  }

  Optional<InjectedFault> get(Kind kind) {
    for (InjectedFault fault : active) {
      if (fault.kind() == kind) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  void add(InjectedFault fault) {
    List<InjectedFault> all = new ArrayList<>(active);
    all.removeIf(it -> it.kind() == fault.kind());
    all.add(fault);
    all.sort(Comparator.comparing(InjectedFault::kind));
    active = List.copyOf(all);
  }

  void remove(Kind kind) {
    if (has(kind)) {
      active = active.stream().filter(it -> it.kind() != kind).toList();
    }
  }

  void clear() {
    active = List.of();
  }

  /** As {@code linitctl fault} has them. */
  List<String> words() {
    return active.isEmpty() ? List.of() : active.stream().map(InjectedFault::text).toList();
  }

  /** The code with which its next start is to fail, which is but once. */
  OptionalInt takeFailure() {
    Optional<InjectedFault> failure = get(Kind.FAIL);
    if (failure.isEmpty()) {
      return OptionalInt.empty();
    }
    remove(Kind.FAIL);
    return OptionalInt.of((int) failure.get().number());
  }

  /** Its main process is being killed by that fault. */
  void kills(Kind kind) {
    killer = kind.word();
  }

  /** What its end is, which nobody has brought about but the fault, where there is one. */
  Reason endOfMain(Reason why) {
    if (killer.isEmpty()) {
      return why;
    }
    String text = why.text() + named(killer);
    killer = "";
    return new Reason(why.code(), text, why.cause());
  }

  private static String named(String fault) {
    return " (fault: " + fault + ")";
  }

  /** Why it does not count as ready. */
  Reason notReady(String what, Kind kind) {
    String fault = get(kind).map(InjectedFault::text).orElse(kind.word());
    return new Reason(ExitCode.DONE, what + named(fault));
  }
}
