package org.panux.linit.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.ActorKit;
import org.panux.linit.setting.StopSchedule;

/** With real processes, that carry tokens as the launcher gives them. */
class SweeperTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();

  static final Path LIBRARY = Path.of("../scripts/lib").toAbsolutePath();

  private final String instance = RunToken.random();
  private final Markers markers = new Markers(instance);
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNothing() {
    table(markers)
        .look()
        .of(instance)
        .forEach(left -> left.handle().ifPresent(ProcessHandle::destroyForcibly));
    started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String service, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(RunToken.VARIABLE, RunToken.create(instance, service, 1).toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private ActorRef<Sweeper.Message> sweeper(Duration grace) {
    return kit.spawn(Sweeper.create(table(markers), signals(), kit.blocking(), grace));
  }

  private SignalSender signals() {
    return new SignalSender(List.of("/bin/sh"), LIBRARY, kit.blocking());
  }

  private void sweep(String prefix, boolean now, Duration grace) {
    ActorRef<Sweeper.Message> sweeper = sweeper(grace);
    TestProbe<Sweeper.Swept> probe = kit.probe(Sweeper.Swept.class);
    sweeper.tell(new Sweeper.Sweep(prefix, now, probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS).left()).isEmpty();
  }

  private static int exit(Process process) throws InterruptedException {
    assertThat(process.waitFor(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void endsWhatCarriesTheTokenAndNothingElse() throws Exception {
    Process web = start("web", "sleep", "1000");
    Process web2 = start("web2", "sleep", "1000");
    sweep(instance + ":web:", false, Duration.ofMinutes(1));
    assertThat(exit(web)).isEqualTo(128 + 15);
    assertThat(web2.isAlive()).isTrue();
    sweep(instance + ":", true, Duration.ofMinutes(1));
    assertThat(exit(web2)).isEqualTo(128 + 9);
  }

  @Test
  void killsWhatDoesNotListen() throws Exception {
    Process deaf =
        start("web", "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1000; done");
    try (BufferedReader reader = deaf.inputReader()) {
      assertThat(reader.readLine()).isEqualTo("ready");
      sweep(instance + ":web:", false, Duration.ofMillis(20));
      assertThat(exit(deaf)).isEqualTo(128 + 9);
    }
  }

  @Test
  void findsWhatHasThrownItsEnvironmentAway() throws Exception {
    Process parent = start("web", "sh", "-c", "env -i sleep 1000 & echo $!; wait");
    try (BufferedReader reader = parent.inputReader()) {
      long child = Long.parseLong(reader.readLine());
      sweep(instance + ":web:", true, Duration.ofMinutes(1));
      exit(parent);
      // It has ended; that its new parent reaps it may take a moment.
      assertThat(ProcessIdentity.of(child)).isEmpty();
    }
  }

  /** Starts what a script of {@code service} would, with the marker alone. */
  private Process startMarked(String service, String script) throws IOException {
    String marked = "ulimit -S -w " + markers.of(service) + "; " + script;
    Process process = new ProcessBuilder("/bin/dash", "-c", marked).start();
    started.add(process);
    return process;
  }

  private static long readPid(Process process) throws IOException {
    return Long.parseLong(process.inputReader().readLine());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(setsid env -i sh -c 'echo $$; exec sleep 1000' &)",
        "(setsid env -i sh -c '(trap \"\" TERM; sh -c \"echo \\$PPID\"; sleep 1000; :) &' &)",
        // What it says is written over its environment, as redis and nginx do with their titles.
        "(setsid perl -e '$0 = \"x\" x 9000; $| = 1; print \"$$\\n\"; sleep 1000' &)",
      })
  void findsWhatHasLeftItsParentItsSessionAndItsEnvironment(String script) throws Exception {
    Process web = startMarked("web", script);
    long daemon = readPid(web);
    assertThat(exit(web)).isZero();
    ProcessIdentity identity = ProcessIdentity.of(daemon).orElseThrow();
    assertThat(Files.readString(Path.of("/proc/" + daemon + "/environ"), ISO_8859_1))
        .doesNotContain(RunToken.VARIABLE);
    sweep(markers.prefix("web2"), true, Duration.ofMinutes(1));
    assertThat(identity.alive()).isTrue();
    sweep(markers.prefix("web"), false, Duration.ofMillis(20));
    assertThat(identity.alive()).isFalse();
  }

  /** One look answers two sweeps; on the first of them linitd fails. */
  @Test
  void aFailureIsThatOfOneServiceAndTheOthersOfTheSameLookGoOn() {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger tasks = new AtomicInteger();
    Executor failing =
        task -> {
          // A look, the end of its sweep, the look for the two others, and the end of the first.
          int number = tasks.incrementAndGet();
          if (number == 4) {
            throw new OutOfMemoryError("injected");
          }
          kit.blocking()
              .execute(
                  () -> {
                    await(asked);
                    task.run();
                  });
        };
    ActorRef<Sweeper.Message> sweeper =
        kit.spawn(Sweeper.create(table(markers), signals(), failing, Duration.ofMinutes(1)));
    List<TestProbe<Sweeper.Swept>> probes = new ArrayList<>();
    for (String service : List.of("first", "failing", "other")) {
      TestProbe<Sweeper.Swept> probe = kit.probe(Sweeper.Swept.class);
      probes.add(probe);
      sweeper.tell(new Sweeper.Sweep(instance + ":" + service + ":", true, probe.getRef()));
    }
    TestProbe<Sweeper.Found> found = kit.probe(Sweeper.Found.class);
    sweeper.tell(new Sweeper.Find(instance + ":none:", found.getRef()));
    asked.countDown();
    assertThat(probes.get(0).receiveMessage(ActorKit.HANGS)).isEqualTo(new Sweeper.Swept());
    assertThat(probes.get(1).receiveMessage(ActorKit.HANGS).failure().orElseThrow().text())
        .contains("linitd itself failed", "injected");
    assertThat(probes.get(2).receiveMessage(ActorKit.HANGS)).isEqualTo(new Sweeper.Swept());
    assertThat(found.receiveMessage(ActorKit.HANGS).processes()).isEmpty();
  }

  @Test
  void aLookThatCannotEvenBeBegunIsAFailureAndTheNextOneIsNone() {
    AtomicInteger tasks = new AtomicInteger();
    Executor failing =
        task -> {
          if (tasks.incrementAndGet() == 1) {
            throw new OutOfMemoryError("injected: unable to create native thread");
          }
          kit.blocking().execute(task);
        };
    ActorRef<Sweeper.Message> sweeper =
        kit.spawn(Sweeper.create(table(markers), signals(), failing, Duration.ofMinutes(1)));
    TestProbe<Sweeper.Swept> probe = kit.probe(Sweeper.Swept.class);
    sweeper.tell(new Sweeper.Sweep(instance + ":web:", true, probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS).failure().orElseThrow().text())
        .contains("linitd itself failed", "injected");
    sweeper.tell(new Sweeper.Sweep(instance + ":web:", true, probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo(new Sweeper.Swept());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endsByASchedule() throws Exception {
    Process web =
        startMarked("web", "trap '' TERM; trap 'exit 3' USR1; echo $$; while :; do sleep 1; done");
    long pid = readPid(web);
    TestProbe<Sweeper.Swept> probe = kit.probe(Sweeper.Swept.class);
    StopSchedule schedule = StopSchedule.parse("TERM/0.02/USR1/60");
    sweeper(Duration.ofMinutes(1))
        .tell(new Sweeper.Sweep(markers.prefix("web"), Optional.of(schedule), probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo(new Sweeper.Swept());
    assertThat(web.pid()).isEqualTo(pid);
    assertThat(exit(web)).isEqualTo(3);
  }

  @Test
  void saysWhichProcessesThereAre() throws Exception {
    Process web = startMarked("web", "sleep 1000 & echo $!; wait");
    long child = readPid(web);
    TestProbe<Sweeper.Found> probe = kit.probe(Sweeper.Found.class);
    sweeper(Duration.ofMinutes(1)).tell(new Sweeper.Find(markers.prefix("web"), probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS).processes())
        .extracting(ProcessIdentity::pid)
        .containsExactlyInAnyOrder(web.pid(), child);
  }

  @Test
  void aProcessBelongsToOneServiceOnly() throws Exception {
    Process web = startMarked("web", "echo $$; exec sleep 1000");
    long pid = readPid(web);
    ProcessTable table = table(markers);
    assertThat(table.belonging(pid, "web")).contains(ProcessIdentity.of(pid).orElseThrow());
    assertThat(table.belonging(pid, "we")).isEmpty();
    assertThat(table(new Markers(RunToken.random())).belonging(pid, "web")).isEmpty();
    assertThat(table.belonging(ProcessHandle.current().pid(), "web")).isEmpty();
  }

  /** An earlier linitd's services are found by the next one, under the same numbers. */
  @Test
  void findsWhatAnEarlierLinitdHasStarted() throws Exception {
    markers.of("db");
    Process web = startMarked("web", "echo $$; exec sleep 1000");
    long pid = readPid(web);
    Markers restored = new Markers(instance, markers.numbers());
    assertThat(restored.of("new")).isNotIn(markers.of("db"), markers.of("web"));
    assertThat(table(restored).belonging(pid, "web")).isPresent();
    // One that knows the instance and not the numbers knows that it belongs to the rig.
    assertThat(table(new Markers(instance)).look().of(instance + ":"))
        .extracting(ProcessIdentity::pid)
        .containsExactly(pid);
  }

  @Test
  void withNothingToEndIsDoneAtOnce() {
    sweep(instance + ":none:", false, Duration.ofMinutes(1));
  }

  @Test
  void theOwnerOfAProcessIsReadFromItOrItsParents() throws Exception {
    Process web = start("web", "sh", "-c", "env -i sleep 1000 & echo $!; wait");
    try (BufferedReader reader = web.inputReader()) {
      long child = Long.parseLong(reader.readLine());
      assertThat(table(markers).owner(web.pid()))
          .hasValueSatisfying(
              token -> {
                assertThat(token.instance()).isEqualTo(instance);
                assertThat(token.service()).isEqualTo("web");
                assertThat(token.run()).isEqualTo(1);
              });
      assertThat(table(markers).owner(child)).isEqualTo(table(markers).owner(web.pid()));
    }
  }

  static ProcessTable table(Markers markers) {
    return new ProcessTable(markers, new Cgroups(Cgroups.Mode.OFF, Path.of("/")));
  }
}
