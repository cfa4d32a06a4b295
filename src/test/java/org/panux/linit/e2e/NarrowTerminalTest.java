package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What linitctl shows on a terminal of 40 columns: {@code script} makes one. */
class NarrowTerminalTest {
  private static final String LONG =
      "a-service.with_the-longest+name.that-a-service.may_have-00000000";

  private static TestRig rig;
  private static Daemon linitd;

  @BeforeAll
  static void boot() {
    rig =
        TestRig.create()
            .script(LONG, "start() { echo 'the disk is not there, or it is broken'; return 3; }")
            .script("site", "depends() { want " + LONG + "; dep " + LONG + "; }")
            .enable("site");
    linitd = rig.boot();
  }

  @AfterAll
  static void end() {
    linitd.close();
    rig.close();
  }

  private static String onTerminal(String words) {
    return Command.run(
            Map.of("LINITSOCK", rig.socket().toString(), "NO_COLOR", "1"),
            List.of(
                "script",
                "-qec",
                "stty cols 40 rows 10; unset COLUMNS; exec '"
                    + Command.bin("linitctl")
                    + "' "
                    + words,
                "/dev/null"))
        .out()
        .replace("\r", "");
  }

  /**
   * What is a table or a tree has a line for each row, and no line that is broken by the terminal.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"status", "list", "list --tree", "graph", "graph --reverse", "blame", "why site"})
  void noLineIsLongerThanTheTerminal(String words) {
    String shown = onTerminal(words);
    assertThat(shown).contains("site").contains("a-ser");
    assertThat(shown.lines().filter(line -> !line.contains(LONG)))
        .isNotEmpty()
        .allMatch(line -> line.length() <= 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status site", "why " + LONG})
  void sentencesAreBrokenBetweenWords(String words) {
    String shown = onTerminal(words);
    String whole = "start exited with 3: the disk is not there, or it is broken";
    assertThat(shown).doesNotContain(whole);
    assertThat(String.join(" ", shown.lines().map(String::strip).toList())).contains(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"critical-chain", "logs site " + LONG})
  void aLongNameLeavesRoomForTheRest(String words) {
    assertThat(onTerminal(words)).contains("a-servi").contains("…").doesNotContain(LONG + " ");
  }
}
