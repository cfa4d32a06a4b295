package org.panux.linit.process;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.panux.linit.ActorKit;

/** With real processes, that carry tokens as the launcher gives them. */
class SweeperTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();

  private final String instance = RunToken.random();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNothing() {
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

  private void sweep(String prefix, boolean now, Duration grace) {
    ActorRef<Sweeper.Message> sweeper = kit.spawn(Sweeper.create(kit.blocking(), grace));
    TestProbe<Sweeper.Swept> probe = kit.probe(Sweeper.Swept.class);
    sweeper.tell(new Sweeper.Sweep(prefix, now, probe.getRef()));
    probe.receiveMessage(ActorKit.HANGS);
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
    Process deaf = start("web", "sh", "-c", "trap '' TERM; echo ready; sleep 1000; :");
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
      assertThat(ProcessTable.alive(ProcessHandle.of(child).stream().collect(toSet()))).isEmpty();
    }
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
      assertThat(ProcessTable.owner(web.pid()))
          .hasValueSatisfying(
              token -> {
                assertThat(token.instance()).isEqualTo(instance);
                assertThat(token.service()).isEqualTo("web");
                assertThat(token.run()).isEqualTo(1);
              });
      assertThat(ProcessTable.owner(child)).isEqualTo(ProcessTable.owner(web.pid()));
    }
  }
}
