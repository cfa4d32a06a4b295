package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** linit in real containers, with the images that {@code scripts/test-containers} has built. */
@EnabledIfEnvironmentVariable(
    named = "LINIT_TEST_IMAGE",
    matches = ".+",
    disabledReason = "needs a Docker engine: run scripts/test-containers")
class ContainerTest {
  private static final String LINIT = System.getenv("LINIT_TEST_IMAGE");
  private static final String VISITS = "visits";

  private final TestRig rig = TestRig.create();

  private final List<String> started = new ArrayList<>();

  @AfterEach
  void remove() {
    started.forEach(id -> docker("rm", "-f", id));
    rig.close();
  }

  private static Result docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    return Command.run(Map.of(), command);
  }

  private static String done(String... words) {
    Result result = docker(words);
    assertThat(result.code()).as(result.text()).isZero();
    return result.out().strip();
  }

  /** Starts a container with these options and words. */
  private String start(String options, String image, String... words) {
    List<String> command = new ArrayList<>(List.of("run", "-d"));
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split(" ")));
    }
    command.add(image);
    command.addAll(List.of(words));
    String id = done(command.toArray(String[]::new));
    started.add(id);
    return id;
  }

  /** Starts one with the rig's scripts in it. */
  private String startRig(String options, String... words) {
    String mounts =
        "-v " + rig.path("init.d") + ":/etc/init.d:ro -v " + rig.path("rc.d") + ":/etc/rc.d:ro";
    return start((options + " " + mounts).strip(), LINIT, words);
  }

  private static int exitCode(String id) {
    return Integer.parseInt(done("wait", id));
  }

  private static String logs(String id) {
    return docker("logs", id).text();
  }

  private static void awaitBoot(String id) {
    // It cannot be asked before its socket is there, which has no event outside of it.
    Await.until(() -> docker("exec", id, "linitctl", "wait", "boot").code() != 7, () -> logs(id));
    assertThat(docker("exec", id, "linitctl", "is-running", "boot").code()).as(logs(id)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--init",
        "--shm-size 64k",
        "--user 12345 --cap-drop ALL",
        "--user 12345:12345 --cap-drop ALL --read-only --tmpfs /tmp --tmpfs /run/linit:uid=12345"
            + " --tmpfs /run/visits:uid=12345 --tmpfs /var/log/linit:uid=12345",
      })
  void theExampleAnswersAndStopsInOrder(String options) throws Exception {
    String id = start((options + " -p 127.0.0.1::8080").strip(), VISITS);
    awaitBoot(id);
    String port = done("port", id, "8080/tcp").replaceAll("(?s).*?:(\\d+).*", "$1");
    HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
    assertThat(HttpClient.newHttpClient().send(page, BodyHandlers.ofString()).body())
        .matches("visit \\d+\n");
    done("stop", id);
    assertThat(exitCode(id)).isZero();
    assertThat(logs(id))
        .contains("app | listening at /run/visits/app", "SIGTERM: stopping all services")
        .contains("Redis is now ready to exit")
        .doesNotContain("killing what is left");
  }

  @Test
  void theDocumentIsTrue() throws Exception {
    Path source = Path.of("../..").toRealPath();
    started.add("visits");
    Markdown.blocks("CONTAINERS.md").stream()
        .filter(block -> block.info().equals("console"))
        .forEach(
            block ->
                Expected.check(
                    "CONTAINERS.md:" + block.line(),
                    block.text(),
                    Console.replay(block.text(), source, Map.of())));
  }

  @Test
  void theHealthCheckFollowsBoot() {
    String id = start("--health-interval 200ms", VISITS);
    Await.until(
        () -> done("inspect", "-f", "{{.State.Health.Status}}", id).equals("healthy"),
        () -> logs(id));
    done("exec", id, "linitctl", "stop", "boot");
    Await.until(
        () -> done("inspect", "-f", "{{.State.Health.Status}}", id).equals("unhealthy"),
        () -> logs(id));
  }

  @ParameterizedTest
  @CsvSource({
    "start() { return 3; }, 10, 'web failed'",
    "command=sh; command_args='-c \"sleep 1; exit 4\"', 11, \"'web', which the rig needs, is failed\""
  })
  void aRigThatFailsHasItsCode(String lines, int code, String said) {
    rig.script("web", lines.split("; ")).enable("web");
    String id = startRig("");
    assertThat(exitCode(id)).as(logs(id)).isEqualTo(code);
    assertThat(logs(id)).contains(said.replace("\"", ""));
  }

  @ParameterizedTest
  @CsvSource({"exit 7, 7", "exit 0, 0", "kill -KILL $$, 137"})
  void theDesignatedServiceGivesTheCode(String end, int code) {
    rig.script("db").script("app", "depends() { dep db; }", "start() { sh -c '" + end + "'; }");
    String id = startRig("", "--ready", "db", "--exit-with", "app");
    assertThat(exitCode(id)).as(logs(id)).isEqualTo(code);
  }

  @Test
  void aCommandBesideTheRigGivesTheCode() {
    rig.script("web", "start() { echo hello; }").enable("web");
    String id = startRig("", "--", "sh", "-c", "linitctl is-running web && exit 5");
    assertThat(exitCode(id)).as(logs(id)).isEqualTo(5);
    assertThat(logs(id)).contains("web | hello");
  }

  @Test
  void aRigThatIsSlowToStopIsKilledBeforeTheEngineDoes() {
    rig.script("web", "stop() { trap '' TERM; while :; do sleep 1; done; }").enable("web");
    String id = startRig("");
    awaitBoot(id);
    done("stop", id);
    assertThat(exitCode(id)).isZero();
    assertThat(logs(id)).contains("not over after 9 s: killing what is left");
  }

  /** What a zombie was is still in /proc. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--init"})
  void orphansAreReaped(String options) {
    rig.script("web").enable("web");
    String id = startRig(options);
    awaitBoot(id);
    String orphan = done("exec", id, "sh", "-c", "sh -c 'sleep 0.2 >/dev/null 2>&1 & echo $!'");
    Await.until(
        () -> docker("exec", id, "test", "-e", "/proc/" + orphan).code() == 1,
        () -> docker("exec", id, "cat", "/proc/" + orphan + "/status").text());
  }

  @Test
  void tooLittleMemoryIsRefused() {
    String id = start("-m 64m", LINIT);
    assertThat(exitCode(id)).isEqualTo(1);
    assertThat(logs(id)).contains("linitd: 64 MB of memory are too few for linitd alone");
  }

  @Test
  void ninetySixMegabytesAreEnough() {
    rig.script("web", "command=sleep", "command_args=100000").enable("web");
    String id = startRig("-m 96m --memory-swap 96m");
    awaitBoot(id);
    done("stop", id);
    assertThat(exitCode(id)).as(logs(id)).isZero();
  }

  @Test
  void outputMayBeJson() {
    rig.script("web", "start() { echo hello; }").enable("web");
    String mounts =
        "-v " + rig.path("init.d") + ":/etc/init.d -v " + rig.path("rc.d") + ":/etc/rc.d";
    String id = start(mounts + " --entrypoint linitd", LINIT, "--output=json", "run", "--", "true");
    assertThat(exitCode(id)).isZero();
    assertThat(logs(id)).containsPattern("\"name\":\"web\",\"text\":\"hello\"}");
  }
}
