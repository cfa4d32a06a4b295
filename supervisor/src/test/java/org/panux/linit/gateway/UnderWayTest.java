package org.panux.linit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.ActorKit;
import org.panux.linit.NoSupervision;
import org.panux.linit.process.FakeLauncher;
import org.panux.linit.service.Time;

/** What one client has under way is bounded, also as long as linitd finds out who that is. */
@Timeout(60)
class UnderWayTest {
  private static final int MOST = 1000;

  @RegisterExtension private final ActorKit kit = new ActorKit();
  @TempDir private Path folder;

  private final FakeLauncher launcher = new FakeLauncher();
  private final Held blocking = new Held();
  private TestGateway gateway;

  /** Runs what blocks when the test says so. */
  private static final class Held implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    void runNext() throws InterruptedException {
      tasks.take().run();
    }
  }

  @BeforeEach
  void listen() throws IOException {
    gateway =
        new TestGateway(
            kit, folder, launcher, Set.of(), Time.SYSTEM, blocking, NoSupervision.processes());
    Files.createFile(folder.resolve("init.d").resolve("web"));
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void theBoundHoldsForOneOfWhomItIsNotKnownYetWhoThatIs() throws Exception {
    String start = "{\"id\":1,\"op\":\"start\",\"names\":[\"web\"]}\n";
    try (Peer greedy = gateway.client().send(start.repeat(MOST + 1));
        Peer other = gateway.client()) {
      // What the name means, which is asked once for each that has a script.
      blocking.runNext();
      // Whoever is handled after greedy is answered: greedy has been read as far as it will be.
      for (int i = 0; i < 2 * MOST / 100; i++) {
        assertThat(other.send("{\"id\":2,\"op\":\"version\"}\n").read()).contains("\"ok\":true");
      }
      // Who it is.
      blocking.runNext();
      assertThat(greedy.read()).contains("too many requests are under way");
      launcher.next("start web").end(0);
      for (int i = 0; i < MOST; i++) {
        assertThat(greedy.read()).contains("\"started\":[\"web\"]");
      }
      assertThat(greedy.send("{\"id\":3,\"op\":\"version\"}\n").read()).contains("\"ok\":true");
    }
  }
}
