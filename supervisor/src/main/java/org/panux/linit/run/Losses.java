package org.panux.linit.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.panux.linit.client.Event;
import org.panux.linit.client.LinitClient;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** Follows the events of linitd, and tells when a service that is needed has gone by itself. */
final class Losses implements Runnable {
  /** Whose doing it is that a service fails or ends and nobody has asked for that. */
  private static final String ITSELF = "itself";

  private final LinitClient events;

  /** The newest event of each service. */
  private final Map<String, Event.Changed> last = new ConcurrentHashMap<>();

  private final CompletableFuture<ServiceView> first = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile Set<String> needed = Set.of();

  private Losses(LinitClient events) {
    this.events = events;
  }

  /** Follows from now on. */
  static Losses follow(Path socket) throws IOException {
    Losses losses = new Losses(LinitClient.connect(socket));
    losses.events.send(Op.EVENTS, List.of());
    Thread thread = new Thread(losses, "run-events");
    thread.setDaemon(true);
    thread.start();
    return losses;
  }

  /** Completes when one of {@code names} has gone, or had already. */
  CompletableFuture<ServiceView> ofAny(Set<String> names) {
    // What comes from now on is seen there, what came before is looked for here.
    needed = names;
    for (String name : names) {
      Optional.ofNullable(last.get(name)).ifPresent(this::look);
    }
    return first;
  }

  /** Completes when there are no more events, since linitd ends. */
  CompletableFuture<Void> over() {
    return over;
  }

  @Override
  public void run() {
    try (events) {
      while (true) {
        if (Event.of(events.read()) instanceof Event.Changed changed) {
          last.put(changed.service().name(), changed);
          look(changed);
        }
      }
    } catch (IOException e) {
      // linitd ends.
    } finally {
      over.complete(null);
    }
  }

  private void look(Event.Changed changed) {
    if (needed.contains(changed.service().name()) && isDown(changed) && isLost(changed)) {
      first.complete(changed.service());
    }
  }

  private static boolean isDown(Event.Changed changed) {
    ServiceState state = changed.service().state();
    return state == ServiceState.FAILED || state == ServiceState.STOPPED;
  }

  /** Whether what has taken others along was asked for by nobody. */
  private boolean isLost(Event.Changed changed) {
    Set<String> seen = new HashSet<>();
    Event.Changed cause = changed;
    while (cause != null && isDown(cause) && seen.add(cause.service().name())) {
      if (cause.by().equals(ITSELF)) {
        return true;
      }
      cause = last.get(cause.by());
    }
    return false;
  }
}
