package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that do not exist or cannot exist, and words that mean nothing: a line, a hint, a code. */
class BadNameTest {
  private static final String ALLOWED = ", only letters, digits and . _ - +";

  private static TestRig rig;
  private static Daemon linitd;

  @BeforeAll
  static void boot() {
    rig = TestRig.create();
    rig.script("network")
        .script("networks")
        .script("web")
        .script("asks", "depends() { dep \"$(cat $LINIT_ROOT/name)\"; }");
    linitd = rig.boot();
  }

  @AfterAll
  static void stop() {
    try {
      linitd.close();
    } finally {
      rig.close();
    }
  }

  private static String missing(String name) {
    return "there is no " + rig.path("init.d/" + name);
  }

  /** Names as a shell's printf writes them, with what is wrong with each. */
  enum Bad {
    SLASH("a/b", "bad service name 'a/b': '/' is not allowed" + ALLOWED),
    UP("../web", "bad service name '../web': '/' is not allowed" + ALLOWED),
    DOTS("..", "bad service name '..': it must not begin with '.'"),
    LEADING_DOT(".web", "bad service name '.web': it must not begin with '.'"),
    LEADING_DASH("-web", "bad service name '-web': it must not begin with '-'"),
    AT(
        "web@host",
        "bad service name 'web@host': '@' is not allowed"
            + ALLOWED
            + " ('@' is reserved for services on other hosts)"),
    ESCAPE("\\033[31m", "bad service name '?[31m': character U+001B is not allowed" + ALLOWED),
    NOT_UTF_8("\\377", "bad service name '\ufffd': what is not UTF-8 is not allowed" + ALLOWED),
    TOO_LONG(
        "n".repeat(65),
        "bad service name '" + "n".repeat(64) + "…': 65 bytes, at most 64 are allowed"),
    EMPTY("", "a service name must not be empty");

    private final String printf;
    private final String problem;

    Bad(String printf, String problem) {
      this.printf = printf;
      this.problem = problem;
    }
  }

  /** Runs linitctl with a name that only a shell can write. */
  private static Result ctl(String verb, Bad name, String last) {
    String line =
        Command.bin("linitctl") + " " + verb + " -- \"$(printf -- '" + name.printf + "')\" " + last;
    return Command.run(
        Map.of("LINITSOCK", rig.socket().toString()), List.of("/bin/sh", "-c", line));
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWithTheReason(Bad name) {
    Result refused = new Result(2, "", "linitctl: " + name.problem + "\n");
    assertThat(ctl("start", name, "")).isEqualTo(refused);
    assertThat(ctl("start web", name, "")).isEqualTo(refused);
    assertThat(linitd.ctl("status", "web").out()).contains("never started");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stop",
        "restart",
        "status",
        "graph",
        "is-running",
        "is-failed",
        "enable",
        "disable"
      })
  void isRefusedByEveryVerb(String verb) {
    for (Bad name : List.of(Bad.SLASH, Bad.EMPTY, Bad.NOT_UTF_8)) {
      assertThat(ctl(verb, name, ""))
          .isEqualTo(new Result(2, "", "linitctl: " + name.problem + "\n"));
    }
  }

  @Test
  void isRefusedAsTheNameOfAStateToo() {
    assertThat(ctl("state", Bad.UP, "running"))
        .isEqualTo(new Result(2, "", "linitctl: " + Bad.UP.problem + "\n"));
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedInAScriptWhichFailsWithTheReason(Bad name) {
    String write = "printf -- '" + name.printf + "' >" + rig.path("name");
    assertThat(Command.run("/bin/sh", "-c", write).code()).isZero();
    assertThat(linitd.ctl("start", "asks"))
        .isEqualTo(
            new Result(
                1,
                "",
                "linitctl: cannot start 'asks': start exited with 2: asks: "
                    + name.problem
                    + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "two\nlines"})
  void whichWouldFallApartOnTheWayIsRefusedInAScript(String name) throws IOException {
    Files.writeString(rig.path("name"), name, StandardCharsets.UTF_8);
    assertThat(linitd.ctl("start", "asks").err())
        .isEqualTo(
            "linitctl: cannot start 'asks': start exited with 2: asks: bad service name: it has a"
                + " space or a line break\n");
  }

  @Test
  void thatDoesNotExistGetsTheNearestOnes() throws IOException {
    String hint = missing("netwrok") + "; did you mean 'network' or 'networks'?\n";
    Files.writeString(rig.path("name"), "netwrok");
    assertThat(linitd.ctl("start", "asks"))
        .isEqualTo(
            new Result(
                151,
                "",
                "linitctl: cannot start 'asks': dependency 'netwrok' failed: no such service: "
                    + hint));

    // It stands in the graph now, and is as unknown as before.
    assertThat(linitd.ctl("start", "netwrok"))
        .isEqualTo(new Result(5, "", "linitctl: cannot start 'netwrok': no such service: " + hint));
    assertThat(linitd.ctl("stop", "netwrok"))
        .isEqualTo(new Result(5, "", "linitctl: cannot stop: no such service: " + hint));
    assertThat(linitd.ctl("restart", "netwrok"))
        .isEqualTo(new Result(5, "", "linitctl: cannot restart: no such service: " + hint));
    assertThat(linitd.ctl("status", "netwrok"))
        .isEqualTo(new Result(4, "", "linitctl: 'netwrok': no such service: " + hint));
    assertThat(linitd.ctl("graph", "netwrok"))
        .isEqualTo(new Result(5, "", "linitctl: 'netwrok': no such service: " + hint));
    assertThat(linitd.ctl("enable", "netwrok"))
        .isEqualTo(
            new Result(5, "", "linitctl: cannot enable 'netwrok': no such service: " + hint));
    assertThat(linitd.ctl("disable", "netwrok"))
        .isEqualTo(
            new Result(5, "", "linitctl: cannot disable 'netwrok': no such service: " + hint));
    assertThat(linitd.ctl("is-running", "netwrok")).isEqualTo(new Result(4, "", ""));
    assertThat(linitd.ctl("is-failed", "netwrok")).isEqualTo(new Result(4, "", ""));
    assertThat(linitd.ctl("graph").out()).contains("└─ netwrok  failed");
  }

  @Test
  void thatIsLikeNoOtherGetsNoHint() {
    assertThat(linitd.ctl("start", "xyzzy").err())
        .isEqualTo("linitctl: cannot start 'xyzzy': no such service: " + missing("xyzzy") + "\n");
    assertThat(linitd.ctl("list").out()).contains("network").doesNotContain("xyzzy");
  }

  @Test
  void thatIsUnknownStartsOnceItHasAScript() {
    assertThat(linitd.ctl("start", "late").code()).isEqualTo(5);
    rig.script("late");
    assertThat(linitd.ctl("start", "late")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void wordsThatLinitctlDoesNotKnowGetAHint() {
    assertThat(linitd.ctl("strat", "web"))
        .isEqualTo(usage("unknown verb 'strat'; did you mean 'start'?; see 'linitctl help'"));
    assertThat(linitd.ctl("--jsno", "list"))
        .isEqualTo(usage("unknown option '--jsno'; did you mean '--json'?; see 'linitctl help'"));
    assertThat(linitd.ctl("frobnicate"))
        .isEqualTo(usage("unknown verb 'frobnicate'; see 'linitctl help'"));
    assertThat(linitd.ctl("start"))
        .isEqualTo(usage("usage: linitctl start [--watch | --no-wait | --dry-run] NAME…"));
    assertThat(linitd.ctl("list", "web"))
        .isEqualTo(usage("usage: linitctl list [--state STATE | --tree]"));
    assertThat(linitd.ctl("state", "web", "wobbly"))
        .isEqualTo(usage("unknown state 'wobbly': it is running, stopped or failed"));
    assertThat(linitd.ctl("-p")).isEqualTo(usage("option -p needs a path"));
    assertThat(linitd.ctl("--root=", "list")).isEqualTo(usage("option --root needs a path"));
    assertThat(linitd.ctl("--root=" + rig.root(), "list").code()).isZero();
  }

  private static Result usage(String problem) {
    return new Result(2, "", "linitctl: " + problem + "\n");
  }
}
