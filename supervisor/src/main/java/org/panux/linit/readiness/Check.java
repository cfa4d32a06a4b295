package org.panux.linit.readiness;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.panux.linit.protocol.Text;
import org.panux.linit.setting.Condition;

/** How far one condition is: whether it has held, and what was seen of it last. */
final class Check {
  private static final int LONGEST_SHOWN = 100;

  private final Condition condition;
  private Optional<Probe> probe = Optional.empty();
  private CompletionStage<?> look = CompletableFuture.completedFuture(null);
  private boolean overdue;
  private boolean held;
  private String seen;
  private Optional<Long> pid = Optional.empty();

  /**
   * @param seen what is to be said before anything was seen
   */
  Check(Condition condition, String seen) {
    this.condition = condition;
    this.seen = seen;
  }

  Condition condition() {
    return condition;
  }

  boolean held() {
    return held;
  }

  Optional<Long> pid() {
    return pid;
  }

  void probeWith(Probe with) {
    probe = Optional.of(with);
    seen = with.pending();
  }

  Optional<Probe> probe() {
    return probe;
  }

  /** A look has begun, and ends with {@code look}. */
  void begun(CompletionStage<?> look) {
    this.look = look;
    overdue = false;
  }

  /** The look takes too long: whatever it shows, it is over. */
  void overdue() {
    overdue = true;
    probe.ifPresent(Probe::cancel);
  }

  void saw(Seen what) {
    if (overdue) {
      seen = probe.map(Probe::overdue).orElse(seen);
    } else {
      held = what.holds();
      seen = what.text();
      pid = what.pid();
    }
  }

  /** It holds, somebody has said so. */
  void hold() {
    held = true;
  }

  /** Ends the look under way, and then gives back what the probe holds. */
  void end() {
    probe.ifPresent(
        it -> {
          it.cancel();
          look.whenComplete((done, failure) -> it.close());
        });
    probe = Optional.empty();
  }

  /** What was seen last, for a message. */
  String lastSeen() {
    return Text.clip(condition.text(), LONGEST_SHOWN) + ": " + seen;
  }
}
