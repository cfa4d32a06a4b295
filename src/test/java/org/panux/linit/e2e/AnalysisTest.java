package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.panux.linit.protocol.Json;

/** What linitctl computes of boots whose scripts sleep for known times. */
class AnalysisTest {
  /** Tenths of a second; far more than anything else of a boot takes. */
  private static final Map<String, Integer> SLEEPS =
      Map.of("web", 10, "app", 10, "db", 20, "cache", 10, "net", 5, "log", 5);

  private static final Map<String, List<String>> NEEDS =
      Map.of(
          "web", List.of("app", "log"),
          "app", List.of("db", "cache"),
          "db", List.of("net"),
          "cache", List.of("net"));

  private static final int ATTEMPTS = 12;

  private static TestRig rig(Map<String, Integer> sleeps, Map<String, List<String>> needs) {
    TestRig rig = TestRig.create();
    sleeps.forEach(
        (name, tenths) ->
            rig.script(
                name,
                needs.containsKey(name)
                    ? "depends() { dep " + String.join(" ", needs.get(name)) + "; }"
                    : "",
                "start() { sleep " + tenths / 10 + "." + tenths % 10 + "; }"));
    return rig.enable("web");
  }

  private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
    Map<String, T> other = new HashMap<>(map);
    other.put(key, value);
    return other;
  }

  private static Map<String, Object> json(Daemon linitd, String... words) {
    return json(linitd, 0, words);
  }

  private static Map<String, Object> json(Daemon linitd, int code, String... words) {
    Result result = linitd.ctl(words);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    try {
      return Json.object(result.out().strip());
    } catch (Json.Malformed e) {
      throw new AssertionError(result.out(), e);
    }
  }

  private static List<Map<?, ?>> maps(Object list) {
    return ((List<?>) list).stream().<Map<?, ?>>map(it -> (Map<?, ?>) it).toList();
  }

  private static long number(Map<?, ?> json, String field) {
    return (Long) json.get(field);
  }

  private static Map<?, ?> only(List<Map<?, ?>> maps, String name) {
    return maps.stream().filter(it -> name.equals(it.get("name"))).findFirst().orElseThrow();
  }

  /** The longest time from a service's first need to its end, in microseconds. */
  private static long longest(String name) {
    long before =
        NEEDS.getOrDefault(name, List.of()).stream()
            .mapToLong(AnalysisTest::longest)
            .max()
            .orElse(0);
    return before + SLEEPS.get(name) * 100_000L;
  }

  @Test
  void criticalChainIsTheLongestPathOfTheSleeps() {
    try (TestRig rig = rig(SLEEPS, NEEDS);
        Daemon linitd = rig.boot()) {
      Map<String, Object> json = json(linitd, "critical-chain", "--json");
      List<Map<?, ?>> chain = maps(json.get("chain"));

      assertThat(chain.stream().filter(it -> it.get("then").equals("settles")))
          .extracting(it -> (String) it.get("name"))
          .containsExactly("net", "db", "app", "web");
      for (Map<?, ?> step : chain) {
        if (step.get("then").equals("settles")) {
          assertThat(number(step, "took_us"))
              .isGreaterThanOrEqualTo(SLEEPS.get(step.get("name")) * 100_000L);
        }
      }
      // Each moment belongs to one step, so that nothing is left out and nothing counted twice.
      assertThat(chain.stream().mapToLong(it -> number(it, "took_us")).sum())
          .isEqualTo(number(json, "took_us"));
      long sleeps =
          chain.stream()
              .filter(it -> it.get("then").equals("settles"))
              .mapToLong(it -> SLEEPS.get(it.get("name")) * 100_000L)
              .sum();
      assertThat(sleeps).isEqualTo(longest("web"));
      assertThat(number(json, "took_us")).isGreaterThanOrEqualTo(sleeps);

      Map<?, ?> cache = only(maps(json.get("slack")), "cache");
      Map<?, ?> its = only(maps(json(linitd, "blame", "--json").get("services")), "cache");
      long longer = number(its, "own_us") + number(cache, "slack_us") / 2;
      Map<String, Object> slower =
          json(linitd, "what-if", "cache=" + longer / 1000 + "ms", "--json");
      // The delays of notices are kept as they were recorded, so it is not exact to the
      // microsecond.
      assertThat(number(slower, "ready_us"))
          .isCloseTo(number(slower, "recorded_us"), within(1_000L));

      assertThat(linitd.ctl("critical-chain", "db").out())
          .startsWith("db was ready after ")
          .containsPattern("net +db goes on\n.* db +runs\n")
          .doesNotContain("app goes on");
      assertThat(linitd.ctl("blame").out().lines().skip(1).map(it -> it.replaceAll(".* ", "")))
          .startsWith("db");
    }
  }

  @Test
  void whatIfEqualsARealBootWithThatChange() {
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // All at once: they only sleep, and whatever else the machine does befalls them all.
      try (TestRig rig = rig(SLEEPS, NEEDS);
          TestRig fastRig = rig(with(SLEEPS, "db", 5), NEEDS);
          TestRig lessRig = rig(SLEEPS, with(NEEDS, "app", List.of("cache")));
          Daemon linitd = rig.start();
          Daemon fast = fastRig.start();
          Daemon less = lessRig.start()) {
        linitd.awaitBoot();
        fast.awaitBoot();
        less.awaitBoot();
        Map<String, Object> faster = json(linitd, "what-if", "db=0.5s", "--json");
        Map<String, Object> without = json(linitd, "what-if", "--without", "app->db", "--json");
        long fastBoot = number(json(fast, "critical-chain", "--json"), "took_us");
        long lessBoot = number(json(less, "critical-chain", "--json"), "took_us");

        assertThat(without.get("not_started")).isEqualTo(List.of("db"));
        assertThat(maps(faster.get("chain")))
            .extracting(it -> (String) it.get("name"))
            .contains("cache");
        last =
            number(faster, "ready_us")
                + " instead of "
                + fastBoot
                + ", "
                + number(without, "ready_us")
                + " instead of "
                + lessBoot;
        if (near(number(faster, "ready_us"), fastBoot)
            && near(number(without, "ready_us"), lessBoot)) {
          return;
        }
      }
    }
    throw new AssertionError("not within 10 %: " + last);
  }

  private static boolean near(long computed, long real) {
    return Math.abs(computed - real) * 10 <= real;
  }

  @Test
  void lockKeepsTheDependenciesAndTellsWhatChanged() {
    try (TestRig rig =
        TestRig.create()
            .script("db")
            .script("log")
            .script("web", "depends() { dep db; want log; }")
            .enable("web")) {
      try (Daemon linitd = rig.boot()) {
        Result locked = linitd.ctl("deps", "lock");
        assertThat(locked.text()).isEqualTo("wrote " + rig.path("deps.lock") + "\n");
        assertThat(rig.lines("deps.lock").stream().filter(it -> !it.startsWith("#")))
            .containsExactly("boot want web", "web dep db", "web want log");
        assertThat(linitd.ctl("deps", "lock", "-").out().lines().toList())
            .isEqualTo(rig.lines("deps.lock"));
        assertThat(linitd.ctl("deps", "diff")).isEqualTo(new Result(0, "", ""));
      }
      rig.script("web", "depends() { dep db log; }");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("deps", "diff"))
            .isEqualTo(new Result(1, "+ web dep log\n- web want log\n", ""));
        assertThat(json(linitd, 1, "deps", "diff", "--json"))
            .containsEntry("added", List.of("web dep log"))
            .containsEntry("removed", List.of("web want log"));
        rig.file("bad.lock", "web needs db\n", "rw-r--r--");
        Result bad = linitd.ctl("deps", "diff", rig.path("bad.lock").toString());
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("bad.lock: line 1: 'web needs db' is not");
        Result missing = linitd.ctl("deps", "diff", rig.path("none").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("no such file").hasLineCount(1);
      }
    }
  }

  @Test
  void graphShowsWhatItNeedsAndWhoNeedsItInEveryFormat() {
    try (TestRig rig =
            TestRig.create()
                .script("db")
                .script("log", "start() { return 1; }")
                .script("web", "depends() { dep db; want log; }")
                .script("api", "depends() { dep db; after web; }")
                .enable("api", "web");
        Daemon linitd = rig.boot()) {
      assertThat(linitd.ctl("graph", "db", "--reverse").out())
          .isEqualTo(
              """
              db  running
              ├─ api  running
              │  └─ boot  running  (wanted)
              └─ web  running
                 ├─ api  running  (after)  ↑
                 └─ boot  running  (wanted)
              """);
      assertThat(linitd.ctl("graph", "web", "--format", "dot").out())
          .contains("\"web\" -> \"db\";", "\"web\" -> \"log\" [label=\"want\", style=dashed];");
      assertThat(linitd.ctl("graph", "--format=mermaid").out()).contains(" -.->|after| ", " --> ");
      assertThat(maps(json(linitd, "graph", "db", "--reverse", "--format", "json").get("edges")))
          .extracting(it -> it.get("from") + " " + it.get("kind") + " " + it.get("to"))
          .contains("web dep db", "api after web")
          .doesNotContain("web want log");
    }
  }

  @Test
  void whatABrokenScriptPrintsIsHarmlessInEveryPicture() {
    try (TestRig rig =
            TestRig.create()
                .script(
                    "bad",
                    "start() {",
                    "  printf '\\033[31m<script>alert(1)</script> \"]]> --> \\302\\377\\n'",
                    "  return 3",
                    "}")
                .enable("bad");
        Daemon linitd = rig.boot()) {
      for (List<String> words :
          List.of(
              List.of("graph"),
              List.of("graph", "--format", "dot"),
              List.of("graph", "--format", "mermaid"),
              List.of("plot"),
              List.of("report"),
              List.of("blame"),
              List.of("critical-chain"))) {
        String out = linitd.ctl(words.toArray(String[]::new)).out();
        assertThat(out).as(String.join(" ", words)).contains("bad").doesNotContain("\u001b");
        if (!words.contains("dot")) {
          // In a quoted string of Graphviz it has no meaning.
          assertThat(out).doesNotContain("<script>alert", "\"]]>");
        }
      }
      assertThat(linitd.ctl("graph", "--format", "dot").out())
          .contains("<script>alert(1)</script> \\\"]]>");
    }
  }

  @Test
  void badInputGetsOneLineAndACode() {
    try (TestRig rig =
            TestRig.create()
                .script("db")
                .script("web", "depends() { dep db; }")
                .script("idle")
                .enable("web");
        Daemon linitd = rig.boot()) {
      complains(
          linitd,
          5,
          "'wbe' was not started since linitd began; did you mean 'web'?",
          "what-if",
          "wbe=1s");
      complains(linitd, 2, "web=soon: 'soon' is no duration", "what-if", "web=soon");
      complains(linitd, 2, "'web' is not NAME=DURATION", "what-if", "web");
      complains(linitd, 2, "'web' is there twice", "what-if", "web=1", "web=2");
      complains(linitd, 2, "--without: 'web' is no edge", "what-if", "--without", "web");
      complains(
          linitd,
          1,
          "there is no edge db->web in this boot: 'db' asked for nothing",
          "what-if",
          "--without",
          "db->web");
      complains(linitd, 2, "usage: linitctl what-if", "what-if");
      complains(linitd, 5, "'nobody': no such service", "critical-chain", "nobody");
      complains(linitd, 3, "'idle' was not started since linitd began", "critical-chain", "idle");
      complains(
          linitd,
          1,
          "cannot write /proc/none/x.svg: no such file or folder",
          "plot",
          "/proc/none/x.svg");
      complains(
          linitd,
          1,
          "cannot write " + rig.root() + ": Is a directory",
          "report",
          rig.root().toString());
      complains(
          linitd,
          2,
          "unknown format 'dto': it is text, dot, mermaid or json; did you mean 'dot'?",
          "graph",
          "--format",
          "dto");
      complains(linitd, 2, "unknown 'deps look'; did you mean 'lock'?", "deps", "look");
      complains(linitd, 2, "--reverse goes with graph", "blame", "--reverse");
    }
  }

  @Test
  void bootThatHasNotEndedIsSaid() {
    try (TestRig rig =
            TestRig.create()
                .fifo("gate")
                .script("slow", "start() { : <\"$LINIT_ROOT/gate\"; }")
                .enable("slow");
        Daemon linitd = rig.start()) {
      Await.until(
          () -> linitd.ctl("status", "slow").out().startsWith("slow: starting"), linitd::said);
      complains(linitd, 3, "'boot' is still starting", "critical-chain");
      complains(linitd, 3, "'boot' is still starting", "what-if", "slow=1s");
      complains(linitd, 3, "not everything has started yet", "deps", "lock");
      assertThat(linitd.ctl("blame").out()).contains("slow  starting");
      assertThat(linitd.ctl("plot").out()).contains("boot is still starting");
      assertThat(linitd.ctl("report").out()).contains("The boot has not ended yet.");
      assertThat(Command.run("/bin/sh", "-c", ": >'" + rig.path("gate") + "'").code()).isZero();
      linitd.awaitBoot();
    }
  }

  private static void complains(Daemon linitd, int code, String message, String... words) {
    Result result = linitd.ctl(words);
    assertThat(result.err()).startsWith("linitctl: " + message).hasLineCount(1);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
  }
}
