package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.panux.linit.client.Operation.graph;
import static org.panux.linit.client.Operation.kill;
import static org.panux.linit.client.Operation.list;
import static org.panux.linit.client.Operation.logs;
import static org.panux.linit.client.Operation.reload;
import static org.panux.linit.client.Operation.reset;
import static org.panux.linit.client.Operation.restart;
import static org.panux.linit.client.Operation.start;
import static org.panux.linit.client.Operation.state;
import static org.panux.linit.client.Operation.status;
import static org.panux.linit.client.Operation.stop;
import static org.panux.linit.client.Operation.tryRestart;
import static org.panux.linit.client.Operation.version;
import static org.panux.linit.client.Operation.wouldStop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.panux.linit.client.AsyncLinitClient;
import org.panux.linit.client.Event;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.LinitException;
import org.panux.linit.client.LogLine;
import org.panux.linit.client.ServiceStatus;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.GraphView;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;

/** The Java client library against a real linitd. */
class ClientTest {
  private TestRig rig;
  private Daemon daemon;
  private Fifo at;
  private Fifo gate;

  @BeforeEach
  void boot() {
    rig =
        TestRig.create()
            .script("db", "start() { supervise -- sleep 100000; }", "reload() { echo reloaded; }")
            .script("web", "depends() { dep db; }", "start() { echo up; }")
            .script("bad", "start() { echo no route; return 3; }");
    at = Fifo.create(rig, "at");
    gate = Fifo.create(rig, "gate");
    rig.script("gated", "start() { echo here >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }");
    daemon = Daemon.start(rig);
    daemon.awaitBoot();
  }

  @AfterEach
  void end() {
    at.close();
    gate.close();
    daemon.close();
    rig.close();
  }

  @Test
  void eachOperationHasItsResult() throws Exception {
    try (LinitClient linit = LinitClient.connect(rig.socket())) {
      assertThat(linit.ask(start("web", "db"))).containsExactly("web", "db");
      assertThat(linit.ask(wouldStop("db"))).containsExactly("web", "db");
      assertThat(linit.ask(restart("web"))).containsExactly("web");
      assertThat(linit.ask(tryRestart("bad"))).isEmpty();
      assertThat(linit.ask(reload("db"))).containsExactly("db");
      assertThat(linit.ask(kill("CONT", "db"))).containsExactly("db");
      ServiceStatus web = linit.ask(status("web")).get(0);
      assertThat(web.name()).isEqualTo("web");
      assertThat(web.view().state()).isEqualTo(ServiceState.RUNNING);
      assertThat(web.needs()).containsExactly("db");
      assertThat(linit.ask(status("db")).get(0).neededBy()).containsExactly("web");
      assertThat(linit.ask(list()))
          .extracting(ServiceView::name)
          .containsExactly("bad", "boot", "db", "gated", "web");
      assertThat(linit.ask(graph("web")).edges())
          .containsExactly(new GraphView.Edge("web", "db", "dep"));
      assertThat(linit.ask(logs(1, "web"))).extracting(LogLine::text).containsExactly("up");
      assertThat(linit.ask(version())).containsEntry("root", rig.root().toString());
      assertThat(linit.ask(stop("db"))).containsExactlyInAnyOrder("db", "web");
      assertThat(linit.ask(reset())).isEmpty();
    }
  }

  @Test
  void whatWasNotDoneSaysWhy() throws Exception {
    try (LinitClient linit = LinitClient.connect(rig.socket())) {
      assertThatExceptionOfType(LinitException.class)
          .isThrownBy(() -> linit.ask(start("bad", "web")))
          .satisfies(
              e -> {
                assertThat(e.code()).isEqualTo(ExitCode.FAILED);
                assertThat(e.failures())
                    .extracting(LinitException.Failure::name, LinitException.Failure::code)
                    .containsExactly(tuple("bad", ExitCode.FAILED));
              })
          .withMessage("cannot start 'bad': start exited with 3: no route");
      assertThatExceptionOfType(LinitException.class)
          .isThrownBy(() -> linit.ask(status("wbe")))
          .withMessageContaining("did you mean 'web'?");
      assertThatExceptionOfType(LinitException.class)
          .isThrownBy(() -> linit.ask(state("db", ServiceState.FAILED)))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ExitCode.NOT_PERMITTED));
      // It can be asked on.
      assertThat(linit.ask(start("web"))).containsExactly("web");
    }
  }

  @Test
  void nobodyListeningIsAnIoException() {
    Path nowhere = rig.path("nowhere.sock");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> LinitClient.connect(nowhere))
        .isNotInstanceOf(LinitException.class);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AsyncLinitClient.connect(nowhere));
  }

  @Test
  void manyOperationsAreUnderWayAtOnce() throws Exception {
    try (AsyncLinitClient linit = AsyncLinitClient.connect(rig.socket())) {
      CompletableFuture<List<String>> gated = linit.ask(start("gated")).toCompletableFuture();
      at.hear();
      List<CompletableFuture<List<ServiceStatus>>> others = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        others.add(linit.ask(status("gated")).toCompletableFuture());
      }
      for (CompletableFuture<List<ServiceStatus>> other : others) {
        assertThat(result(other).get(0).view().state()).isEqualTo(ServiceState.STARTING);
      }
      assertThat(gated).isNotDone();
      gate.open();
      assertThat(result(gated)).containsExactly("gated");
    }
  }

  @Test
  void aStageFailsWithWhatLinitdSays() throws Exception {
    try (AsyncLinitClient linit = AsyncLinitClient.connect(rig.socket())) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> result(linit.ask(start("bad"))))
          .withCauseInstanceOf(LinitException.class)
          .withMessageContaining("start exited with 3");
    }
  }

  @Test
  void closingFailsWhatIsUnderWayAndWhatComesLater() throws Exception {
    AsyncLinitClient linit = AsyncLinitClient.connect(rig.socket());
    CompletionStage<List<String>> gated = linit.ask(start("gated"));
    at.hear();
    linit.close();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> result(gated))
        .withMessageContaining("the connection was closed");
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> result(linit.ask(list())))
        .withMessageContaining("the connection was closed");
    gate.open();
  }

  @Test
  void aDaemonThatDiesFailsWhatIsUnderWay() throws Exception {
    try (AsyncLinitClient linit = AsyncLinitClient.connect(rig.socket())) {
      CompletionStage<List<String>> gated = linit.ask(start("gated"));
      at.hear();
      daemon.die();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> result(gated))
          .withCauseInstanceOf(IOException.class);
      // Another one ends what is left.
      daemon = Daemon.start(rig);
      daemon.awaitBoot();
    }
  }

  @Test
  void eventsAreASnapshotAndThenEveryChangeInOrder() throws Exception {
    Follower follower = new Follower();
    try (AsyncLinitClient linit = AsyncLinitClient.connect(rig.socket())) {
      linit.events().subscribe(follower);
      follower.subscription().request(Long.MAX_VALUE);
      Event.Snapshot snapshot = (Event.Snapshot) follower.next();
      result(linit.ask(start("web")));
      long sequence = snapshot.sequence();
      List<String> seen = new ArrayList<>();
      while (!seen.contains("web running")) {
        Event.Changed changed = (Event.Changed) follower.next();
        assertThat(changed.sequence()).isEqualTo(++sequence);
        seen.add(changed.service().name() + " " + changed.service().state().word());
      }
      assertThat(seen).containsSubsequence("web starting", "db starting", "db running");
    }
    // The stream does not end with the client that gave it, but with linitd.
    daemon.close();
    assertThat(follower.completed.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingComesThatWasNotAskedForNorAfterCancelling() throws Exception {
    Follower follower = new Follower();
    try (AsyncLinitClient linit = AsyncLinitClient.connect(rig.socket())) {
      linit.events().subscribe(follower);
      follower.subscription().request(2);
      assertThat(follower.next()).isInstanceOf(Event.Snapshot.class);
      result(linit.ask(start("web")));
      assertThat(follower.next()).isInstanceOf(Event.Changed.class);
      follower.subscription().cancel();
      result(linit.ask(stop("db")));
      assertThat(follower.events).isEmpty();
      assertThat(follower.completed.getCount()).isOne();
    }
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static final class Follower implements Flow.Subscriber<Event> {
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch completed = new CountDownLatch(1);

    Flow.Subscription subscription() throws Exception {
      return result(subscribed);
    }

    Event next() throws Exception {
      Event event = events.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      return event;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscribed.complete(subscription);
    }

    @Override
    public void onNext(Event event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable problem) {
      throw new AssertionError(problem);
    }

    @Override
    public void onComplete() {
      completed.countDown();
    }
  }
}
