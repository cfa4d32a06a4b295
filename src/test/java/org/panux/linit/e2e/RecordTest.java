package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.Json;
import org.panux.linit.record.Recording;

/** What linitd records of a boot. */
class RecordTest {
  private static Recording record(Daemon linitd, String names) {
    try (RawClient client = linitd.connect()) {
      client.send("{\"id\":1,\"op\":\"record\",\"names\":[" + names + "]}\n");
      return Recording.of(Json.object(client.readLine()));
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }

  private static Recording.Start only(Recording recording, String name) {
    List<Recording.Start> starts =
        recording.starts().stream().filter(start -> start.name().equals(name)).toList();
    assertThat(starts).hasSize(1);
    return starts.get(0);
  }

  @Test
  void bootIsRecordedWithWhoAskedFirstAndWhatEachWaitedFor() {
    try (TestRig rig =
            TestRig.create()
                .script("db", "start() { :; }")
                .script("metrics", "start() { return 3; }")
                .script("app", "depends() { dep db; }")
                .script("web", "depends() { dep app db; want metrics; }")
                .enable("web");
        Daemon linitd = rig.boot()) {
      Recording recording = record(linitd, "");
      assertThat(recording.target()).isEqualTo("boot");
      assertThat(recording.starts().stream().map(Recording.Start::name))
          .startsWith("boot", "web")
          .containsExactlyInAnyOrder("boot", "web", "app", "db", "metrics");
      Recording.Start boot = only(recording, "boot");
      Recording.Start web = only(recording, "web");
      Recording.Start app = only(recording, "app");
      Recording.Start db = only(recording, "db");
      Recording.Start metrics = only(recording, "metrics");
      assertThat(boot.kind()).isEqualTo("linitd");
      assertThat(web.by() + " " + web.kind()).isEqualTo("boot want");
      assertThat(app.by() + " " + app.kind()).isEqualTo("web dep");
      assertThat(metrics.by() + " " + metrics.kind()).isEqualTo("web want");
      assertThat(metrics.state() + " " + metrics.code()).isEqualTo("failed 1");
      assertThat(metrics.reason()).isEqualTo("start exited with 3");
      assertThat(web.waits().stream().map(wait -> wait.kind() + " " + wait.target()))
          .containsExactly("dep app", "dep db", "want metrics");
      assertThat(web.waits().stream().map(Recording.Wait::state))
          .containsExactly("running", "running", "failed");
      assertThat(web.waits().get(0).group()).isEqualTo(web.waits().get(1).group());
      assertThat(web.waits().get(2).group()).isNotEqualTo(web.waits().get(1).group());
      // Causes come before what they lead to.
      assertThat(
              List.of(
                  boot.askedUs(),
                  boot.launchedUs(),
                  web.askedUs(),
                  web.launchedUs(),
                  web.waits().get(0).fromUs(),
                  app.askedUs(),
                  app.launchedUs(),
                  app.endedUs(),
                  web.waits().get(0).untilUs(),
                  web.endedUs(),
                  boot.endedUs(),
                  recording.nowUs()))
          .isSorted();
      assertThat(db.endedUs()).isBetween(db.launchedUs(), app.endedUs());
    }
  }

  @Test
  void whatGoesOnIsThereTooAndLaterStartsHaveTheirNumbers() {
    try (TestRig rig = TestRig.create();
        Fifo at = Fifo.create(rig, "at");
        Fifo gate = Fifo.create(rig, "gate")) {
      rig.script("slow", "start() { echo here >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }")
          .script("web", "depends() { dep slow; }");
      try (Daemon linitd = rig.boot();
          RawClient client = linitd.connect()) {
        client.send("{\"id\":1,\"op\":\"start\",\"names\":[\"web\"]}\n");
        assertThat(at.hear()).isEqualTo("here");
        Recording during = record(linitd, "\"web\",\"slow\"");
        assertThat(during.starts()).hasSize(2);
        Recording.Start web = only(during, "web");
        assertThat(web.kind() + " " + web.state()).isEqualTo("client starting");
        assertThat(web.ended()).isFalse();
        assertThat(web.waits().get(0).open()).isTrue();
        gate.open();
        client.readLine();
        linitd.ctl("stop", "web");
        linitd.ctl("start", "web");
        List<Recording.Start> starts = record(linitd, "\"web\"").starts();
        assertThat(starts.stream().map(start -> start.nth() + start.state()))
            .containsExactly("1running", "2running");
        assertThat(starts.get(1).waits().get(0).state()).isEqualTo("running");
      }
    }
  }
}
