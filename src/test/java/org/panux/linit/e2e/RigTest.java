package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.rig.EachService;
import org.panux.linit.rig.Rig;
import org.panux.linit.rig.RigFaults;

/** The JUnit extension, used as its users do, and run from outside where it has to fail. */
class RigTest {
  /** How often one boots of which nothing may be left. */
  private static final int BOOTS = Integer.getInteger("linit.boots", 5);

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
        .hasMessageStartingWith("cannot run no-such-command: ");
  }

  @ParameterizedTest
  @EachService(except = "web")
  void theLossOfAnyOneIsSeen(String name, RigFaults faults) {
    faults.kill(name);
    rig.await(name).failed();
    rig.await("web").degraded();
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
        .hasMessageStartingWith("the rig " + FOLDER.root() + ": cannot start app: ")
        .hasMessageContaining("broken failed: start exited with 3: no such table: shop")
        .hasMessageContaining("broken has printed:\n    no such table: shop");
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
        .hasMessage("nobody has published 'CASH'");
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
    assertThat(failure(Slow.class)).contains(": not ready after 2 s\n  slow has been starting for");
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
      PIDS.add(own.pid("db"));
    }
  }

  static class TwoOfTwo {
    @RegisterExtension static final Rig own = Rig.at(FOLDER.root()).ready("db").shared();

    @Test
    void looks() {
      OneOfTwo.PIDS.add(own.pid("db"));
    }
  }

  @Test
  void classesShareARig() {
    run(OneOfTwo.class, TwoOfTwo.class)
        .testEvents()
        .assertStatistics(it -> it.started(2).succeeded(2));
    assertThat(OneOfTwo.PIDS).hasSize(2);
    assertThat(OneOfTwo.PIDS.stream().distinct()).hasSize(1);
    assertThat(rigs()).hasSize(1);
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
      many.boot().close();
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

  /** A JVM with a rig, which is killed. */
  static final class Victim {
    public static void main(String[] words) throws Exception {
      Rig victims = Rig.at(Path.of(words[0])).ready("web");
      AutoCloseable held = victims.boot();
      System.out.println(victims.socket().getParent().getParent());
      Thread.sleep(Long.MAX_VALUE);
      held.close();
    }
  }

  @Test
  void aRigEndsWithItsOwnerHoweverThatEnds() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dlinit.home=" + Command.home(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                FOLDER.root().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = jvm.inputReader()) {
      Path root = Path.of(out.readLine());
      assertThat(Leftovers.in(root)).isNotEmpty();
      jvm.destroyForcibly();
      assertThat(jvm.waitFor(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
      Await.until(() -> !Files.exists(root), () -> Leftovers.in(root));
      assertThat(Leftovers.in(root)).isEmpty();
    }
  }
}
