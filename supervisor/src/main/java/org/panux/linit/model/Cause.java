package org.panux.linit.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a reason comes from, as a fact that can be followed to the first one.
 *
 * @param of the other service that it is about; empty where there is none
 * @param by the service whose script asked for it; empty where no script did
 */
public record Cause(Kind kind, String of, String by) {
  public enum Kind {
    /** The service, its script or its processes. */
    ITSELF,
    /** What its script needs has failed, or is not to be had. */
    DEPENDENCY,
    /** Its script would have waited for itself. */
    CYCLE,
    /** Somebody asked for it. */
    REQUEST,
    /** Somebody asked for the stop or the restart of what it needs. */
    NEEDS,
    /** What it needs has failed, has ended by itself, or is stopped for such a cause. */
    LOST,
    /** It was forgotten that it had failed. */
    RESET,
    /** linitd ends. */
    SHUTDOWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that {@link #word}. */
    public static Optional<Kind> of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  public static final Cause ITSELF = new Cause(Kind.ITSELF, "", "");
  public static final Cause CYCLE = new Cause(Kind.CYCLE, "", "");
  public static final Cause RESET = new Cause(Kind.RESET, "", "");
  public static final Cause SHUTDOWN = new Cause(Kind.SHUTDOWN, "", "");

  /** Somebody asked; {@code script} is the service whose script did, or empty. */
  public static Cause request(String script) {
    return new Cause(Kind.REQUEST, "", script);
  }

  /** As {@link #request}, for {@code of}, which the service needs. */
  public static Cause needs(String of, String script) {
    return new Cause(Kind.NEEDS, of, script);
  }

  public static Cause dependency(String of) {
    return new Cause(Kind.DEPENDENCY, of, "");
  }

  public static Cause lost(String of) {
    return new Cause(Kind.LOST, of, "");
  }
}
