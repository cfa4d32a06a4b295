package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.e2e.History.Step.BRINGS_UP;
import static org.panux.linit.e2e.History.Step.SEES_DOWN;
import static org.panux.linit.e2e.History.Step.SEES_UP;
import static org.panux.linit.e2e.History.Step.TAKES_DOWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.panux.linit.e2e.History.Call;
import org.panux.linit.e2e.History.Step;

/** Fifty clients at once are told nothing that one order of all that they ask cannot explain. */
class LinearisationTest {
  private static final int CLIENTS = 50;
  private static final int CALLS = 8;
  private static final List<String> SERVICES = List.of("a", "b", "c");
  private static final long SEED = Long.getLong("linit.seed", 7);
  private static final Pattern STATE = Pattern.compile("\"name\":\"[abc]\",\"state\":\"([a-z]+)\"");

  /** By service, what was asked and answered. */
  private final Map<String, ConcurrentLinkedQueue<Call>> histories = new ConcurrentHashMap<>();

  /** When services were asked to change, and told that they have, or that they have not. */
  private final Map<String, ConcurrentLinkedQueue<Call>> changes = new ConcurrentHashMap<>();

  /** What saw a service on its way, which only somebody who changes it explains. */
  private final Map<String, ConcurrentLinkedQueue<Call>> onTheWay = new ConcurrentHashMap<>();

  @Test
  void fiftyClientsAreToldWhatOneOrderExplains() throws Exception {
    try (TestRig rig = TestRig.create()) {
      for (String name : SERVICES) {
        rig.script(name, "start() { :; }", "stop() { :; }");
        for (Map<String, ConcurrentLinkedQueue<Call>> each :
            List.of(histories, changes, onTheWay)) {
          each.put(name, new ConcurrentLinkedQueue<>());
        }
      }
      try (Daemon linitd = rig.boot()) {
        all(linitd);
      }
    }
    for (String name : SERVICES) {
      List<Call> calls = List.copyOf(histories.get(name));
      assertThat(calls).hasSizeGreaterThan(CLIENTS);
      assertThat(History.explains(calls, false)).as("%s, seed %d: %s", name, SEED, calls).isTrue();
      assertThat(onTheWay.get(name))
          .allSatisfy(
              seen ->
                  assertThat(changes.get(name))
                      .as("who changes %s while it is seen by %s", name, seen)
                      .anyMatch(it -> it.begun() <= seen.ended() && seen.begun() <= it.ended()));
    }
  }

  private void all(Daemon linitd) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients.add(
            () -> {
              client(linitd, number);
              return null;
            });
      }
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void client(Daemon linitd, int number) {
    Random random = new Random(SEED * 1000 + number);
    try (RawClient client = linitd.connect()) {
      for (int i = 0; i < CALLS; i++) {
        String name = SERVICES.get(random.nextInt(SERVICES.size()));
        String op = List.of("start", "stop", "restart", "status", "status").get(random.nextInt(5));
        long begun = System.nanoTime();
        String answer =
            client
                .send("{\"id\":" + i + ",\"op\":\"" + op + "\",\"names\":[\"" + name + "\"]}\n")
                .readLine();
        take(name, op + " of client " + number, op, answer, begun, System.nanoTime());
      }
    }
  }

  private void take(String name, String who, String op, String answer, long begun, long ended) {
    boolean ok = answer != null && answer.contains("\"ok\":true");
    Optional<List<Step>> steps =
        switch (op) {
          case "start" -> Optional.of(List.of(ok ? BRINGS_UP : SEES_DOWN));
          case "stop" -> Optional.of(List.of(TAKES_DOWN));
          case "restart" -> Optional.of(List.of(TAKES_DOWN, ok ? BRINGS_UP : SEES_DOWN));
          default -> seen(answer);
        };
    Call call = new Call(who + ": " + answer, steps.orElse(List.of()), begun, ended);
    if (!op.equals("status")) {
      // What fails is stopped by somebody else meanwhile, and for no other reason.
      assertThat(ok || !op.equals("stop") && answer.contains("stopped")).as(call.who()).isTrue();
      changes.get(name).add(call);
    }
    if (steps.isPresent()) {
      histories.get(name).add(call);
    } else {
      onTheWay.get(name).add(call);
    }
  }

  private static Optional<List<Step>> seen(String answer) {
    Matcher state = STATE.matcher(answer);
    // Of what nobody has ever started it says that there is no such service, or null.
    String word = state.find() ? state.group(1) : "null";
    return switch (word) {
      case "running" -> Optional.of(List.of(SEES_UP));
      case "stopped", "null" -> Optional.of(List.of(SEES_DOWN));
      case "starting", "stopping" -> Optional.empty();
      default -> throw new AssertionError(answer);
    };
  }

  private static Call call(long begun, long ended, Step... steps) {
    return new Call("test", List.of(steps), begun, ended);
  }

  @Test
  void theCheckerTakesWhatOneOrderExplains() {
    assertThat(
            History.explains(
                List.of(
                    call(0, 10, BRINGS_UP),
                    call(1, 9, TAKES_DOWN),
                    call(2, 3, SEES_UP),
                    call(4, 5, SEES_DOWN)),
                false))
        .isTrue();
    assertThat(
            History.explains(
                List.of(
                    call(0, 10, TAKES_DOWN, BRINGS_UP),
                    call(2, 3, SEES_DOWN),
                    call(11, 12, SEES_UP)),
                true))
        .isTrue();
  }

  @Test
  void theCheckerRefusesWhatNoOrderExplains() {
    // Told to run, and then seen to be down, though nobody has stopped it.
    assertThat(History.explains(List.of(call(0, 1, BRINGS_UP), call(2, 3, SEES_DOWN)), false))
        .isFalse();
    // Seen to run by one, and then to be down by another, while only a start is under way.
    assertThat(
            History.explains(
                List.of(call(0, 10, BRINGS_UP), call(1, 2, SEES_UP), call(3, 4, SEES_DOWN)), false))
        .isFalse();
    // A restart goes down first and comes up then.
    assertThat(
            History.explains(
                List.of(call(0, 10, TAKES_DOWN, BRINGS_UP), call(11, 12, SEES_DOWN)), true))
        .isFalse();
    // One stop does not explain that it went down twice.
    assertThat(
            History.explains(
                List.of(
                    call(0, 20, TAKES_DOWN),
                    call(1, 2, SEES_DOWN),
                    call(3, 4, BRINGS_UP),
                    call(5, 6, SEES_UP),
                    call(7, 8, SEES_DOWN)),
                true))
        .isFalse();
  }

  /** A true history of many, of which one answer is turned round, is no history any more. */
  @Test
  void theCheckerFindsOneWrongAnswerAmongMany() {
    Random random = new Random(SEED);
    List<Call> calls = new ArrayList<>();
    boolean up = false;
    for (int i = 0; i < 400; i++) {
      Step step = Step.values()[random.nextInt(2)];
      if (random.nextBoolean()) {
        step = up ? SEES_UP : SEES_DOWN;
      }
      up = step.after(up);
      // Each overlaps many others, and its step is in the middle of its time.
      calls.add(call(i * 10L - random.nextInt(300), i * 10L + random.nextInt(300), step));
    }
    assertThat(History.explains(calls, false)).isTrue();
    long end = 10_000;
    calls.add(call(end, end + 1, BRINGS_UP));
    calls.add(call(end + 2, end + 3, SEES_UP));
    assertThat(History.explains(calls, false)).isTrue();
    calls.set(calls.size() - 1, call(end + 2, end + 3, SEES_DOWN));
    assertThat(History.explains(calls, false)).isFalse();
  }
}
