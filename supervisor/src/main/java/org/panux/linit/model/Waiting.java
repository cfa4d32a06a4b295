package org.panux.linit.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** One open wait for services to run: which are not settled yet, and what the verdict is. */
public final class Waiting {
  private final long id;
  private final DependencyKind kind;
  private final boolean patient;
  private final Set<String> names;
  private final Set<String> open;

  /** Of these the first notice has come; one that was under way before is about the past. */
  private final Set<String> heard = new HashSet<>();

  /**
   * The circle that one of them would have closed, where it is only the order that is asked for.
   */
  private Reason unordered = Reason.NONE;

  /**
   * @param id marks the first notices that are meant for it
   * @param patient whether it goes on to wait for what is being stopped
   */
  public Waiting(long id, DependencyKind kind, Collection<String> names, boolean patient) {
    this.id = id;
    this.kind = kind;
    this.patient = patient;
    this.names = new LinkedHashSet<>(names);
    this.open = new LinkedHashSet<>(names);
  }

  /** Everything that is waited for, settled or not. */
  public Set<String> names() {
    return names;
  }

  /** What is not settled yet; of an order only that of which a wait is known to be. */
  public List<String> open() {
    return kind == DependencyKind.AFTER
        ? open.stream().filter(this::shows).toList()
        : List.copyOf(open);
  }

  /** Whether {@code name} is not settled yet. */
  boolean isOpen(String name) {
    return open.contains(name);
  }

  /** Whether {@code name} is among what {@link #open()} gives. */
  boolean shows(String name) {
    return open.contains(name) && (kind != DependencyKind.AFTER || heard.contains(name));
  }

  /**
   * Takes a notice. Gives the verdict where it settles the wait: {@link Reason#NONE} when all run,
   * and for {@code dep} the first failure, at once.
   */
  public Optional<Reason> hear(Notice notice) {
    if (kind == DependencyKind.AFTER) {
      // Told by the coordinator for this wait alone; others are about something else.
      return notice.first() == id ? told(notice) : Optional.empty();
    }
    if (notice.first() == id) {
      heard.add(notice.name());
    }
    if (!open.contains(notice.name()) || !heard.contains(notice.name())) {
      return Optional.empty();
    }
    boolean lost =
        switch (notice.state()) {
          case STARTING, RUNNING -> false;
          case STOPPING -> !patient || isLost(notice);
          case FAILED, STOPPED, NULL -> true;
        };
    if (lost && kind == DependencyKind.DEP) {
      return Optional.of(verdict(notice));
    }
    if (lost || notice.state() == ServiceState.RUNNING) {
      open.remove(notice.name());
    }
    return open.isEmpty() ? Optional.of(Reason.NONE) : Optional.empty();
  }

  /**
   * Whoever needs what is stopped is stopped as well, but not where that has lost something itself:
   * then it goes for good, and to wait for its end could close a circle of stops.
   */
  private static boolean isLost(Notice notice) {
    return notice.reason().cause().kind() == Cause.Kind.LOST;
  }

  /** Only its start is waited for, and only a circle is worth a word. */
  private Optional<Reason> told(Notice notice) {
    heard.add(notice.name());
    if (notice.state() != ServiceState.STARTING) {
      open.remove(notice.name());
    }
    if (notice.refused()) {
      unordered = notice.reason();
    }
    return open.isEmpty() ? Optional.of(unordered) : Optional.empty();
  }

  private static Reason verdict(Notice notice) {
    if (notice.refused()) {
      return notice.reason();
    }
    return Reason.dependency(notice.name(), notice.state().word(), notice.reason());
  }
}
