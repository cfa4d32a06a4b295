package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Messages under way: those from one sender to one receiver arrive in their order, all others in
 * any order that the random numbers choose. That is all that actors promise.
 */
final class Mail {
  private record Route(String from, String to) {}

  private final Random random;
  private final Map<Route, Deque<Runnable>> queues = new HashMap<>();
  private final List<Route> busy = new ArrayList<>();

  Mail(Random random) {
    this.random = random;
  }

  void send(String from, String to, Runnable message) {
    Route route = new Route(from, to);
    Deque<Runnable> queue = queues.computeIfAbsent(route, key -> new ArrayDeque<>());
    if (queue.isEmpty()) {
      busy.add(route);
    }
    queue.add(message);
  }

  boolean isEmpty() {
    return busy.isEmpty();
  }

  /** Delivers one message. */
  void deliver() {
    int at = random.nextInt(busy.size());
    Route route = busy.get(at);
    Deque<Runnable> queue = queues.get(route);
    Runnable message = queue.remove();
    if (queue.isEmpty()) {
      busy.set(at, busy.get(busy.size() - 1));
      busy.remove(busy.size() - 1);
      queues.remove(route);
    }
    message.run();
  }
}
