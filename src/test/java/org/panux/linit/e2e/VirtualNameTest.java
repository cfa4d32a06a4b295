package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Names that stand for whatever script provides them. */
class VirtualNameTest {
  private static TestRig rig() {
    return TestRig.create()
        .script("lan", "depends() { provide net local; }", "start() { echo lan; }")
        .script("web", "depends() { dep net; }");
  }

  @Test
  void aDepOnItIsADepOnTheProvider() {
    try (TestRig rig = rig().enable("web");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("graph", "web").out())
          .isEqualTo(
              """
              web  running
              └─ lan  running
              """);
      assertThat(linitd.ctl("stop", "lan")).isEqualTo(new Result(0, "also stopped: web\n", ""));
    }
  }

  @Test
  void everyVerbTakesIt() {
    try (TestRig rig = rig();
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("status", "net").text()).startsWith("lan: null, never started\n");
      assertThat(linitd.ctl("is-running", "net").code()).isEqualTo(3);
      assertThat(linitd.ctl("start", "--watch", "net").code()).isZero();
      assertThat(linitd.ctl("is-running", "net").code()).isZero();
      Result status = linitd.ctl("status", "net");
      assertThat(status.code()).isZero();
      assertThat(status.out())
          .startsWith("lan: running since ")
          .contains("  provides   net, local\n");
      assertThat(linitd.ctl("graph", "local").out()).isEqualTo("lan  running\n");
      assertThat(linitd.ctl("restart", "net")).isEqualTo(new Result(0, "", ""));
      assertThat(rig.lines("log/lan.log")).containsExactly("lan", "lan");
      assertThat(linitd.ctl("stop", "local").code()).isZero();
      assertThat(linitd.ctl("is-running", "lan").code()).isEqualTo(3);
      assertThat(linitd.ctl("list").out()).doesNotContain("net").doesNotContain("local");
    }
  }

  @Test
  void theAncestorsClientsHearOfTheNamesTheySaid() {
    try (TestRig rig = rig();
        Daemon linitd = rig.boot();
        RawClient client = linitd.connect()) {
      client.send("start net lan\n");
      assertThat(client.readLine()).isEqualTo("notify net starting");
      assertThat(client.readLine()).isEqualTo("notify lan starting");
      assertThat(client.readLine()).isEqualTo("notify net running");
      assertThat(client.readLine()).isEqualTo("notify lan running");
      try (RawClient other = linitd.connect()) {
        other.send("stop net\n");
        assertThat(other.readLine()).isEqualTo("notify net stopping");
        assertThat(other.readLine()).isEqualTo("notify net stopped");
      }
    }
  }

  @Test
  void whatComesBehindANameThatIsLookedUpWaitsForIt() {
    try (TestRig rig = rig();
        Daemon linitd = rig.boot();
        RawClient client = linitd.connect()) {
      // Now the name of the script is known, and that it stands for is looked up each time.
      assertThat(linitd.ctl("is-running", "lan").code()).isEqualTo(3);
      client.send("start net\nstop lan\n");
      String line = client.readLine();
      while (!line.startsWith("notify lan ")) {
        line = client.readLine();
      }
      assertThat(line).as("there was something to stop").isEqualTo("notify lan stopping");
      Await.state(linitd, "lan", "stopped");
    }
  }

  @Test
  void ofSeveralProvidersAnEnabledOneIsTakenAndThatIsSaid() throws Exception {
    try (TestRig rig = rig().script("wlan", "provide net").enable("wlan");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("graph", "web").out()).contains("└─ wlan  running");
      assertThat(linitd.awaitLine(line -> line.contains("'net'")))
          .isEqualTo("linitd: 'net' is provided by wlan and lan; taking wlan");
      assertThat(linitd.ctl("stop", "web").code()).isZero();
      Files.delete(rig.path("rc.d/wlan"));
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("graph", "web").out()).contains("└─ lan  running");
    }
  }

  @Test
  void aScriptOfThatNameWinsAlsoWhenItComesLater() throws Exception {
    try (TestRig rig = rig();
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("stop", "web").code()).isZero();
      rig.script("net", "start() { echo net; }");
      assertThat(linitd.ctl("start", "web").code()).isZero();
      assertThat(linitd.ctl("graph", "web").out()).contains("└─ net  running");
      assertThat(linitd.ctl("stop", "web").code()).isZero();
      Files.delete(rig.path("init.d/lan"));
      Files.delete(rig.path("init.d/net"));
      assertThat(linitd.ctl("start", "local").err())
          .isEqualTo(
              "linitctl: cannot start 'local': no such service: there is no "
                  + rig.path("init.d/local")
                  + "\n");
    }
  }

  @Test
  void aCircleByWayOfItIsRefused() {
    try (TestRig rig = rig().script("dns", "depends() { dep net; }");
        Daemon linitd = rig.script("lan", "depends() { provide net; dep dns; }").boot()) {
      Result result = linitd.ctl("start", "web");
      assertThat(result.code()).isEqualTo(151);
      assertThat(result.err()).contains("would deadlock: lan → dns → lan");
    }
  }
}
