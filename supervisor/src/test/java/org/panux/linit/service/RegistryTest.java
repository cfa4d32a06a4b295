package org.panux.linit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.panux.linit.protocol.ServiceState.FAILED;
import static org.panux.linit.protocol.ServiceState.RUNNING;
import static org.panux.linit.protocol.ServiceState.STARTING;
import static org.panux.linit.protocol.ServiceState.STOPPED;
import static org.panux.linit.protocol.ServiceState.STOPPING;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.panux.linit.ActorKit;
import org.panux.linit.NoSupervision;
import org.panux.linit.flight.Flight;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Cause;
import org.panux.linit.model.Moment;
import org.panux.linit.model.Notice;
import org.panux.linit.model.Reason;
import org.panux.linit.process.Adopter;
import org.panux.linit.process.FakeLauncher;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessIdentity;
import org.panux.linit.process.ProcessWatcher;
import org.panux.linit.process.RunToken;
import org.panux.linit.process.ScriptProcess;
import org.panux.linit.process.SignalSender;
import org.panux.linit.process.Sweeper;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.protocol.ServiceView;
import org.panux.linit.state.Entry;
import org.panux.linit.state.FakeJournal;
import org.panux.linit.state.Journal;
import org.panux.linit.state.Recovered;
import org.panux.linit.state.ServiceRecord;

/** The registry with its services and their script processes, as real actors. */
class RegistryTest {
  private static final String INSTANCE = "i";

  @RegisterExtension private final ActorKit kit = new ActorKit();

  private final FakeLauncher launcher = new FakeLauncher();
  private final List<String> said = new CopyOnWriteArrayList<>();

  private final BlockingQueue<Entry> written = new LinkedBlockingQueue<>();

  /** The next start of any service fails before anything is decided about it. */
  private final AtomicBoolean failing = new AtomicBoolean();

  /** What no sweep can end. */
  private volatile Set<ProcessIdentity> left = Set.of();

  private ActorRef<Registry.Message> registry;
  private TestProbe<Notice> client;

  /** Sees what the journal is told. */
  private TestProbe<Journal.Message> journal;

  @BeforeEach
  void aRegistry() {
    journal = kit.probe(Journal.Message.class);
    ActorRef<Sweeper.Message> sweeper =
        kit.spawn(
            Behaviors.receive(Sweeper.Message.class)
                .onMessage(
                    Sweeper.Sweep.class,
                    sweep -> {
                      sweep.replyTo().tell(new Sweeper.Swept(left));
                      return Behaviors.same();
                    })
                .build());
    ScriptProcess.Setup scripts =
        new ScriptProcess.Setup(
            launcher,
            kit.blocking(),
            NoSupervision::written,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofHours(1));
    registry =
        kit.spawn(
            Registry.create(
                new Service.Setup(
                    INSTANCE,
                    scripts,
                    NoSupervision.probers(),
                    NoSupervision.logs(),
                    sweeper,
                    nobody(),
                    kit.spawn(
                        Behaviors.monitor(
                            Journal.Message.class,
                            journal.getRef(),
                            FakeJournal.create(written::add))),
                    new Markers(RunToken.random()),
                    this::now,
                    Flight.NONE,
                    said::add),
                Recovered.nothing()));
    client = kit.probe(Notice.class);
  }

  private Moment now() {
    if (StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
            .walk(
                frames ->
                    frames.anyMatch(
                        frame ->
                            frame.getDeclaringClass() == Service.class
                                && frame.getMethodName().equals("onStart")))
        && failing.compareAndSet(true, false)) {
      throw new IllegalStateException("injected");
    }
    return Time.SYSTEM.now();
  }

  /** No process is there to be adopted. */
  private Adopter nobody() {
    return new Adopter(
        kit.probe(ProcessWatcher.Message.class).getRef(),
        new SignalSender(List.of("/bin/sh"), Path.of("/"), kit.blocking()),
        NoSupervision.processes(),
        service -> Optional.empty());
  }

  private void start(TestProbe<Notice> listener, String... names) {
    registry.tell(
        new Registry.Start(Asker.CLIENT, List.of(names), listener.getRef(), Optional.empty()));
  }

  /** Stops it, and its script has ended. */
  private void stop(String name) {
    registry.tell(
        new Registry.Stop(
            Optional.empty(),
            List.of(name),
            Registry.StopKind.STOP,
            false,
            kit.probe(StopReply.class).getRef()));
    launcher.next("stop " + name).end(0);
  }

  private static void hears(TestProbe<Notice> listener, String name, ServiceState state) {
    Notice notice = listener.receiveMessage(ActorKit.HANGS);
    assertThat(notice.name() + " " + notice.state().word()).isEqualTo(name + " " + state.word());
  }

  @Test
  void whatNoSignalEndsIsSaid() {
    start(client, "web");
    hears(client, "web", ServiceState.STARTING);
    launcher.next("start web").end(0);
    hears(client, "web", ServiceState.RUNNING);
    left = Set.of(new ProcessIdentity(4711, 1), new ProcessIdentity(815, 2));
    stop("web");
    hears(client, "web", ServiceState.STOPPING);
    hears(client, "web", ServiceState.STOPPED);
    assertThat(said)
        .containsExactly(
            "'web': not even SIGKILL has ended what is left;"
                + " see 'ps -o pid,stat,wchan,args -p 815,4711'");
  }

  /** The next linitd could otherwise take for running what this one has ended. */
  @Test
  void whatIsLeftIsEndedOnceItIsOnTheDiskThatItIsStopped() {
    up("web");
    stop("web");
    assertThat(onTheDiskAt(Sweeper.Sweep.class).memory().state()).isEqualTo(STOPPING);
  }

  /** Likewise: what nobody watches may be ended by its stop script. */
  @Test
  void theStopScriptBeginsOnceItIsOnTheDiskThatItIsStopped() {
    up("web");
    stop("web");
    ServiceRecord known = onTheDiskAt(ScriptProcess.Begin.class);
    assertThat(known.memory().state()).isEqualTo(STOPPING);
    assertThat(known.current().orElseThrow().run()).isEqualTo(known.memory().run());
  }

  /** What is written of the one service before a message of that kind is let through. */
  private ServiceRecord onTheDiskAt(Class<?> kind) {
    Optional<ServiceRecord> known = Optional.empty();
    while (true) {
      Journal.Message next = journal.receiveMessage(ActorKit.HANGS);
      if (next instanceof Journal.Put put && put.entry() instanceof ServiceRecord web) {
        known = Optional.of(web);
      } else if (next instanceof Journal.Forward<?> forward && kind.isInstance(forward.message())) {
        return known.orElseThrow();
      }
    }
  }

  private Optional<Service.Identity> claim(RunToken token) {
    TestProbe<Service.Claimed> probe = kit.probe(Service.Claimed.class);
    registry.tell(new Registry.Claim(token, probe.getRef()));
    return probe.receiveMessage(ActorKit.HANGS).identity();
  }

  /** The script {@code run} says {@code dep NAMES}; the answer comes to what is returned. */
  private TestProbe<Service.Verdict> dep(FakeLauncher.Run run, String... names) {
    TestProbe<Service.Verdict> probe = kit.probe(Service.Verdict.class);
    Service.Identity self = claim(run.token()).orElseThrow();
    self.service()
        .tell(new Service.Depend(self.run(), DependencyKind.DEP, List.of(names), probe.getRef()));
    return probe;
  }

  private static Reason verdict(TestProbe<Service.Verdict> probe) {
    return probe.receiveMessage(ActorKit.HANGS).reason().orElseThrow();
  }

  /** Brings up {@code name}, whose script needs {@code needs}, which are brought up before it. */
  private FakeLauncher.Run up(String name, String... needs) {
    start(client, name);
    hears(client, name, STARTING);
    FakeLauncher.Run run = launcher.next("start " + name);
    if (needs.length > 0) {
      TestProbe<Service.Verdict> answer = dep(run, needs);
      for (String other : needs) {
        launcher.next("start " + other).end(0);
      }
      assertThat(verdict(answer)).isEqualTo(Reason.NONE);
    }
    run.end(0);
    hears(client, name, RUNNING);
    return run;
  }

  @Test
  void aDepGoesFromServiceToService() {
    start(client, "web");
    FakeLauncher.Run web = launcher.next("start web");
    TestProbe<Service.Verdict> answer = dep(web, "db");
    FakeLauncher.Run db = launcher.next("start db");
    hears(client, "web", STARTING);
    db.end(0);
    assertThat(verdict(answer)).isEqualTo(Reason.NONE);
    web.end(0);
    hears(client, "web", RUNNING);
  }

  @Test
  void aFailureGoesBackToTheScriptThatNeedsIt() {
    start(client, "web");
    FakeLauncher.Run web = launcher.next("start web");
    TestProbe<Service.Verdict> answer = dep(web, "db");
    launcher.next("start db").end(3, "no disk");
    Reason reason =
        new Reason(
            151, "dependency 'db' failed: start exited with 3: no disk", Cause.dependency("db"));
    assertThat(verdict(answer)).isEqualTo(reason);
    hears(client, "web", STARTING);
    web.end(151);
    Notice notice = client.receiveMessage(ActorKit.HANGS);
    assertThat(notice.state()).isEqualTo(FAILED);
    assertThat(notice.reason()).isEqualTo(reason);
  }

  @Test
  void aScriptThatCannotBeLaunchedFailsWithItsReason() {
    Reason problem = new Reason(ExitCode.NO_SUCH_SERVICE, "no such service");
    launcher.refuse("nothing", problem);
    start(client, "nothing");
    hears(client, "nothing", STARTING);
    assertThat(client.receiveMessage(ActorKit.HANGS))
        .isEqualTo(Notice.of("nothing", FAILED, problem));
  }

  @Test
  void aCycleIsRefusedToWhoClosesIt() {
    start(client, "a");
    FakeLauncher.Run a = launcher.next("start a");
    TestProbe<Service.Verdict> first = dep(a, "b");
    FakeLauncher.Run b = launcher.next("start b");
    assertThat(verdict(dep(b, "a"))).isEqualTo(Reason.deadlock(List.of("a", "b", "a")));
    b.end(150);
    assertThat(verdict(first).text()).isEqualTo("dependency 'b' failed: would deadlock: a → b → a");
  }

  @Test
  void aListenerHearsUntilItDoesNotWantToOrEnds() {
    TestProbe<Notice> leaving = kit.probe(Notice.class);
    TestProbe<Notice> ending = kit.probe(Notice.class);
    TestProbe<Notice> last = kit.probe(Notice.class);
    start(client, "web");
    start(leaving, "web");
    start(ending, "web");
    start(last, "web");
    for (TestProbe<Notice> listener : List.of(client, leaving, ending, last)) {
      hears(listener, "web", STARTING);
    }
    registry.tell(new Registry.Unlisten("web", leaving.getRef()));
    ending.stop();
    // The answer comes by the same way as the request before it went.
    FakeLauncher.Run web = launcher.next("start web");
    assertThat(claim(web.token())).isPresent();
    web.end(0);
    hears(last, "web", RUNNING);
    hears(client, "web", RUNNING);
    leaving.expectNoMessage(Duration.ZERO);
  }

  @Test
  void onlyTheTokenOfTheNewestStartSpeaksForAService() {
    FakeLauncher.Run first = up("web");
    RunToken token = first.token();
    Service.Identity self = claim(token).orElseThrow();
    assertThat(self.name()).isEqualTo("web");
    assertThat(self.script()).as("its script runs").isFalse();
    RunToken forged = new RunToken(INSTANCE, "web", token.run(), "guessed");
    assertThat(claim(forged)).isEmpty();
    assertThat(claim(new RunToken(INSTANCE, "unknown", 1, token.secret()))).isEmpty();
    self.service().tell(new Service.Reported(self.run(), ServiceState.FAILED));
    hears(client, "web", FAILED);
    start(client, "web");
    FakeLauncher.Run second = launcher.next("start web");
    assertThat(claim(token)).isEmpty();
    assertThat(claim(second.token())).hasValueSatisfying(it -> assertThat(it.script()).isTrue());
  }

  @Test
  void aProcessOfARunThatIsOverCannotReport() {
    Service.Identity old = claim(up("web").token()).orElseThrow();
    old.service().tell(new Service.Reported(old.run(), STOPPED));
    hears(client, "web", STOPPED);
    registry.tell(
        new Registry.Start(
            Asker.CLIENT, List.of("web"), kit.probe(Notice.class).getRef(), Optional.empty()));
    hears(client, "web", STARTING);
    launcher.next("start web").end(0);
    hears(client, "web", RUNNING);
    old.service().tell(new Service.Reported(old.run(), ServiceState.FAILED));
    start(client, "web");
    hears(client, "web", RUNNING);
  }

  @Test
  void aStopRunsTheStopScriptsOfDependentsFirst() {
    up("web", "db");
    TestProbe<StopReply> reply = kit.probe(StopReply.class);
    registry.tell(
        new Registry.Stop(
            Optional.empty(), List.of("db"), Registry.StopKind.STOP, false, reply.getRef()));
    StopReply.Begun begun = (StopReply.Begun) reply.receiveMessage(ActorKit.HANGS);
    assertThat(begun.names()).containsExactlyInAnyOrder("db", "web");
    FakeLauncher.Run web = launcher.next("stop web");
    hears(client, "web", STOPPING);
    assertThat(launcher.isIdle()).isTrue();
    web.end(0);
    hears(client, "web", STOPPED);
    launcher.next("stop db").end(1, "still busy");
    StopReply.Done done = (StopReply.Done) reply.receiveMessage(ActorKit.HANGS);
    assertThat(done.services())
        .filteredOn(view -> view.name().equals("db"))
        .extracting(ServiceView::reason)
        .containsExactly("stop exited with 1: still busy");
  }

  @Test
  void aRestartBringsBackWhatNeededIt() {
    up("web", "db");
    TestProbe<StopReply> reply = kit.probe(StopReply.class);
    registry.tell(
        new Registry.Stop(
            Optional.empty(), List.of("db"), Registry.StopKind.RESTART, false, reply.getRef()));
    launcher.next("stop web").end(0);
    launcher.next("stop db").end(0);
    assertThat(reply.receiveMessage(ActorKit.HANGS)).isInstanceOf(StopReply.Begun.class);
    assertThat(reply.receiveMessage(ActorKit.HANGS)).isInstanceOf(StopReply.Done.class);
    List.of(STOPPING, STOPPED, STARTING).forEach(state -> hears(client, "web", state));
  }

  /** Another linitd would start it again for ever, whoever has stopped it since. */
  @Test
  void aRestartWhoseStartLinitdFailsOnIsOverAsWell() throws InterruptedException {
    up("web", "db");
    TestProbe<StopReply> reply = kit.probe(StopReply.class);
    registry.tell(
        new Registry.Stop(
            Optional.empty(), List.of("web"), Registry.StopKind.RESTART, false, reply.getRef()));
    FakeLauncher.Run stop = launcher.next("stop web");
    failing.set(true);
    stop.end(0);
    List.of(STOPPING, STOPPED, FAILED).forEach(state -> hears(client, "web", state));
    Entry last = null;
    while (!(last instanceof Entry.Restart restart && restart.gone())) {
      last = written.poll(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS);
      assertThat(last).as("the end of the restart").isNotNull();
    }
    TestProbe<Registry.Quiet> quiet = kit.probe(Registry.Quiet.class);
    registry.tell(new Registry.Shutdown(quiet.getRef()));
    launcher.next("stop db").end(0);
    quiet.receiveMessage(ActorKit.HANGS);
  }

  @Test
  void aShutdownStopsAllAndIsThenQuiet() {
    up("web", "db");
    TestProbe<Registry.Quiet> quiet = kit.probe(Registry.Quiet.class);
    registry.tell(new Registry.Shutdown(quiet.getRef()));
    launcher.next("stop web").end(0);
    launcher.next("stop db").end(0);
    quiet.receiveMessage(ActorKit.HANGS);
    TestProbe<Notice> late = kit.probe(Notice.class);
    start(late, "new");
    assertThat(late.receiveMessage(ActorKit.HANGS).reason().text())
        .isEqualTo("linitd is shutting down");
    assertThat(launcher.isIdle()).isTrue();
  }

  @Test
  void aShutdownEndsStartScriptsThatRun() {
    start(client, "web");
    FakeLauncher.Run web = launcher.next("start web");
    TestProbe<Registry.Quiet> quiet = kit.probe(Registry.Quiet.class);
    assertThat(claim(web.token())).isPresent();
    registry.tell(new Registry.Shutdown(quiet.getRef()));
    assertThat(web.signal()).isEqualTo("TERM");
    web.end(143);
    quiet.receiveMessage(ActorKit.HANGS);
  }

  @Test
  void aKillEndsAllAtOnceWithoutStopScripts() {
    up("db");
    start(client, "web");
    FakeLauncher.Run web = launcher.next("start web");
    TestProbe<Registry.Quiet> quiet = kit.probe(Registry.Quiet.class);
    registry.tell(new Registry.KillAll(quiet.getRef()));
    assertThat(web.signal()).isEqualTo("KILL");
    web.end(137);
    quiet.receiveMessage(ActorKit.HANGS);
    assertThat(launcher.isIdle()).isTrue();
  }

  @Test
  void aFollowerGetsASnapshotAndThenEveryChangeInOrder() {
    up("db");
    TestProbe<Feed.Sent> follower = kit.probe(Feed.Sent.class);
    registry.tell(
        new Registry.Follow(
            new Feed.Follow(follower.getRef(), "7", (byte) '\n', OptionalLong.empty())));
    Feed.Snapshot snapshot = (Feed.Snapshot) follower.receiveMessage(ActorKit.HANGS);
    assertThat(snapshot.graph().services()).extracting(ServiceView::name).containsExactly("db");
    snapshot.feed().tell(new Feed.Taken(follower.getRef()));
    start(client, "web");
    launcher.next("start web").end(0);
    StringBuilder lines = new StringBuilder();
    while (!lines.toString().contains("running")) {
      Feed.Events events = (Feed.Events) follower.receiveMessage(ActorKit.HANGS);
      lines.append(new String(events.lines(), StandardCharsets.UTF_8));
      events.feed().tell(new Feed.Taken(follower.getRef()));
    }
    long sequence = snapshot.sequence();
    assertThat(lines.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("{\"id\":7,\"event\":\"service\",\"seq\":" + (sequence + 1))
                    .contains("\"cause\":{\"by\":\"linitctl\",\"text\":\"client\"}")
                    .contains("{\"name\":\"web\",\"state\":\"starting\""),
            line ->
                assertThat(line)
                    .startsWith("{\"id\":7,\"event\":\"service\",\"seq\":" + (sequence + 2))
                    .contains("\"cause\":{\"by\":\"itself\"")
                    .contains("{\"name\":\"web\",\"state\":\"running\""));
  }

  @Test
  void theGraphHoldsWhatWasDiscoveredAndNoNamesWithoutAScript() {
    launcher.refuse("nothing", new Reason(ExitCode.NO_SUCH_SERVICE, "no such service"));
    start(client, "nothing");
    hears(client, "nothing", STARTING);
    hears(client, "nothing", FAILED);
    up("web", "db");
    TestProbe<Registry.Looked> probe = kit.probe(Registry.Looked.class);
    registry.tell(new Registry.Look(probe.getRef()));
    var graph = probe.receiveMessage(ActorKit.HANGS).graph();
    assertThat(graph.services())
        .extracting(ServiceView::name)
        .containsExactlyInAnyOrder("web", "db");
    assertThat(graph.edges()).hasSize(1);
    assertThat(graph.edges().get(0).kind()).isEqualTo("dep");
  }
}
