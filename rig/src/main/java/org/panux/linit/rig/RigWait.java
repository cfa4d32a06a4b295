package org.panux.linit.rig;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.panux.linit.client.Event;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.setting.Durations;

/**
 * A wait for something to become of a service. It ends at the event, and fails at the moment when
 * that can no longer be, or when the time is over.
 */
public final class RigWait {
  private static final Set<ServiceState> DOWN =
      Set.of(ServiceState.FAILED, ServiceState.STOPPED, ServiceState.NULL);

  private final RunningRig rig;
  private final String name;
  private final Duration limit;

  RigWait(RunningRig rig, String name) {
    this(rig, name, rig.plan().timeout());
  }

  private RigWait(RunningRig rig, String name, Duration limit) {
    this.rig = rig;
    this.name = name;
    this.limit = limit;
  }

  /** The same, with so much time. */
  public RigWait within(Duration time) {
    return new RigWait(rig, name, time);
  }

  /** Until it runs. */
  public void running() {
    try (LinitClient client = rig.connect()) {
      client.send(Op.WAIT, List.of(name));
      Optional<Reply> reply = client.read(limit);
      if (reply.isEmpty()) {
        throw late("running");
      }
      if (!reply.get().ok()) {
        throw rig.failed("'" + name + "' does not come to run: " + reply.get().error(), name);
      }
    } catch (IOException e) {
      throw rig.gone(e);
    }
  }

  /** Until it runs without something that it wants, or that it can do without. */
  public void degraded() {
    until(
        "degraded",
        view -> view.state() == ServiceState.RUNNING && !view.degraded().isEmpty(),
        view -> DOWN.contains(view.state()));
  }

  /** Until it has failed. */
  public void failed() {
    until("failed", view -> view.state() == ServiceState.FAILED, view -> false);
  }

  /** Until it has stopped, or has ended by itself. */
  public void stopped() {
    until(
        "stopped",
        view -> view.state() == ServiceState.STOPPED,
        view -> view.state() == ServiceState.FAILED || view.state() == ServiceState.NULL);
  }

  private void until(String what, Predicate<ServiceView> so, Predicate<ServiceView> never) {
    long deadline = System.nanoTime() + limit.toNanos();
    try (LinitClient client = rig.connect()) {
      client.send(Op.EVENTS, List.of());
      while (true) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        Optional<Reply> reply = client.read(left);
        if (reply.isEmpty()) {
          throw late(what);
        }
        Optional<ServiceView> view = view(Event.of(reply.get()));
        if (view.filter(so).isPresent()) {
          return;
        }
        if (view.filter(never).isPresent()) {
          throw rig.failed(
              "'"
                  + name
                  + "' will not be "
                  + what
                  + ": it is "
                  + view.get().state().word()
                  + (view.get().reason().isEmpty() ? "" : ", " + view.get().reason()),
              name);
        }
      }
    } catch (IOException e) {
      throw rig.gone(e);
    }
  }

  private Optional<ServiceView> view(Event event) {
    if (event instanceof Event.Changed changed) {
      return Optional.of(changed.service()).filter(it -> it.name().equals(name));
    }
    if (event instanceof Event.Snapshot snapshot) {
      Optional<ServiceView> known =
          snapshot.graph().services().stream().filter(it -> it.name().equals(name)).findFirst();
      return Optional.of(known.orElseGet(() -> ServiceView.neverStarted(name)));
    }
    return Optional.empty();
  }

  private AssertionError late(String what) {
    return rig.failed("'" + name + "' is not " + what + " after " + Durations.show(limit), name);
  }
}
