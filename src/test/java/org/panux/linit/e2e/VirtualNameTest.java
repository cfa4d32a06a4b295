package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names that stand for whatever script provides them. */
class VirtualNameTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  /** The shared rig, with services of that number. */
  private static TestRig rig(int number) {
    return SHARED
        .rig()
        .script(
            "lan" + number,
            "depends() { provide net" + number + " local" + number + "; }",
            "start() { echo lan; }")
        .script("web" + number, "depends() { dep net" + number + "; }");
  }

  private static TestRig rig() {
    return TestRig.create()
        .script("lan", "depends() { provide net local; }", "start() { echo lan; }")
        .script("web", "depends() { dep net; }");
  }

  @Test
  void aDepOnItIsADepOnTheProvider() {
    TestRig rig = rig(1);
    Daemon linitd = SHARED.linitd();
    linitd.start("web1");
    assertThat(linitd.ctl("graph", "web1").out())
        .isEqualTo(
            """
              web1  running
              └─ lan1  running
              """);
    assertThat(linitd.ctl("stop", "lan1")).isEqualTo(new Result(0, "also stopped: web1\n", ""));
  }

  @Test
  void everyVerbTakesIt() {
    TestRig rig = rig(2);
    Daemon linitd = SHARED.linitd();
    assertThat(linitd.ctl("status", "net2").text()).startsWith("lan2: null, never started\n");
    assertThat(linitd.ctl("is-running", "net2").code()).isEqualTo(3);
    assertThat(linitd.ctl("start", "--watch", "net2").code()).isZero();
    assertThat(linitd.ctl("is-running", "net2").code()).isZero();
    Result status = linitd.ctl("status", "net2");
    assertThat(status.code()).isZero();
    assertThat(status.out())
        .startsWith("lan2: running since ")
        .contains("  provides   net2, local2\n");
    assertThat(linitd.ctl("graph", "local2").out()).isEqualTo("lan2  running\n");
    assertThat(linitd.ctl("restart", "net2")).isEqualTo(new Result(0, "", ""));
    assertThat(rig.lines("log/lan2.log")).containsExactly("lan", "lan");
    assertThat(linitd.ctl("stop", "local2").code()).isZero();
    assertThat(linitd.ctl("is-running", "lan2").code()).isEqualTo(3);
    assertThat(linitd.ctl("list").out()).doesNotContain("net2").doesNotContain("local2");
  }

  @Test
  void theAncestorsClientsHearOfTheNamesTheySaid() {
    TestRig rig = rig(3);
    Daemon linitd = SHARED.linitd();
    try (RawClient client = linitd.connect()) {
      client.send("start net3 lan3\n");
      assertThat(client.readLine()).isEqualTo("notify net3 starting");
      assertThat(client.readLine()).isEqualTo("notify lan3 starting");
      assertThat(client.readLine()).isEqualTo("notify net3 running");
      assertThat(client.readLine()).isEqualTo("notify lan3 running");
      try (RawClient other = linitd.connect()) {
        other.send("stop net3\n");
        assertThat(other.readLine()).isEqualTo("notify net3 stopping");
        assertThat(other.readLine()).isEqualTo("notify net3 stopped");
      }
    }
  }

  @Test
  void whatComesBehindANameThatIsLookedUpWaitsForIt() {
    TestRig rig = rig(4);
    Daemon linitd = SHARED.linitd();
    try (RawClient client = linitd.connect()) {
      // Now the name of the script is known, and that it stands for is looked up each time.
      assertThat(linitd.ctl("is-running", "lan4").code()).isEqualTo(3);
      client.send("start net4\nstop lan4\n");
      String line = client.readLine();
      while (!line.startsWith("notify lan4 ")) {
        line = client.readLine();
      }
      assertThat(line).as("there was something to stop").isEqualTo("notify lan4 stopping");
      Await.state(linitd, "lan4", "stopped");
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
    TestRig rig = rig(5);
    Daemon linitd = SHARED.linitd();
    assertThat(linitd.ctl("start", "web5").code()).isZero();
    assertThat(linitd.ctl("stop", "web5").code()).isZero();
    rig.script("net5", "start() { echo net5; }");
    assertThat(linitd.ctl("start", "web5").code()).isZero();
    assertThat(linitd.ctl("graph", "web5").out()).contains("└─ net5  running");
    assertThat(linitd.ctl("stop", "web5").code()).isZero();
    Files.delete(rig.path("init.d/lan5"));
    Files.delete(rig.path("init.d/net5"));
    assertThat(linitd.ctl("start", "local5").err())
        .isEqualTo(
            "linitctl: cannot start 'local5': no such service: there is no "
                + rig.path("init.d/local5")
                + "\n");
  }

  @Test
  void aCircleByWayOfItIsRefused() {
    TestRig rig = rig(6).script("dns6", "depends() { dep net6; }");
    rig.script("lan6", "depends() { provide net6; dep dns6; }");
    Daemon linitd = SHARED.linitd();
    Result result = linitd.ctl("start", "web6");
    assertThat(result.code()).isEqualTo(151);
    assertThat(result.err()).contains("would deadlock: lan6 → dns6 → lan6");
  }
}
