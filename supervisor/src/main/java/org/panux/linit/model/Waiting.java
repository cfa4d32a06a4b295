package org.panux.linit.model;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.DependencyKind;

/** One open wait for services to run: which are not settled yet, and what the verdict is. */
public final class Waiting {
  private final DependencyKind kind;
  private final Set<String> names;
  private final Set<String> open;

  public Waiting(DependencyKind kind, Collection<String> names) {
    this.kind = kind;
    this.names = new LinkedHashSet<>(names);
    this.open = new LinkedHashSet<>(names);
  }

  /** Everything that is waited for, settled or not. */
  public Set<String> names() {
    return names;
  }

  /** What is not settled yet. */
  public List<String> open() {
    return List.copyOf(open);
  }

  /**
   * Takes a notice. Gives the verdict where it settles the wait: {@link Reason#NONE} when all run,
   * and for {@code dep} the first failure, at once.
   */
  public Optional<Reason> hear(Notice notice) {
    if (!open.contains(notice.name())) {
      return Optional.empty();
    }
    switch (notice.state()) {
      case RUNNING -> open.remove(notice.name());
      case FAILED, STOPPED, NULL -> {
        if (kind == DependencyKind.DEP) {
          return Optional.of(verdict(notice));
        }
        open.remove(notice.name());
      }
      case STARTING, STOPPING -> {}
    }
    return open.isEmpty() ? Optional.of(Reason.NONE) : Optional.empty();
  }

  private static Reason verdict(Notice notice) {
    if (notice.refused()) {
      return notice.reason();
    }
    return Reason.dependency(notice.name(), notice.state().word(), notice.reason());
  }
}
