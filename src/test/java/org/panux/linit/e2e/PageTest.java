package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.panux.linit.rig.EachService;
import org.panux.linit.rig.Rig;
import org.panux.linit.rig.RigFaults;

/** The example of {@code docs/RIGS.md}. */
class PageTest {
  // begin
  @RegisterExtension static final Rig rig = Rig.at(Path.of("rigs/page")).ready("web");

  @Test
  void thereIsAPage() throws Exception {
    assertThat(page()).isEqualTo("A page\n");
  }

  @Test
  void thePageSurvivesALostCache(RigFaults faults) throws Exception {
    faults.kill("cache");
    rig.await("web").degraded();
    assertThat(page()).isEqualTo("A page\n");
  }

  @ParameterizedTest
  @EachService(except = "web")
  void thePageSurvivesOneThatHangs(String service, RigFaults faults) throws Exception {
    faults.freeze(service);
    assertThat(page()).isEqualTo("A page\n");
  }

  private String page() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + rig.port("WEB_PORT") + "/index.html");
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
  // end
}
