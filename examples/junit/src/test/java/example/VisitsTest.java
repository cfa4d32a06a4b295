package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.panux.linit.rig.EachService;
import org.panux.linit.rig.Rig;
import org.panux.linit.rig.RigFaults;

/**
 * A page of redis, PostgreSQL, nginx and an application, and what becomes of it with a fault each.
 */
class VisitsTest {
  @RegisterExtension static final Rig rig = Rig.at(Path.of("rig")).ready("web");

  private static final int BAD_GATEWAY = 502;
  private static final int OUT_OF_ORDER = 503;

  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> ask(Duration patience) throws IOException, InterruptedException {
    URI page = URI.create("http://127.0.0.1:" + rig.port("WEB_PORT") + "/");
    return http.send(
        HttpRequest.newBuilder(page).timeout(patience).build(), BodyHandlers.ofString());
  }

  private int status() throws IOException, InterruptedException {
    return ask(Duration.ofSeconds(30)).statusCode();
  }

  private void thePageCounts() throws IOException, InterruptedException {
    String page = ask(Duration.ofSeconds(30)).body();
    assertTrue(page.matches("redis counted \\d+, PostgreSQL has \\d+\n"), page);
  }

  @Test
  void itCountsAgainAfterTheDeathOfRedis(RigFaults faults) throws Exception {
    faults.kill("cache");
    rig.await("cache").running();
    thePageCounts();
  }

  @Test
  void itCountsAgainAfterTheDeathOfPostgres(RigFaults faults) throws Exception {
    faults.kill("db");
    rig.await("db").running();
    thePageCounts();
  }

  @Test
  void itCountsAgainAfterTheDeathOfNginx(RigFaults faults) throws Exception {
    faults.kill("web");
    rig.await("web").running();
    thePageCounts();
  }

  @Test
  void itIsOutOfOrderWithoutRedis(RigFaults faults) throws Exception {
    // Its restarts fail as well, until it is given up.
    faults.crashLoop("cache");
    rig.await("cache").failed();
    rig.await("app").degraded();
    assertEquals(OUT_OF_ORDER, status());
  }

  @Test
  void nginxSaysSoWhenTheApplicationIsGone(RigFaults faults) throws Exception {
    faults.crashLoop("app");
    rig.await("app").failed();
    rig.await("web").degraded();
    assertEquals(BAD_GATEWAY, status());
  }

  @Test
  void nobodyAnswersWhenNginxIsStopped(RigFaults faults) {
    faults.stop("web");
    rig.await("web").stopped();
    assertThrows(ConnectException.class, this::status);
  }

  @Test
  void itHangsWithAFrozenPostgresAndGoesOnAfterwards(RigFaults faults) throws Exception {
    faults.freeze("db");
    assertThrows(HttpTimeoutException.class, () -> ask(Duration.ofSeconds(1)));
    faults.thaw("db");
    thePageCounts();
  }

  @Test
  void itIsShownWhileRedisIsNotReady(RigFaults faults) throws Exception {
    faults.unready("cache");
    rig.await("app").degraded();
    thePageCounts();
  }

  @Test
  void whoNeedsPostgresWaitsForASlowOne(RigFaults faults) throws Exception {
    faults.delay("db", Duration.ofSeconds(1));
    long begun = System.nanoTime();
    rig.restart("db");
    rig.await("app").running();
    rig.await("web").running();
    assertTrue(System.nanoTime() - begun >= Duration.ofSeconds(1).toNanos());
    thePageCounts();
  }

  @Test
  void aStartThatFailsSaysWhose(RigFaults faults) {
    faults.stop("cache");
    faults.failNextStart("cache", 3);
    AssertionError failure = assertThrows(AssertionError.class, () -> rig.start("web"));
    assertTrue(
        failure.getMessage().contains("cache failed: start exited with 3 (fault: fail=3)"),
        failure.getMessage());
  }

  @ParameterizedTest
  @EachService(except = {"files", "db-init"})
  void eachServerComesBack(String service, RigFaults faults) throws Exception {
    faults.kill(service);
    rig.await(service).running();
    thePageCounts();
  }
}
