package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.panux.linit.ActorKit;
import org.panux.linit.process.ProcessWatcher.AllOf;
import org.panux.linit.process.ProcessWatcher.Gone;
import org.panux.linit.process.ProcessWatcher.One;

/** With real processes that are watched as if they were no children. */
class ProcessWatcherTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();

  private final Markers markers = new Markers(RunToken.random());

  private ActorRef<ProcessWatcher.Message> watcher() {
    return kit.spawn(ProcessWatcher.create(table(markers), kit.blocking(), Duration.ofMillis(10)));
  }

  @Test
  void tellsOnceWhenAProcessHasGone() throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    One subject = new One(ProcessIdentity.of(process.pid()).orElseThrow());
    TestProbe<Gone> probe = kit.probe(Gone.class);
    TestProbe<Gone> other = kit.probe(Gone.class);
    ActorRef<ProcessWatcher.Message> watcher = watcher();
    watcher.tell(new ProcessWatcher.Watch(subject, probe.getRef()));
    watcher.tell(new ProcessWatcher.Watch(subject, other.getRef()));
    watcher.tell(new ProcessWatcher.Unwatch(subject, other.getRef()));
    process.destroyForcibly();
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo(new Gone(subject));
    // It goes on to watch others, and tells at once of what has gone already.
    watcher.tell(new ProcessWatcher.Watch(subject, probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo(new Gone(subject));
    other.expectNoMessage(Duration.ZERO);
  }

  @Test
  void tellsWhenAServiceHasNoProcessLeft() throws Exception {
    String script = "ulimit -S -w " + markers.of("web") + "; sleep 1000 & echo $!; exec sleep 1000";
    Process first = new ProcessBuilder("/bin/dash", "-c", script).start();
    long second = Long.parseLong(first.inputReader().readLine());
    ProcessHandle handle = ProcessHandle.of(second).orElseThrow();
    AllOf subject = new AllOf(markers.prefix("web"));
    TestProbe<Gone> probe = kit.probe(Gone.class);
    watcher().tell(new ProcessWatcher.Watch(subject, probe.getRef()));
    first.destroyForcibly();
    first.waitFor();
    probe.expectNoMessage(Duration.ofMillis(50));
    handle.destroyForcibly();
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo(new Gone(subject));
  }

  @Test
  void aLookThatCannotEvenBeBegunIsNotTheLast() throws Exception {
    AtomicBoolean before = new AtomicBoolean();
    Executor failing =
        task -> {
          if (!before.getAndSet(true)) {
            throw new OutOfMemoryError("injected: unable to create native thread");
          }
          kit.blocking().execute(task);
        };
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    One subject = new One(new ProcessIdentity(process.pid(), 1));
    TestProbe<Gone> probe = kit.probe(Gone.class);
    kit.spawn(ProcessWatcher.create(table(markers), failing, Duration.ofMillis(10)))
        .tell(new ProcessWatcher.Watch(subject, probe.getRef()));
    assertThat(probe.receiveMessage(ActorKit.HANGS)).isEqualTo(new Gone(subject));
  }

  private static ProcessTable table(Markers markers) {
    return new ProcessTable(markers, new Cgroups(Cgroups.Mode.OFF, Path.of("/")));
  }
}
