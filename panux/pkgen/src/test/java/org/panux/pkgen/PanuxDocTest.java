package org.panux.pkgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/PANUX.md shows of pkgen is true: its files, and each console that is marked so. */
class PanuxDocTest {
  private static final Path DOCUMENT = Path.of("../../docs/PANUX.md");

  @TempDir Path folder;

  /**
   * A block of the document: what stands behind the quotes, and the line of the first of its own.
   */
  private record Block(String info, int line, String text) {}

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(DOCUMENT);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int end = lines.subList(i + 1, lines.size()).indexOf("```") + i + 1;
        blocks.add(
            new Block(
                lines.get(i).substring(3),
                i + 2,
                String.join("\n", lines.subList(i + 1, end)) + "\n"));
        i = end;
      }
    }
    return blocks;
  }

  @Test
  void itsFilesAreRightAndItsConsolesShowWhatIsPrinted() throws Exception {
    assumeTrue(Cli.works("minisign", "-v"), "needs minisign");
    assumeTrue(
        Cli.works("unshare", "--mount", "--pid", "--net", "--fork", "true"),
        "needs root and unshare");
    for (Block block : blocks()) {
      if (block.info().matches("(yaml|sh) \\S+")) {
        Cli.write(folder, block.info().split(" ")[1], block.text());
      } else if (block.info().equals("console pkgen")) {
        String shown = replay(block.text());
        assertThat(shown)
            .as("PANUX.md:" + block.line() + "\n" + shown)
            .matches(Pattern.compile(expected(block.text())));
      }
    }
  }

  private static String expected(String text) {
    return String.join(
        "[^\n]*", List.of(text.split("…", -1)).stream().map(Pattern::quote).toList());
  }

  /** The commands, each with what it prints. */
  private String replay(String console) throws Exception {
    StringBuilder shown = new StringBuilder();
    for (String line : console.lines().filter(line -> line.startsWith("$ ")).toList()) {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", line.substring(2))
              .directory(folder.toFile())
              .redirectErrorStream(true);
      builder
          .environment()
          .merge("PATH", Path.of("bin").toAbsolutePath() + ":", (old, own) -> own + old);
      builder.environment().put("TZ", "UTC");
      Process process = builder.start();
      process.getOutputStream().close();
      shown.append(line).append('\n');
      shown.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      process.waitFor();
    }
    return shown.toString();
  }
}
