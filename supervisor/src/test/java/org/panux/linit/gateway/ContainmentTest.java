package org.panux.linit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.ActorKit;
import org.panux.linit.NoSupervision;
import org.panux.linit.model.Decision.Verb;
import org.panux.linit.process.FakeLauncher;
import org.panux.linit.process.Launcher;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.ScriptProcess;
import org.panux.linit.service.Registry;
import org.panux.linit.service.Service;
import org.panux.linit.service.Time;

/** Whatever goes wrong in an actor, for want of memory or by a mistake, is that actor's alone. */
@Timeout(60)
class ContainmentTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();
  @TempDir private Path folder;

  /** What is thrown, once, in which class. */
  private record Fault(Class<?> where, Throwable what) {}

  private final AtomicReference<Fault> armed = new AtomicReference<>();
  private final CountDownLatch thrown = new CountDownLatch(1);
  private final FakeLauncher launcher = new FakeLauncher();
  private TestGateway gateway;

  @BeforeEach
  void listen() throws IOException {
    Time time =
        () -> {
          throwIn(Service.class);
          throwIn(Registry.class);
          return Time.SYSTEM.now();
        };
    gateway =
        new TestGateway(
            kit, folder, this::launch, Set.of(), time, this::block, NoSupervision.processes());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  private void block(Runnable task) {
    throwIn(Connection.class);
    kit.blocking().execute(task);
  }

  private void throwIn(Class<?> where) {
    Fault fault = armed.get();
    if (fault != null
        && fault.where() == where
        && StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
            .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == where))
        && armed.compareAndSet(fault, null)) {
      thrown.countDown();
      sneak(fault.what());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable what) throws T {
    throw (T) what;
  }

  /** As the launcher that it stands for, but that an actor may fail on what it has launched. */
  private CompletionStage<Launcher.Running> launch(String service, Verb verb, RunToken token)
      throws Launcher.CannotLaunch {
    return launcher.launch(service, verb, token).thenApply(real -> new Faulty(service, real));
  }

  private final class Faulty implements Launcher.Running {
    private final String service;
    private final Launcher.Running real;

    Faulty(String service, Launcher.Running real) {
      this.service = service;
      this.real = real;
    }

    @Override
    public long logStart() {
      return real.logStart();
    }

    @Override
    public Optional<ProcessIdentity> identity() {
      return real.identity();
    }

    @Override
    public CompletionStage<Integer> exit() {
      if (service.equals("web")) {
        throwIn(ScriptProcess.class);
      }
      return real.exit();
    }

    @Override
    public String lastLine() {
      return real.lastLine();
    }

    @Override
    public void noteEnd() {
      real.noteEnd();
    }

    @Override
    public void signal(int number) {
      real.signal(number);
    }

    @Override
    public void terminate() {
      real.terminate();
    }

    @Override
    public void kill() {
      real.kill();
    }
  }

  static Stream<Arguments> faults() {
    return Stream.of(Service.class, ScriptProcess.class)
        .flatMap(
            where ->
                Stream.of(
                        new OutOfMemoryError("injected"),
                        new StackOverflowError("injected"),
                        new IllegalStateException("injected"),
                        new NoClassDefFoundError("injected"))
                    .map(what -> Arguments.of(where, what)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aServiceThatLinitdFailsOnFailsWithTheReasonAndAllElseGoesOn(Class<?> where, Throwable what)
      throws IOException {
    try (Peer other = gateway.client().send("start other\n");
        Peer client = gateway.client()) {
      launcher.next("start other").end(0);
      assertThat(other.read()).isEqualTo("notify other starting");
      assertThat(other.read()).isEqualTo("notify other running");
      armed.set(new Fault(where, what));
      client.send("{\"id\":1,\"op\":\"start\",\"names\":[\"web\"]}\n");
      assertThat(client.read()).contains("\"ok\":false", "linitd itself failed on it", "injected");
      assertThat(armed.get()).isNull();
      client.send("{\"id\":2,\"op\":\"status\",\"names\":[\"web\"]}\n");
      assertThat(client.read())
          .contains("\"state\":\"failed\"", what.getClass().getName() + ": injected");

      client.send("{\"id\":4,\"op\":\"status\",\"names\":[\"other\"]}\n");
      assertThat(client.read()).contains("\"state\":\"running\"");
      client.send("{\"id\":3,\"op\":\"start\",\"names\":[\"web\"]}\n");
      FakeLauncher.Run web = launcher.next("start web");
      if (where == ScriptProcess.class) {
        // That was the one that linitd failed on.
        web.end(0);
        web = launcher.next("start web");
      }
      web.end(0);
      assertThat(client.read()).startsWith("{\"id\":3,\"ok\":true");
    }
  }

  static Stream<Throwable> errors() {
    return Stream.of(
        new OutOfMemoryError("injected"),
        new StackOverflowError("injected"),
        new IllegalStateException("injected"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void theRegistryOutlivesItsFailures(Throwable what) throws Exception {
    try (Peer first = gateway.client();
        Peer client = gateway.client()) {
      armed.set(new Fault(Registry.class, what));
      first.send("start lost\n");
      assertThat(thrown.await(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(first.read()).isEqualTo("notify lost bad");
      client.send("start web\n");
      FakeLauncher.Run run = launcher.next("start web");
      run.end(0);
      assertThat(client.read()).isEqualTo("notify web starting");
      assertThat(client.read()).isEqualTo("notify web running");
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void aConnectionThatLinitdFailsOnEndsAndNoOther(Throwable what) throws IOException {
    try (Peer other = gateway.client().send("start other\n");
        Peer client = gateway.client()) {
      FakeLauncher.Run run = launcher.next("start other");
      assertThat(other.read()).isEqualTo("notify other starting");
      armed.set(new Fault(Connection.class, what));
      // Who speaks is looked for elsewhere, since that blocks.
      client.send("{\"id\":1,\"op\":\"start\",\"names\":[\"web\"]}\n");
      assertThat(client.read()).isNull();
      assertThat(armed.get()).isNull();
      run.end(0);
      assertThat(other.read()).isEqualTo("notify other running");
      try (Peer next = gateway.client().send("start web\n")) {
        launcher.next("start web").end(0);
        assertThat(next.read()).isEqualTo("notify web starting");
        assertThat(next.read()).isEqualTo("notify web running");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "restart", "record"})
  void whoAsksTheRegistryForWhatItFailsOnIsToldSo(String op) throws IOException {
    try (Peer client = gateway.client().send("start web\n");
        Peer asker = gateway.client()) {
      launcher.next("start web").end(0);
      assertThat(client.read()).isEqualTo("notify web starting");
      assertThat(client.read()).isEqualTo("notify web running");
      armed.set(new Fault(Registry.class, new IllegalStateException("injected")));
      asker.send("{\"id\":1,\"op\":\"" + op + "\",\"names\":[\"web\"]}\n");
      assertThat(asker.read())
          .startsWith("{\"id\":1,\"ok\":false,\"code\":1,")
          .contains("linitd itself failed on it", "injected");
      asker.send("{\"id\":2,\"op\":\"record\",\"names\":[\"web\"]}\n");
      assertThat(asker.read()).startsWith("{\"id\":2,\"ok\":true");
    }
  }
}
