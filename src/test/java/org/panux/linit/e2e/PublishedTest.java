package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code port}, {@code publish} and {@code published}. */
class PublishedTest {
  private final TestRig rig = TestRig.create();

  @AfterEach
  void remove() {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource
  void aValueComesAsItWasGiven(Shell shell) {
    String value = "a 'b' \"c\" $d `e` \\f * = ü";
    rig.shell(shell)
        .script("one", "depends() { publish 'VALUE=" + value.replace("'", "'\\''") + "' EMPTY=; }")
        .script(
            "two",
            "depends() { dep one; published VALUE EMPTY; }",
            "start() { printf '%s,%s\\n' \"$VALUE\" \"$EMPTY\" >$LINIT_ROOT/value; }");
    try (Daemon linitd = rig.boot()) {
      linitd.start("two");
      assertThat(rig.lines("value")).containsExactly(value + ",");
      assertThat(linitd.ctl("published", "VALUE")).isEqualTo(new Result(0, value + "\n", ""));
      assertThat(linitd.ctl("published").out()).isEqualTo("EMPTY=\nVALUE=" + value + "\n");
      assertThat(linitd.ctl("published", "VALU"))
          .isEqualTo(
              new Result(1, "", "linitctl: nobody has published 'VALU'; did you mean 'VALUE'?\n"));
      assertThat(linitd.ctl("published", "EMPTY", "--json").out())
          .contains("\"published\":{\"EMPTY\":{")
          .doesNotContain("VALUE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"publish 1X=2", "publish X", "publish A-B=c", "port ''", "published 'A B'"})
  void whatIsNoNameIsRefused(String line) {
    rig.script("bad", "depends() { " + line + "; }");
    try (Daemon linitd = rig.boot()) {
      Result result = linitd.ctl("start", "bad");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("is no name of a value");
    }
  }

  @Test
  void whatOthersHaveIsRefusedAsLongAsTheyAreActive() {
    rig.script("one", "depends() { publish KEY=1; }")
        .script("two", "depends() { publish KEY=2; }")
        .script("path", "depends() { publish LINITSOCK=x; }")
        .script("lines", "depends() { publish \"KEY=a", "b\"; }");
    try (Daemon linitd = rig.boot()) {
      linitd.start("one");
      assertThat(linitd.ctl("start", "two").err())
          .contains("two: 'KEY' is published by 'one' already");
      assertThat(linitd.ctl("start", "path").err()).contains("'LINITSOCK' cannot be published");
      assertThat(linitd.ctl("start", "lines").err()).contains("'KEY' has a line break");
      linitd.restart("one");
      linitd.stop("one");
      linitd.start("two");
      assertThat(linitd.ctl("published").out()).isEqualTo("KEY=2\n");
    }
  }

  @Test
  void aPortStaysTheSameAndIsEachOnesOwn() {
    rig.script("web", "depends() { port WEB; }", "start() { echo $WEB >>$LINIT_ROOT/web; }")
        .script("other", "depends() { port OTHER WEB; }", "start() { echo $OTHER $WEB; }");
    try (Daemon linitd = rig.boot()) {
      linitd.start("web", "other");
      linitd.restart("web");
      List<String> ports = rig.lines("web");
      assertThat(ports).hasSize(2);
      assertThat(ports.get(0)).isEqualTo(ports.get(1));
      assertThat(Integer.parseInt(ports.get(0))).isBetween(20_000, 31_999);
      String other = linitd.ctl("published", "OTHER").out().strip();
      assertThat(other).isNotEqualTo(ports.get(0));
      assertThat(rig.lines("log/other.log")).containsExactly(other + " " + ports.get(0));
    }
  }

  @Test
  void manyRigsHaveDifferentPorts() {
    List<TestRig> rigs = new ArrayList<>();
    List<Daemon> all = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        TestRig each = TestRig.create();
        rigs.add(each);
        StringBuilder names = new StringBuilder();
        for (int port = 0; port < 100; port++) {
          names.append(" P").append(port);
        }
        each.script("many", "depends() { port" + names + "; }").enable("many");
        all.add(each.start());
      }
      for (Daemon linitd : all) {
        linitd.awaitBoot();
        linitd
            .ctl("published")
            .out()
            .lines()
            .forEach(line -> ports.add(line.substring(line.indexOf('=') + 1)));
      }
      assertThat(ports).hasSize(300).doesNotHaveDuplicates();
    } finally {
      all.forEach(Daemon::close);
      rigs.forEach(TestRig::close);
    }
  }

  @Test
  void anotherLinitdKnowsThem() {
    rig.script(
        "web",
        "depends() { port WEB; publish URL=http://$WEB; }",
        "command=sleep",
        "command_args=100000");
    String before;
    try (Daemon linitd = rig.boot()) {
      linitd.start("web");
      before = linitd.ctl("published").out();
      // By then it has a log writer, which the next one finds.
      assertThat(linitd.ctl("logs", "web").code()).isZero();
      linitd.signal("KILL");
      linitd.awaitExit();
      try (Daemon next = rig.boot()) {
        assertThat(next.ctl("published").out())
            .isEqualTo(before)
            .matches("URL=http://(\\d+)\nWEB=\\1\n");
      }
    }
  }

  @Test
  void aSubshellIsToldWhyNot() {
    rig.script("sub", "start() { (publish A=b) || echo $? >$LINIT_ROOT/code; }");
    try (Daemon linitd = rig.boot()) {
      linitd.start("sub");
      assertThat(rig.lines("code")).containsExactly("1");
      assertThat(rig.lines("log/sub.log"))
          .containsExactly(
              "sub: 'publish' works in a script that linitd runs, and there in its own shell alone");
    }
  }
}
