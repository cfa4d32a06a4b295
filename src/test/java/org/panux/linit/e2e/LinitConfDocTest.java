package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/linit.conf.md} says what {@code reference.conf} says, and its examples are true. */
class LinitConfDocTest {
  private static final String DOCUMENT = "linit.conf.md";
  private static final Path REFERENCE =
      Command.source().resolve("supervisor/src/main/resources/reference.conf");
  private static final Pattern SETTING = Pattern.compile("(?m)^  ([a-z-]+) (?:= (.*)|\\{)$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| `([^`]*)` \\|");

  @Test
  void hasEverySettingWithItsDefault() throws IOException {
    assertThat(all(ROW, Markdown.read(DOCUMENT)))
        .isEqualTo(all(SETTING, Files.readString(REFERENCE)))
        .isNotEmpty();
  }

  private static Map<String, String> all(Pattern pattern, String text) {
    Map<String, String> found = new LinkedHashMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2) == null ? "{ }" : matcher.group(2));
    }
    return found;
  }

  @TestFactory
  Stream<DynamicTest> consolesAreTrue() {
    DocRig rig = new DocRig(DOCUMENT);
    return rig.consoles().onClose(rig::close);
  }

  @Test
  void exampleIsTaken() {
    String example =
        Markdown.blocks(DOCUMENT).stream()
            .filter(block -> block.info().equals("hocon"))
            .map(Markdown.Block::text)
            .reduce("", String::concat);
    assertThat(all(ROW, Markdown.read(DOCUMENT)).keySet()).allMatch(example::contains);
    try (TestRig rig =
        TestRig.create()
            .conf(example)
            .script("web", "start() { echo \"$HTTP_PORT $PATH\" >\"$LINIT_ROOT/got\"; }")
            .enable("web")) {
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.said()).anyMatch(line -> line.contains("boot is running"));
        assertThat(rig.lines("got"))
            .containsExactly("8080 " + Command.bin("") + ":/usr/sbin:/usr/bin:/sbin:/bin");
      }
    }
  }
}
