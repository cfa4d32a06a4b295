package org.panux.linit.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.panux.linit.script.LsbHeader.Key;
import org.panux.linit.script.LsbHeader.Malformed;

class LsbHeaderTest {
  private static LsbHeader header(String... lines) throws Malformed {
    return parse("#!/bin/sh\n" + block(lines) + "set -e\n").orElseThrow();
  }

  private static String block(String... lines) {
    return "### BEGIN INIT INFO\n" + String.join("\n", lines) + "\n### END INIT INFO\n";
  }

  private static Optional<LsbHeader> parse(String text) throws Malformed {
    return LsbHeader.parse(text);
  }

  private static void assertRefused(String problem, String... lines) {
    assertThatThrownBy(() -> header(lines)).isInstanceOf(Malformed.class).hasMessage(problem);
  }

  @Test
  void valuesStandBehindTabsOrSpaces() throws Malformed {
    LsbHeader header =
        header(
            "# Provides:\t\tstore storage",
            "# Required-Start:    $local_fs\t$network clock",
            "# Should-Start:\t\t",
            "# Default-Start:\t2 3 4 5",
            "# Short-Description:\tKeeps things");
    assertThat(header.list(Key.PROVIDES)).containsExactly("store", "storage");
    assertThat(header.list(Key.REQUIRED_START)).containsExactly("$local_fs", "$network", "clock");
    assertThat(header.list(Key.SHOULD_START)).isEmpty();
    assertThat(header.list(Key.REQUIRED_STOP)).isEmpty();
    assertThat(header.list(Key.DEFAULT_START)).containsExactly("2", "3", "4", "5");
    assertThat(header.text(Key.SHORT_DESCRIPTION)).isEqualTo("Keeps things");
  }

  @Test
  void aHeaderMayComeLateAndBehindOtherCode() throws Malformed {
    LsbHeader header =
        parse("#! /bin/sh\nset -e\n\n# Start the store.\n#\n" + block("# Provides: store"))
            .orElseThrow();
    assertThat(header.list(Key.PROVIDES)).containsExactly("store");
  }

  @Test
  void aScriptWithoutOneHasNone() throws Malformed {
    assertThat(parse("#!/bin/sh\n# Provides: store\n")).isEmpty();
    assertThat(parse("")).isEmpty();
  }

  @Test
  void keysAreReadInAnyCaseAndWithAnyIndent() throws Malformed {
    LsbHeader header =
        header("#provides:store", "#   REQUIRED-START: clock", "#\tx-start-before:  $Network web");
    assertThat(header.list(Key.PROVIDES)).containsExactly("store");
    assertThat(header.list(Key.REQUIRED_START)).containsExactly("clock");
    assertThat(header.list(Key.START_BEFORE)).containsExactly("$network", "web");
  }

  @Test
  void anIndentedLineGoesOnWithTheOneBefore() throws Malformed {
    LsbHeader header =
        header(
            "# Provides:  store",
            "# Required-Start: clock",
            "#                 $network",
            "# Description:    Keeps things, and gives",
            "#                 them back: all of them.",
            "#\tEach once.");
    assertThat(header.list(Key.REQUIRED_START)).containsExactly("clock", "$network");
    assertThat(header.text(Key.DESCRIPTION))
        .isEqualTo("Keeps things, and gives them back: all of them. Each once.");
  }

  @Test
  void keysThatNobodyKnowsArePassedOverWithWhatBelongsToThem() throws Malformed {
    LsbHeader header =
        header(
            "# Provides: store",
            "# X-Interactive: true",
            "#   or so",
            "# chkconfig: 2345 10 90",
            "#",
            "",
            "# Required-Stop: clock");
    assertThat(header.list(Key.PROVIDES)).containsExactly("store");
    assertThat(header.list(Key.REQUIRED_STOP)).containsExactly("clock");
  }

  @Test
  void linesMayEndAsOnOtherSystems() throws Malformed {
    assertThat(
            parse("#!/bin/sh\r\n### BEGIN INIT INFO\r\n# Provides: a b\r\n### END INIT INFO\r\n")
                .orElseThrow()
                .list(Key.PROVIDES))
        .containsExactly("a", "b");
  }

  @Test
  void aHeaderWithoutItsEndIsRefused() {
    assertThatThrownBy(() -> parse("#!/bin/sh\n### BEGIN INIT INFO\n# Provides: a\n"))
        .hasMessage("2: the LSB header has no end; add '### END INIT INFO'");
    assertRefused(
        "4: this is no line of an LSB header, which is missing its '### END INIT INFO'",
        "# Provides: a",
        "case $1 in");
    assertRefused(
        "4: the LSB header begins once more; end the first with '### END INIT INFO'",
        "# Provides: a",
        "### BEGIN INIT INFO");
  }

  @Test
  void aKeyWithoutItsColonIsRefused() {
    assertRefused(
        "4: 'Required-Start $network' is no 'Key: value' of an LSB header; a line that goes on with"
            + " the one before is indented by two spaces",
        "# Provides: a",
        "# Required-Start $network");
  }

  @Test
  void aNameThatCannotBeOneIsRefused() {
    assertRefused(
        "3: Provides: bad service name 'a/b': '/' is not allowed, only letters, digits"
            + " and . _ - +",
        "# Provides: a/b");
    assertRefused(
        "4: Required-Start: '$network,': names are separated by spaces, not by commas",
        "# Provides: a",
        "# Required-Start: $network, $syslog");
    assertRefused(
        "5: Required-Start: bad service name '-x': it must not begin with '-'",
        "# Provides: a",
        "# Required-Start: b",
        "#   -x");
    assertRefused("3: Should-Start: a service name must not be empty", "# Should-Start: $");
  }
}
