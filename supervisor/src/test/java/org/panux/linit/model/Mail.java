package org.panux.linit.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Messages under way: those from one sender to one receiver arrive in their order, all others in
 * any order that the random numbers choose. That is all that actors promise. What is to be sent
 * later waits until its time has come.
 */
final class Mail {
  private record Route(String from, String to) {}

  private record Timer(long due, long number, Route route, Runnable message) {}

  private final Random random;
  private final Map<Route, Deque<Runnable>> queues = new HashMap<>();
  private final List<Route> busy = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
  private long nextTimer;

  Mail(Random random) {
    this.random = random;
  }

  void send(String from, String to, Runnable message) {
    send(new Route(from, to), message);
  }

  private void send(Route route, Runnable message) {
    Deque<Runnable> queue = queues.computeIfAbsent(route, key -> new ArrayDeque<>());
    if (queue.isEmpty()) {
      busy.add(route);
    }
    queue.add(message);
  }

  /** Sends it at {@code due}, by the clock of {@link #advance}. */
  void sendAt(long due, String from, String to, Runnable message) {
    timers.add(new Timer(due, nextTimer++, new Route(from, to), message));
  }

  /** Whether nothing is under way, and nothing is to be sent later. */
  boolean isEmpty() {
    return busy.isEmpty() && timers.isEmpty();
  }

  /** Whether nothing happens before the time of the next timer. */
  boolean waitsForTime() {
    return busy.isEmpty() && !timers.isEmpty();
  }

  /** When the next timer is due. */
  long nextDue() {
    return timers.element().due();
  }

  /** It is {@code now}: what is due is under way. */
  void advance(long now) {
    while (!timers.isEmpty() && timers.element().due() <= now) {
      Timer timer = timers.remove();
      send(timer.route(), timer.message());
    }
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
