package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.panux.linit.ActorKit;
import org.panux.linit.process.DaemonFinder.Found;

/** With real processes that carry markers. */
class DaemonFinderTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();

  private final Markers markers = new Markers(RunToken.random());
  private final List<ProcessHandle> started = new ArrayList<>();
  private TestProbe<Found> owner;

  @AfterEach
  void leaveNothing() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Starts a process of the service {@code web} that has a child; gives both pids. */
  private long[] parentAndChild() throws IOException {
    String script = "ulimit -S -w " + markers.of("web") + "; sleep 1000 & echo $!; exec sleep 1000";
    Process parent = new ProcessBuilder("/bin/dash", "-c", script).start();
    long child = Long.parseLong(parent.inputReader().readLine());
    started.add(parent.toHandle());
    ProcessHandle.of(child).ifPresent(started::add);
    return new long[] {parent.pid(), child};
  }

  private ActorRef<DaemonFinder.Message> finder(Duration pause) {
    owner = kit.probe(Found.class);
    ProcessTable table = new ProcessTable(markers, new Cgroups(Cgroups.Mode.OFF, Path.of("/")));
    return kit.spawn(
        DaemonFinder.create(
            table, kit.blocking(), pause, markers.prefix("web"), 7, owner.getRef()));
  }

  @Test
  void theOldestProcessIsTheDaemon() throws Exception {
    long[] pids = parentAndChild();
    finder(Duration.ofMillis(1));
    assertThat(owner.receiveMessage(ActorKit.HANGS))
        .isEqualTo(new Found(7, ProcessIdentity.of(pids[0])));
  }

  @Test
  void whatHasGoneALittleLaterWasNone() throws Exception {
    long[] pids = parentAndChild();
    ActorRef<DaemonFinder.Message> finder = finder(Duration.ofHours(1));
    started.get(0).destroyForcibly();
    started.get(0).onExit().get();
    // Whether it was found before that or not, it is not confirmed.
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      clock.scheduleAtFixedRate(
          () -> finder.tell(new DaemonFinder.Confirm()), 0, 10, TimeUnit.MILLISECONDS);
      assertThat(owner.receiveMessage(ActorKit.HANGS))
          .isEqualTo(new Found(7, ProcessIdentity.of(pids[1])));
    } finally {
      clock.shutdownNow();
    }
  }

  @Test
  void withoutAnyProcessItEnds() {
    ActorRef<DaemonFinder.Message> finder = finder(Duration.ofHours(1));
    owner.expectTerminated(finder, ActorKit.HANGS);
    owner.expectNoMessage(Duration.ZERO);
  }
}
