package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What {@code status}, {@code list} and the verbs that answer by their exit code say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusTest {
  private final TestRig rig =
      TestRig.create()
          .script(
              "db",
              "start() {",
              "  printf 'db: \\033[31m3 \\342\\200\\256tables\\303\\n'",
              "  supervise -- sh -c 'sleep 100000 & echo began; wait'",
              "}")
          .script("web", "depends() { dep db; want absent; }")
          .script("bad", "start() { printf '<script>\\033[2J\\n'; return 3; }")
          .script("never")
          .enable("web");
  private Daemon linitd;

  @BeforeAll
  void boot() {
    linitd = rig.boot();
    linitd.ctl("start", "bad");
  }

  @AfterAll
  void stop() {
    linitd.close();
    rig.close();
  }

  @Test
  void aServiceIsShownWithItsProcessesWhoAskedAndTheEndOfItsLog() {
    String out = linitd.ctl("status", "db").out();
    assertThat(out)
        .startsWith("db: running since ")
        .containsPattern("\n  process    \\d+\n")
        .containsPattern("\n  uses       \\d+ m?s of CPU, \\d+\\.\\d MB of memory\n")
        .contains("\n  asked by   web, which needs it\n")
        .contains("\n  needed by  web\n")
        .containsPattern(
            "\n    \\d+ \\* sh -c sleep 100000 & echo began; wait\n    └─ \\d+ sleep 100000\n")
        .containsPattern("\n    \\d\\d:\\d\\d:\\d\\d db: \\?\\[31m3 \\?tables\ufffd\n")
        .containsPattern(" began\n");
    assertThat(linitd.ctl("status", "web").out())
        .contains("\n  asked by   boot, which wants it\n")
        .contains("\n  needs      db, absent\n");
    assertThat(linitd.ctl("status", "bad").out()).contains("\n  asked by   linitctl\n");
  }

  @Test
  void whatIsPrintedIsHarmlessOnATerminalAsJsonToo() {
    for (String[] words :
        new String[][] {
          {"status", "bad"},
          {"status"},
          {"list"},
          {"logs", "bad", "db"},
          {"start", "bad"},
          {"--json", "status", "db", "bad"},
          {"--json", "logs", "bad", "db"},
          {"--json", "list"}
        }) {
      Result result = linitd.ctl(words);
      assertThat(result.out() + result.err())
          .as(String.join(" ", words))
          .isNotEmpty()
          .doesNotContain("\u001b", "\u202e");
    }
  }

  @Test
  void aScriptThatIsAnotherOneSinceItsStartIsSaid() {
    rig.script("edited", "start() { :; }");
    linitd.ctl("start", "edited");
    assertThat(linitd.ctl("status", "edited").out()).doesNotContain("script");
    rig.script("edited", "start() { : ; }");
    assertThat(linitd.ctl("status", "edited").out())
        .contains("\n  script     has changed since it was started\n");
    linitd.ctl("restart", "edited");
    assertThat(linitd.ctl("status", "edited").out()).doesNotContain("script");
  }

  @Test
  void theListHasThoseNeverStartedAndCanBeOfOneState() {
    assertThat(linitd.ctl("list").out())
        .containsPattern("\nnever +null ")
        .containsPattern("\nweb +running ");
    assertThat(linitd.ctl("list", "--state", "failed").out())
        .containsPattern("^NAME +STATE ")
        .containsPattern("\nbad +failed ")
        .doesNotContain("running");
    assertThat(linitd.ctl("list", "--state=failed", "--json").out())
        .startsWith("{\"id\":1,\"ok\":true,\"services\":[{")
        .contains("\"name\":\"bad\",\"state\":\"failed\"")
        .doesNotContain("\"web\"");
  }

  @Test
  void theTreeHasEachServiceOnceAndThoseNeverStarted() {
    assertThat(linitd.ctl("list", "--tree").out())
        .contains("boot  running\n└─ web  running  (wanted)\n   ├─ db  running\n")
        .contains("\nnever  null\n");
  }

  @Test
  void detailsAreThereHoweverOftenOneAsks() {
    try (RawClient client = linitd.connect()) {
      for (String details : new String[] {"", ",\"details\":true", "", ",\"details\":true"}) {
        client.send("{\"id\":1,\"op\":\"status\",\"names\":[\"db\"]" + details + "}\n");
        assertThat(client.readLine().contains("\"processes\":[{\"pid\":"))
            .isEqualTo(!details.isEmpty());
      }
    }
  }

  @Test
  void severalAreAskedForAtOnce() {
    assertThat(linitd.ctl("is-running", "web", "db").code()).isZero();
    assertThat(linitd.ctl("is-running", "web", "bad").code()).isEqualTo(3);
    assertThat(linitd.ctl("is-running", "web", "wbe").code()).isEqualTo(4);
    assertThat(linitd.ctl("is-failed", "web", "bad").code()).isZero();
    assertThat(linitd.ctl("is-failed", "web", "db").code()).isEqualTo(1);
    assertThat(linitd.ctl("is-enabled", "web").code()).isZero();
    assertThat(linitd.ctl("is-enabled", "web", "db").code()).isEqualTo(1);
    assertThat(linitd.ctl("--root", rig.root().toString(), "is-enabled", "wbe"))
        .isEqualTo(new Result(4, "", ""));
  }
}
