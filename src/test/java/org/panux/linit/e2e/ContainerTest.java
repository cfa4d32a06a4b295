package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** linit in real containers: its images, the example, what they do and what is said of them. */
@EnabledIfEnvironmentVariable(
    named = Containers.VARIABLE,
    matches = ".+",
    disabledReason = Containers.NEEDED)
class ContainerTest {
  private static final String VISITS = "visits";

  private final Containers containers = new Containers();

  @AfterEach
  void remove() {
    containers.close();
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
    String id = containers.start((options + " -p 127.0.0.1::8080").strip(), VISITS);
    containers.awaitBoot(id);
    String port = containers.done("port", id, "8080/tcp").replaceAll("(?s).*?:(\\d+).*", "$1");
    HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
    assertThat(HttpClient.newHttpClient().send(page, BodyHandlers.ofString()).body())
        .matches("visit \\d+\n");
    containers.done("stop", id);
    assertThat(containers.exitCode(id)).isZero();
    assertThat(containers.logs(id))
        .contains("app | listening at /run/visits/app", "SIGTERM: stopping all services")
        .contains("Redis is now ready to exit")
        .doesNotContain("killing what is left");
  }

  @ParameterizedTest
  @CsvSource({"CONTAINERS.md, visits", "../examples/container/README.md, page"})
  void theDocumentIsTrue(String document, String container) throws Exception {
    containers.remember(container);
    Path source = Path.of("../..").toRealPath();
    for (Markdown.Block block : Markdown.blocks(document)) {
      if (block.info().equals("console")) {
        Expected.check(
            document + ":" + block.line(),
            block.text(),
            Console.replay(block.text(), source, Map.of()));
      }
    }
  }

  @Test
  void theHealthCheckFollowsBoot() {
    String id = containers.start("--health-interval 200ms", VISITS);
    Await.until(
        () -> containers.done("inspect", "-f", "{{.State.Health.Status}}", id).equals("healthy"),
        () -> containers.logs(id));
    containers.done("exec", id, "linitctl", "stop", "boot");
    Await.until(
        () -> containers.done("inspect", "-f", "{{.State.Health.Status}}", id).equals("unhealthy"),
        () -> containers.logs(id));
  }

  /** The small image has what scripts and linit call, also without a right. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--shm-size 64k",
        "--user 12345:12345 --cap-drop ALL --read-only --tmpfs /tmp"
            + " --tmpfs /run/linit:uid=12345 --tmpfs /var/log/linit:uid=12345"
      })
  void theSmallImageRunsServices(String options) {
    containers
        .rig()
        .script(
            "web",
            "command=sleep",
            "command_args=100000",
            options.contains("user") ? "restart=on-failure" : "command_user=daemon",
            "ready=exec:true",
            "nice=5",
            "stop() { echo last; }")
        .enable("web");
    String id = containers.startRig(options);
    containers.awaitBoot(id);
    assertThat(containers.done("exec", id, "linitctl", "status", "web")).contains("running");
    containers.done("stop", id);
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isZero();
    assertThat(containers.logs(id)).contains("web | last").doesNotContain("killing what is left");
  }

  /** What a zombie was is still in /proc. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--init"})
  void orphansAreReaped(String options) {
    containers.rig().script("web").enable("web");
    String id = containers.startRig(options);
    containers.awaitBoot(id);
    String orphan =
        containers.done("exec", id, "sh", "-c", "sh -c 'sleep 0.2 >/dev/null 2>&1 & echo $!'");
    Await.until(
        () -> containers.docker("exec", id, "test", "-e", "/proc/" + orphan).code() == 1,
        () -> containers.docker("exec", id, "cat", "/proc/" + orphan + "/status").text());
  }

  @Test
  void ninetySixMegabytesAreEnough() {
    containers.rig().script("web", "command=sleep", "command_args=100000").enable("web");
    String id = containers.startRig("-m 96m --memory-swap 96m");
    containers.awaitBoot(id);
    containers.done("stop", id);
    assertThat(containers.exitCode(id)).as(containers.logs(id)).isZero();
  }

  @Test
  void outputMayBeJson() {
    containers.rig().script("web", "start() { echo hello; }").enable("web");
    String mounts =
        "-v "
            + containers.rig().path("init.d")
            + ":/etc/init.d -v "
            + containers.rig().path("rc.d")
            + ":/etc/rc.d";
    String id =
        containers.start(
            mounts + " --entrypoint linitd",
            Containers.LINIT,
            "--output=json",
            "run",
            "--",
            "true");
    assertThat(containers.exitCode(id)).isZero();
    assertThat(containers.logs(id)).containsPattern("\"name\":\"web\",\"text\":\"hello\"}");
  }
}
