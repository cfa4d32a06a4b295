package org.panux.linit.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Waits for what linitd announces, and for what only a look can tell. */
final class Await {
  private static final int LOOK_AGAIN_MILLIS = 5;

  private Await() {}

  /** Waits until linitd says that {@code name} is in {@code state}. */
  static void state(Daemon linitd, String name, String state) {
    try (RawClient events = linitd.connect()) {
      state(events, name, state);
    }
  }

  /** The same on a connection of one's own. */
  static void state(RawClient connection, String name, String state) {
    String wanted = "\"name\":\"" + name + "\",\"state\":\"" + state + "\"";
    connection.send("{\"id\":1,\"op\":\"events\"}\n");
    String line = connection.readLine();
    while (line != null && !line.contains(wanted)) {
      line = connection.readLine();
    }
    if (line == null) {
      throw new AssertionError("linitd ended the connection");
    }
  }

  /** Waits until linitd says that {@code name} waits for these, in that order. */
  static void waiting(Daemon linitd, String name, String... names) {
    String wanted = "\"waiting\":[\"" + String.join("\",\"", names) + "\"]";
    Pattern service = Pattern.compile("\"name\":\"" + name + "\",[^}]*" + Pattern.quote(wanted));
    try (RawClient events = linitd.connect().send("{\"id\":1,\"op\":\"events\"}\n")) {
      String line = events.readLine();
      while (line != null && !service.matcher(line).find()) {
        line = events.readLine();
      }
      if (line == null) {
        throw new AssertionError("linitd ended the connection");
      }
    }
  }

  /** Looks until it is so; {@code seen} says in a failure what there was instead. */
  static void until(BooleanSupplier so, Supplier<Object> seen) {
    Instant hangs = Instant.now().plus(Duration.ofSeconds(Command.HANGS_AFTER_SECONDS));
    while (!so.getAsBoolean()) {
      if (Instant.now().isAfter(hangs)) {
        throw new AssertionError("it stays at " + seen.get());
      }
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
