package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.panux.linit.rig.container.LinitContainer;
import org.panux.linit.rig.container.LinitWaitStrategy;
import org.testcontainers.containers.ContainerLaunchException;

/** Testcontainers, with the images that {@code scripts/test-containers} has built. */
@EnabledIfEnvironmentVariable(
    named = "LINIT_TEST_IMAGE",
    matches = ".+",
    disabledReason = "needs a Docker engine: run scripts/test-containers")
class LinitContainerTest {
  private static final String LINIT = System.getenv("LINIT_TEST_IMAGE");
  private static final int HTTP = 8080;

  private final TestRig rig =
      TestRig.create()
          .script("broken", "start() { echo 'no such table: shop'; return 3; }")
          .script("app", "depends() { dep broken; }")
          .script("well", "command=sleep", "command_args=100000")
          .script("slow", "start() { echo 'waiting for a licence'; sleep 100000; }");

  @AfterEach
  void remove() {
    rig.close();
  }

  private LinitContainer container(String... scripts) {
    LinitContainer container = new LinitContainer(LINIT);
    for (String script : scripts) {
      container.withScript(rig.path("init.d/" + script));
    }
    return container;
  }

  private static String failure(LinitContainer container) {
    Throwable failure = catchThrowable(container::start);
    container.stop();
    assertThat(failure).isInstanceOf(ContainerLaunchException.class);
    Throwable cause = failure;
    while (cause.getCause() != null && !cause.getMessage().startsWith("the rig in ")) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  @Test
  void theExampleIsReadyWhenItHasStarted() throws Exception {
    try (LinitContainer visits = new LinitContainer("visits").withExposedPorts(HTTP)) {
      visits.start();
      String host = "http://" + visits.getHost() + ":" + visits.getMappedPort(HTTP);
      HttpRequest page = HttpRequest.newBuilder(URI.create(host)).build();
      assertThat(HttpClient.newHttpClient().send(page, BodyHandlers.ofString()).body())
          .matches("visit \\d+\n");
      assertThat(visits.linitctl("is-running", "web", "cache")).isEmpty();
      assertThat(catchThrowable(() -> visits.linitctl("status", "wbe")))
          .hasMessageContaining("linitctl status wbe: exit code 4: ")
          .hasMessageContaining("did you mean 'web'?");
    }
  }

  @Test
  void servicesAreWaitedForByName() {
    try (LinitContainer one = container("well", "slow").withReady("well")) {
      one.start();
      assertThat(one.linitctl("is-running", "well")).isEmpty();
    }
  }

  @Test
  void aRigThatCannotBeReadySaysWhyAtOnce() {
    assertThat(failure(container("broken", "app").withReady("app")))
        .startsWith("the rig in " + LINIT + ": ")
        .contains("no such table: shop");
  }

  @Test
  void oneThatTakesTooLongSaysWhatTakesTheTime() {
    LinitContainer slow =
        container("slow", "well")
            .withReady("slow")
            .waitingFor(
                LinitWaitStrategy.forServices("slow").withStartupTimeout(Duration.ofSeconds(5)));
    assertThat(failure(slow)).contains("not ready after 5 s", "slow has been starting for");
  }
}
