package org.panux.linit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceState;

/** A fake init script: what it does step by step, with which code it ends, and what it leaves. */
record Recipe(
    String name, List<Step> start, int startCode, List<Step> stop, int stopCode, Process process) {

  sealed interface Step {}

  /** The script tells linitd something of its service. */
  record Set(String key, String value) implements Step {
    @Override
    public String toString() {
      return key + "=" + value;
    }
  }

  /**
   * {@code dep}, {@code want} or {@code after}.
   *
   * @param orElse whether the script goes on when it fails
   */
  record Need(DependencyKind kind, List<String> names, boolean orElse) implements Step {
    @Override
    public String toString() {
      return kind.word() + " " + String.join(" ", names) + (orElse ? " || true" : "");
    }
  }

  /** A step of the first run alone: later ones find that they need less. */
  record Once(Step step) implements Step {
    @Override
    public String toString() {
      return "once (" + step + ")";
    }
  }

  /** The script has another service stopped, and waits for that. */
  record StopOther(String name) implements Step {
    @Override
    public String toString() {
      return "linitctl stop " + name;
    }
  }

  /** The script says that its service is in {@code state} now. */
  record Say(ServiceState state) implements Step {
    @Override
    public String toString() {
      return "linitctl state " + state.word();
    }
  }

  /** The script's process becomes the main process. */
  record Supervise() implements Step {
    @Override
    public String toString() {
      return "supervise";
    }
  }

  /** The script goes on no more, until it is ended or its time is over. */
  record Hang() implements Step {
    @Override
    public String toString() {
      return "hang";
    }
  }

  /** The script's process is killed by somebody. */
  record Vanish() implements Step {
    @Override
    public String toString() {
      return "kill -9 $$";
    }
  }

  /** What becomes of a service that tells when it is ready. */
  enum Ready {
    /** It is, some time. */
    COMES,
    /** It is, and its pid file names the daemon. */
    NAMES_DAEMON,
    LATE,
    /** It cannot be looked for. */
    IMPOSSIBLE
  }

  /**
   * The long-running process.
   *
   * @param crash what it reports of itself some time after the start; null where it runs on
   * @param exit with what it ends some time, as the main process; negative where it runs on
   * @param late what it needs when it runs already
   */
  record Process(ServiceState crash, int exit, Ready ready, List<Need> late) {
    static final Process STAYS = new Process(null, -1, Ready.COMES, List.of());
  }

  /** A script that needs {@code names} and does nothing else. */
  static Recipe of(String name, String... names) {
    List<Step> start =
        names.length == 0
            ? List.of()
            : List.of(new Need(DependencyKind.DEP, List.of(names), false));
    return new Recipe(name, start, 0, List.of(), 0, Process.STAYS);
  }

  Recipe withStart(List<Step> steps) {
    return new Recipe(name, steps, startCode, stop, stopCode, process);
  }

  Recipe withStop(List<Step> steps) {
    return new Recipe(name, start, startCode, steps, stopCode, process);
  }

  Recipe withCodes(int ofStart, int ofStop) {
    return new Recipe(name, start, ofStart, stop, ofStop, process);
  }

  Recipe withProcess(Process other) {
    return new Recipe(name, start, startCode, stop, stopCode, other);
  }

  /** As people would write it. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add("start: " + show(start, startCode));
    if (!stop.isEmpty() || stopCode != 0) {
      parts.add("stop: " + show(stop, stopCode));
    }
    if (process.crash() != null) {
      parts.add("its daemon reports " + process.crash().word());
    }
    if (process.exit() >= 0) {
      parts.add("its main process exits with " + process.exit());
    }
    if (process.ready() != Ready.COMES) {
      parts.add("readiness: " + process.ready());
    }
    if (!process.late().isEmpty()) {
      parts.add("running, it says " + show(process.late(), 0));
    }
    return name + "  " + String.join("  |  ", parts);
  }

  private static String show(List<? extends Step> steps, int code) {
    String words = steps.stream().map(Object::toString).collect(Collectors.joining("; "));
    return words
        + (code == 0 ? words.isEmpty() ? ":" : "" : (words.isEmpty() ? "" : "; ") + "exit " + code);
  }
}
