package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every session of {@code docs/RIGS.md} is as it is shown. */
class RigsDocTest {
  private static final String DOCUMENT = "RIGS.md";

  @TestFactory
  Stream<DynamicTest> sessionsAreTrue() {
    TestRig folder = DocRig.files(DOCUMENT);
    return Markdown.blocks(DOCUMENT).stream()
        .filter(block -> block.info().equals("console"))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.title(),
                    () ->
                        Expected.check(
                            DOCUMENT + ":" + block.line(),
                            block.text(),
                            Console.replay(block.text(), folder.root(), Map.of()))))
        .onClose(folder::close);
  }

  /** The example is a test, and passes. */
  @Test
  void theExampleIsPageTest() throws IOException {
    Path file = Command.source().resolve("src/test/java/org/panux/linit/e2e/PageTest.java");
    String test = Files.readString(file).replaceAll("(?m)^  ", "");
    String example =
        Markdown.blocks(DOCUMENT).stream()
            .filter(block -> block.info().equals("java"))
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(test).contains("// begin\n" + example.stripTrailing() + "\n// end");
  }
}
