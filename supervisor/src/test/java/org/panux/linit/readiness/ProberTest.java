package org.panux.linit.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.panux.linit.ActorKit;
import org.panux.linit.Rig;
import org.panux.linit.model.Reason;
import org.panux.linit.process.RunToken;
import org.panux.linit.setting.Readiness;

/** Whole probers, on real sockets, files and processes. */
class ProberTest {
  private static final Duration NO_LIMIT = Duration.ZERO;

  @RegisterExtension private final ActorKit kit = new ActorKit();

  private final List<Process> started = new ArrayList<>();
  private Path root;
  private Prober.Setup setup;
  private TestProbe<Prober.Told> owner;
  private RunToken token;
  private LongPredicate owns = pid -> false;

  @BeforeEach
  void makeARig(@TempDir Path folder) throws IOException {
    root = folder;
    Rig rig = Rig.at(root);
    Files.createDirectories(rig.run());
    Files.createDirectories(rig.log());
    setup = Prober.Setup.of(rig, List.of("/bin/sh"));
    owner = kit.probe(Prober.Told.class);
    token = RunToken.create("i", "web", 1);
  }

  @AfterEach
  void leaveNothing() {
    started.forEach(Process::destroyForcibly);
  }

  private ActorRef<Prober.Message> start(String ready, Duration timeout) throws Exception {
    Target target =
        new Target(
            token,
            root.resolve("log/web.log"),
            OptionalLong.of(0),
            Map.of(),
            root,
            pid -> owns.test(pid));
    return kit.spawn(Prober.create(setup, Readiness.parse(ready), target, timeout, owner.getRef()));
  }

  /** A prober that is prepared. */
  private ActorRef<Prober.Message> prepare(String ready) throws Exception {
    ActorRef<Prober.Message> prober = start(ready, NO_LIMIT);
    assertThat(next()).isEqualTo(new Prober.Prepared());
    return prober;
  }

  private Prober.Result next() {
    return owner.receiveMessage(ActorKit.HANGS).result();
  }

  private void isReady() {
    assertThat(next()).isEqualTo(new Prober.Ready(Optional.empty()));
  }

  private void stop(ActorRef<Prober.Message> prober) {
    prober.tell(new Prober.Stop());
    owner.expectTerminated(prober, ActorKit.HANGS);
  }

  private Path socket() {
    return root.resolve("run/notify").resolve(token.secret().substring(0, 16));
  }

  private void send(String... datagrams) throws IOException {
    try (AFUNIXDatagramSocket sender = AFUNIXDatagramSocket.newInstance()) {
      sender.connect(AFUNIXSocketAddress.of(socket()));
      for (String text : datagrams) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sender.send(new DatagramPacket(bytes, bytes.length));
      }
    }
  }

  private Process process(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  @Test
  void whatHoldsAtOnceIsReadyOnceItIsPrepared() throws Exception {
    prepare("exec:test -d run && exec:true");
    isReady();
  }

  @Test
  void whatComesLaterIsReadyThen() throws Exception {
    int port;
    try (ServerSocket before = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = before.getLocalPort();
    }
    // What holds stays held, also where it does not hold any more.
    Files.createDirectory(root.resolve("once"));
    prepare("tcp:127.0.0.1:" + port + " && file:ready && exec:rmdir once");
    Eventually.holds(() -> Files.notExists(root.resolve("once")));
    Files.createFile(root.resolve("ready"));
    try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      isReady();
      assertThat(server.isBound()).isTrue();
    }
  }

  @Test
  void aLineOfOutputIsFound() throws Exception {
    prepare("log:accepts connections on [0-9]+");
    Files.writeString(root.resolve("log/web.log"), "web accepts connections on 80\n");
    isReady();
  }

  @Test
  void aNewlineIsReady() throws Exception {
    ActorRef<Prober.Message> prober = prepare("fd:4");
    prober.tell(new Prober.Newline());
    prober.tell(new Prober.Newline());
    isReady();
    stop(prober);
    owner.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aStalePidFileIsWaitedOut() throws Exception {
    Process old = process("sleep", "1000");
    old.destroyForcibly().waitFor();
    Process daemon = process("sleep", "1000");
    owns = pid -> pid == daemon.pid();
    Path file = root.resolve("run/web.pid");
    Files.writeString(file, old.pid() + "\n");
    prepare("pid:run/web.pid");
    Path fresh = root.resolve("run/web.pid.new");
    Files.writeString(fresh, daemon.pid() + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(next()).isEqualTo(new Prober.Ready(Optional.of(daemon.pid())));
  }

  @Test
  void aServiceTellsThatItIsReadyAndHowItIs() throws Exception {
    ActorRef<Prober.Message> prober = prepare("notify");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-rw-rw-");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().getParent())))
        .isEqualTo("rwx--x--x");
    send("STATUS=loading");
    assertThat(next()).isEqualTo(new Prober.Status("loading"));
    send("", "rubbish\0\n\n=", "x".repeat(10_000) + "\nREADY=1", "READY=1\nMAINPID=7");
    isReady();
    send("STATUS=serving", "READY=1");
    assertThat(next()).isEqualTo(new Prober.Status("serving"));
    stop(prober);
    Eventually.holds(() -> Files.notExists(socket()));
    owner.expectNoMessage(Duration.ZERO);
  }

  @Test
  void ofAStatusThatChangesAllTheTimeTheLastComesThroughAndNotEach() throws Exception {
    prepare("notify");
    String[] all = new String[2000];
    for (int i = 0; i < all.length; i++) {
      all[i] = "STATUS=" + i;
    }
    send(all);
    List<Integer> heard = new ArrayList<>();
    do {
      heard.add(Integer.parseInt(((Prober.Status) next()).text()));
    } while (heard.get(heard.size() - 1) != all.length - 1);
    assertThat(heard).isSorted().hasSizeLessThan(all.length);
  }

  @Test
  void theTimeOutSaysWhatIsMissing() throws Exception {
    ActorRef<Prober.Message> prober =
        start("fd:3 && exec:true && notify && pid:x", Duration.ofMillis(300));
    assertThat(next()).isEqualTo(new Prober.Prepared());
    String said = ((Prober.TimedOut) next()).lastSeen();
    assertThat(said)
        .startsWith("fd:3: nothing was written to descriptor 3; ")
        .contains("notify: no READY=1 was sent to its NOTIFY_SOCKET; pid:x: ");
    // Too late; but what it says of itself is still heard.
    prober.tell(new Prober.Newline());
    send("READY=1\nSTATUS=late");
    assertThat(next()).isEqualTo(new Prober.Status("late"));
    stop(prober);
    owner.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aSocketThatCannotBeMadeIsSaidBeforeTheStart() throws Exception {
    Files.createFile(root.resolve("run/notify"));
    start("notify", NO_LIMIT);
    Reason reason = ((Prober.Impossible) next()).reason();
    assertThat(reason.ok()).isFalse();
    assertThat(reason.text())
        .isEqualTo(
            "cannot watch for its readiness: cannot listen on "
                + socket()
                + ": "
                + root.resolve("run/notify")
                + " is in the way");
  }

  @Test
  void aSocketWhosePathIsTooLongIsSaidBeforeTheStart() throws Exception {
    Rig deep = Rig.at(root.resolve("x".repeat(100)));
    Files.createDirectories(deep.run());
    setup = Prober.Setup.of(deep, List.of("/bin/sh"));
    start("notify", NO_LIMIT);
    assertThat(((Prober.Impossible) next()).reason().text())
        .contains("bytes long, at most 107 are possible; choose a shorter folder for the rig");
  }

  @Test
  void aStopEndsWhatRuns() throws Exception {
    ActorRef<Prober.Message> prober =
        prepare("exec:echo $$ >pid.new; mv pid.new pid; sleep 1000; :");
    Path file = root.resolve("pid");
    Eventually.holds(() -> Files.exists(file));
    ProcessHandle shell =
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(shell.descendants().toList());
    all.add(shell);
    stop(prober);
    Eventually.holds(() -> all.stream().allMatch(Gone::is));
    owner.expectNoMessage(Duration.ZERO);
  }

  @Test
  void nothingIsLeftOfManyProbers() throws Exception {
    Files.writeString(root.resolve("log/web.log"), "starting\n");
    cycle();
    Eventually.holds(() -> threads().isEmpty());
    int before = descriptors();
    for (int i = 0; i < 50; i++) {
      cycle();
    }
    Eventually.holds(() -> descriptors() <= before);
    Eventually.holds(() -> threads().isEmpty());
    assertThat(root.resolve("run/notify")).isEmptyDirectory();
    try (var files = Files.list(root.resolve("run"))) {
      assertThat(files).containsExactly(root.resolve("run/notify"));
    }
  }

  private void cycle() throws Exception {
    token = RunToken.create("i", "web", 1);
    ActorRef<Prober.Message> prober =
        prepare(
            "notify && exec:exec sleep 1000 && log:never && unix:run/none && tcp:127.0.0.1:1"
                + " && pid:x && fd:3");
    send("STATUS=x");
    assertThat(next()).isEqualTo(new Prober.Status("x"));
    stop(prober);
  }

  private static int descriptors() {
    return new File("/proc/self/fd").list().length;
  }

  /** Those that a prober has started. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("notify") || name.equals("probe"))
        .toList();
  }
}
