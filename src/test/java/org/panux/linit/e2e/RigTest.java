package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.panux.linit.client.LogLine;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.rig.EachService;
import org.panux.linit.rig.Rig;
import org.panux.linit.rig.RigFaults;
import org.panux.linit.rig.RigLog;

/** The JUnit extension, used as its users do, and run from outside where it has to fail. */
class RigTest {
  /** How often one boots of which nothing may be left. */
  private static final int BOOTS = Integer.getInteger("linit.boots", 5);

  private static final Path REPORTS = Path.of("target/linit-rig").toAbsolutePath();

  private static final TestRig FOLDER =
      TestRig.create()
          .conf("kill-grace = 300 ms\n")
          .script("db", "command=sleep", "command_args=100000")
          .script("cache", "depends() { port CACHE; }", "command=sleep", "command_args=100000")
          .script(
              "web",
              "depends() { dep db cache; }",
              "start() { echo web is up; supervise -- sleep 100000; }")
          .script("broken", "start() {", "  echo 'no such table: shop'", "  return 3", "}")
          .script("app", "depends() { dep broken; }")
          .script("never")
          .enable("never");

  @RegisterExtension static final Rig rig = Rig.at(FOLDER.root()).ready("web");

  @AfterAll
  static void remove() {
    FOLDER.close();
  }

  @Test
  void whatIsReadyRunsAndNothingElse() {
    assertThat(rig.services()).containsExactly("cache", "db", "web");
    assertThat(rig.state("never")).isEqualTo(ServiceState.NULL);
    assertThat(rig.pid("web")).isPositive();
    assertThat(rig.port("CACHE")).isBetween(20_000, 31_999);
    assertThat(rig.logs(10, "web")).contains("web is up");
    assertThat(rig.status("web").needs()).containsExactly("db", "cache");
    assertThat(FOLDER.path("run")).doesNotExist();
  }

  @Test
  void commandsHaveTheRig() {
    assertThat(rig.exec("sh", "-c", "echo $CACHE; exit 4").output())
        .isEqualTo(rig.port("CACHE") + "\n");
    assertThat(rig.exec("sh", "-c", "exit 4").code()).isEqualTo(4);
    assertThat(rig.exec(Command.bin("linitctl"), "is-running", "web").code()).isZero();
    assertThat(catchThrowable(() -> rig.exec("no-such-command")))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "the rig "
                + FOLDER.root()
                + ": cannot run 'no-such-command': No such file or directory");
  }

  @ParameterizedTest
  @EachService(except = "web")
  void theLossOfAnyOneIsSeen(String name, RigFaults faults) {
    faults.kill(name);
    rig.await(name).failed();
    rig.await("web").degraded();
  }

  @Test
  void allThatCanBeBrokenIsShownAndUndone(RigFaults faults) {
    long db = rig.pid("db");
    faults.unready("db");
    rig.await("web").degraded();
    assertThat(rig.status("db").view().main().faults()).containsExactly("unready");
    faults.clear("db");
    rig.await("db").running();
    assertThat(rig.pid("db")).isEqualTo(db);
    faults.failNextStart("cache", 3);
    assertThat(catchThrowable(() -> rig.restart("cache")))
        .hasMessageContaining("start exited with 3 (fault: fail=3)");
    // It is started again with what it needs, and not waited for: one that asks too early shares
    // that.
    rig.await("web").failed();
    rig.start("web");
    faults.crashLoop("cache");
    rig.await("cache").failed();
    rig.await("web").degraded();
    faults.crashLoop("db", Duration.ofHours(1));
    faults.slowOutput("db", 100);
    faults.delay("web", Duration.ofHours(1));
    assertThat(rig.exec(Command.bin("linitctl"), "fault", "list").output())
        .contains("web  delay=3600000ms", "db  crash-loop=3600000ms, slow-output=100");
    assertThat(catchThrowable(() -> faults.failNextStart("db", 256)))
        .hasMessageContaining("'256' will not do: 'fail' needs an exit code from 1 to 255");
  }

  @Test
  void whatATestBreaksByOtherMeansIsWholeAsWell() {
    rig.exec(Command.bin("linitctl"), "fault", "freeze", "db");
    rig.afterEach(null);
    assertThat(rig.status("db").view().main().faults()).isEmpty();
  }

  @Test
  void linesAreReadAsTheyArePrinted() {
    try (RigLog log = rig.follow("web", "db")) {
      rig.restart("web");
      assertThat(log.await("is up").name()).isEqualTo("web");
    }
    try (RigLog log = rig.follow("web");
        Stream<String> lines = log.stream().map(LogLine::text)) {
      rig.restart("web");
      assertThat(lines.filter(it -> it.startsWith("web")).findFirst()).contains("web is up");
    }
    assertThat(rig.pids("web")).contains(rig.pid("web"));
    assertThat(rig.pids("never")).isEmpty();
  }

  @Test
  void whatStandsStillGoesOn(RigFaults faults) {
    long pid = rig.pid("db");
    faults.freeze("db");
    Await.until(() -> stateOf(pid).equals("T"), () -> stateOf(pid));
    faults.thaw("db");
    Await.until(() -> stateOf(pid).equals("S"), () -> stateOf(pid));
    faults.freeze("db");
  }

  private static String stateOf(long pid) {
    return Command.run("ps", "-o", "stat=", "-p", Long.toString(pid)).out().substring(0, 1);
  }

  @Test
  void aWaitThatCannotEndSaysWhyAtOnce() {
    Throwable start = catchThrowable(() -> rig.start("app"));
    Throwable wait = catchThrowable(() -> rig.await("app").running());
    Throwable late = catchThrowable(() -> rig.await("web").within(Duration.ofMillis(50)).failed());
    Throwable never = catchThrowable(() -> rig.await("never").degraded());
    assertThat(start)
        .hasMessageStartingWith("the rig " + FOLDER.root() + ": cannot start 'app': ")
        .hasMessageContaining("broken failed: start exited with 3: no such table: shop")
        .hasMessageContaining("broken has printed:\n    no such table: shop")
        .hasMessageMatching("(?s).*\n  the report: " + REPORTS + "/RigTest-\\d+.html");
    String page = start.getMessage().replaceAll("(?s).*the report: ", "");
    assertThat(Path.of(page)).content().contains("no such table: shop");
    assertThat(wait)
        .hasMessageContaining("'app' does not come to run: ")
        .hasMessageContaining("no such table: shop");
    assertThat(late).hasMessageContaining("'web' is not failed after 0.05 s");
    assertThat(never).hasMessageContaining("'never' will not be degraded: it is null");
    rig.exec(Command.bin("linitctl"), "reset");
  }

  @Test
  void servicesAreStartedStoppedAndRestarted() {
    long before = rig.pid("web");
    rig.restart("web");
    assertThat(rig.pid("web")).isNotEqualTo(before);
    rig.stop("web");
    rig.await("web").stopped();
    rig.start("web");
    rig.await("web").running();
    assertThat(catchThrowable(() -> rig.published("CASH")))
        .hasMessage("the rig " + FOLDER.root() + ": nobody has published 'CASH', only CACHE");
    assertThat(catchThrowable(() -> rig.start("wbe"))).hasMessageContaining("did you mean 'web'?");
  }

  /** One breaks what the next one needs. */
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Breaking {
    @RegisterExtension
    static final Rig own = Rig.at(FOLDER.root()).ready("web").report(FOLDER.path("report"));

    @Test
    @Order(1)
    void breaks(RigFaults faults) {
      faults.kill("db");
      faults.freeze("cache");
      faults.stop("web");
    }

    @Test
    @Order(2)
    void isWhole() {
      assertThat(own.services()).containsExactly("cache", "db", "web");
      own.exec("sh", "-c", "sleep 100000 >/dev/null 2>&1 &");
    }
  }

  @Test
  void whatATestBreaksIsWholeForTheNextAndNothingIsLeft() {
    run(Breaking.class).testEvents().assertStatistics(it -> it.started(2).succeeded(2));
    assertThat(FOLDER.path("report/report.html")).exists();
    assertThat(FOLDER.path("report/junit.xml")).exists();
    assertThat(rigs()).hasSize(1);
  }

  /** The folders of this JVM's rigs that have processes. */
  private static List<String> rigs() {
    return Leftovers.rigsOf(ProcessHandle.current().pid());
  }

  static class CannotBoot {
    @RegisterExtension static final Rig own = Rig.at(FOLDER.root()).ready("app");

    @Test
    void one() {}

    @Test
    void two() {}
  }

  static class NoRig {
    @RegisterExtension static final Rig own = Rig.at(Path.of("/no/such/rig"));

    @Test
    void one() {}
  }

  static class Slow {
    @RegisterExtension
    static final Rig own = Rig.at(FOLDER.root()).ready("slow").timeout(Duration.ofSeconds(2));

    @Test
    void one() {}
  }

  @Test
  void aRigThatCannotBootIsOneFailureThatSaysWhy() {
    FOLDER.script("slow", "start() { echo waiting for godot; sleep 100000; }");
    assertThat(failure(CannotBoot.class))
        .startsWith("the rig " + FOLDER.root() + ": cannot start 'app': dependency 'broken' failed")
        .contains("broken has printed:\n    no such table: shop");
    assertThat(failure(NoRig.class))
        .isEqualTo("there is no rig at /no/such/rig: it has no folder init.d");
    assertThat(failure(Slow.class))
        .contains(": not ready after 2 s: 'slow'\n  slow has been starting for");
    assertThat(rigs()).hasSize(1);
  }

  private static String failure(Class<?> type) {
    EngineExecutionResults results = run(type);
    results.testEvents().assertStatistics(it -> it.started(0));
    List<Event> failed = results.containerEvents().failed().list();
    assertThat(failed).hasSize(1);
    return failed
        .get(0)
        .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
        .getThrowable()
        .orElseThrow()
        .getMessage();
  }

  static class OneOfTwo {
    static final ConcurrentLinkedQueue<Long> PIDS = new ConcurrentLinkedQueue<>();

    @RegisterExtension static final Rig own = Rig.at(FOLDER.root()).ready("db").shared();

    @Test
    void looks() {
      PIDS.addAll(own.pids("db"));
    }
  }

  static class TwoOfTwo {
    @RegisterExtension static final Rig own = Rig.at(FOLDER.root()).ready("db").shared();

    @Test
    void looks() {
      OneOfTwo.PIDS.addAll(own.pids("db"));
    }
  }

  @Test
  void classesShareARig() {
    try (LauncherSession session = LauncherFactory.openSession()) {
      // As builds do it that give one class after the other to a JVM.
      for (Class<?> type : List.of(OneOfTwo.class, TwoOfTwo.class)) {
        session
            .getLauncher()
            .execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type)).build());
      }
      assertThat(OneOfTwo.PIDS).hasSize(2);
      assertThat(OneOfTwo.PIDS.stream().distinct()).hasSize(1);
      assertThat(rigs()).hasSize(2);
    }
    assertThat(rigs()).hasSize(1);
  }

  @Suite
  @SelectClasses({OneOfTwo.class, TwoOfTwo.class})
  static class BothOfTwo {}

  @Test
  void aSuiteSharesARig() {
    OneOfTwo.PIDS.clear();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(BothOfTwo.class))
                  .build());
      assertThat(OneOfTwo.PIDS).hasSize(2);
      assertThat(OneOfTwo.PIDS.stream().distinct()).hasSize(1);
    }
    assertThat(rigs()).hasSize(1);
  }

  @Test
  void aFolderWithSpacesAndOtherLettersThatCannotBeWrittenToWillDo() throws Exception {
    Path folder = FOLDER.path("Büro 1 'x'");
    Files.createDirectories(folder.resolve("init.d"));
    FOLDER.file(
        "Büro 1 'x'/init.d/one",
        "#!/etc/rc.common\ncommand=sleep\ncommand_args=100000\n",
        "rwxr-xr-x");
    folder.toFile().setWritable(false);
    Rig plain = Rig.at(folder).ready("one");
    Rig other = Rig.at(folder).ready("one");
    // Each has a folder of its own for what it writes.
    try (AutoCloseable first = plain.boot();
        AutoCloseable second = other.boot()) {
      assertThat(first).isNotSameAs(second);
      assertThat(plain.pid("one")).isPositive().isNotEqualTo(other.pid("one"));
    } finally {
      folder.toFile().setWritable(true);
    }
    assertThat(folder).isDirectoryNotContaining(it -> !it.endsWith("init.d"));
  }

  private static EngineExecutionResults run(Class<?>... types) {
    EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter");
    for (Class<?> type : types) {
      builder.selectors(selectClass(type));
    }
    return builder.execute();
  }

  @Test
  void manyBootsLeaveNothing() throws Exception {
    Rig many = Rig.at(FOLDER.root()).ready("db");
    many.boot().close();
    int descriptors = descriptors();
    int threads = Thread.activeCount();
    for (int i = 0; i < BOOTS; i++) {
      AutoCloseable rig = many.boot();
      Path root = many.socket().getParent().getParent();
      assertThat(Leftovers.in(root)).isNotEmpty();
      rig.close();
      assertThat(root).doesNotExist();
      // The log writer may outlive the pipe to the shell by a moment.
      Await.until(() -> Leftovers.in(root).isEmpty(), () -> Leftovers.in(root));
    }
    assertThat(rigs()).hasSize(1);
    assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    // Those that wait for the ends of processes stay a while for the next one.
    Await.until(() -> Thread.activeCount() <= threads, Thread::activeCount);
  }

  private static int descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }

  @Test
  void whatAKilledLinitdLeavesIsStoppedAsWell() throws Exception {
    Rig own = Rig.at(FOLDER.root()).ready("web");
    Path root;
    try (AutoCloseable held = own.boot()) {
      assertThat(held).isNotNull();
      root = own.socket().getParent().getParent();
      String version = own.exec(Command.bin("linitctl"), "version").output();
      String pid = version.replaceAll("(?s).*, pid (\\d+),.*", "$1");
      assertThat(Command.run("/bin/kill", "-KILL", pid).code()).isZero();
      Await.until(() -> Leftovers.in(root).isEmpty(), () -> Leftovers.in(root));
      assertThat(catchThrowable(() -> own.state("web")))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("the rig " + FOLDER.root() + ": linitd has gone; it has said:\n")
          .hasMessageContaining("linitd: the rig is ready after");
    }
    assertThat(root).doesNotExist();
  }

  /** A JVM that boots one rig after the other, in its folder for temporary files. */
  static final class Victim {
    public static void main(String[] words) throws Exception {
      Rig victims = Rig.at(Path.of(words[0])).ready("web");
      while (true) {
        try (AutoCloseable held = victims.boot()) {
          System.out.println("runs " + held);
        }
        System.out.println("ended");
      }
    }
  }

  private static Process victim(Path temporary) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary,
            "-Dlinit.home=" + Command.home(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Victim.class.getName(),
            FOLDER.root().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** As builds have it that give classes to several JVMs: one folder, and a rig for each. */
  @Test
  void severalJvmsHaveRigsOfTheirOwnAtOnce(@TempDir Path temporary) throws Exception {
    List<Process> jvms = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        jvms.add(victim(temporary));
      }
      for (Process jvm : jvms) {
        assertThat(jvm.inputReader().readLine()).startsWith("runs ");
      }
    } finally {
      jvms.forEach(Process::destroyForcibly);
    }
    Await.until(() -> left(temporary).isEmpty(), () -> left(temporary));
  }

  /** It is killed while a rig runs, or while one boots or stops. */
  @ParameterizedTest
  @ValueSource(strings = {"runs", "ended"})
  void aRigEndsWithItsOwnerHoweverThatEnds(String moment, @TempDir Path temporary)
      throws IOException, InterruptedException {
    for (int i = 0; i < Math.max(1, BOOTS / 20); i++) {
      Process jvm = victim(temporary);
      try (BufferedReader out = jvm.inputReader()) {
        String line = out.readLine();
        while (!line.startsWith(moment)) {
          line = out.readLine();
        }
        jvm.destroyForcibly();
        assertThat(jvm.waitFor(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
      Await.until(() -> left(temporary).isEmpty(), () -> left(temporary));
    }
  }

  /** The processes of the rigs that were made in {@code folder}, and what is there of them. */
  private static List<String> left(Path folder) {
    List<String> left = new ArrayList<>(Leftovers.below(folder));
    try (Stream<Path> files = Files.list(folder)) {
      // The JVM's own.
      files
          .filter(it -> !it.getFileName().toString().startsWith("hsperfdata"))
          .forEach(it -> left.add(it.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }
}
