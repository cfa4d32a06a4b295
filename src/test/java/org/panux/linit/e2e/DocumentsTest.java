package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documents point at exists, and what {@code HACKING.md} tells to type works. */
class DocumentsTest {
  private static final String HACKING = "HACKING.md";
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern TEST = Pattern.compile("-Dtest=(\\w+)");
  private static final Pattern CASE = Pattern.compile("-Dcase=(\\S+)");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    try (Stream<Path> files = Files.walk(Command.source().resolve("docs"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".md")).toList()) {
        for (String target : all(LINK, Files.readString(file))) {
          assertThat(file.getParent().resolve(target)).as(file + " links " + target).exists();
        }
      }
    }
  }

  @Test
  void everyTestThatIsNamedExists() {
    String text = Markdown.read(HACKING);
    Path source = Command.source().resolve("src/test");
    assertThat(all(TEST, text))
        .isNotEmpty()
        .allSatisfy(
            it -> assertThat(source.resolve("java/org/panux/linit/e2e/" + it + ".java")).exists());
    assertThat(all(CASE, text))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(source.resolve("cases/" + it)).isDirectory());
  }

  @TestFactory
  Stream<DynamicTest> consolesOfHackingAreTrue() {
    return Markdown.blocks(HACKING).stream()
        .filter(block -> block.info().equals("console"))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.title(),
                    () ->
                        Expected.check(
                            HACKING + ":" + block.line(),
                            block.text(),
                            Console.replay(block.text(), Command.source(), Map.of()))));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(it -> it.group(1)).toList();
  }
}
