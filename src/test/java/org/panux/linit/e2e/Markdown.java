package org.panux.linit.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a document, which tests lay out as files, execute and compare. */
final class Markdown {
  /**
   * One fenced block.
   *
   * @param info what stands behind the opening fence; a page shows its first word's colours only
   * @param heading the nearest heading above
   * @param line where it begins
   * @param text its lines, each with its line feed
   */
  record Block(String info, String heading, int line, String text) {
    /** A name for a test of it. */
    String title() {
      return heading + ", line " + line;
    }

    List<String> lines() {
      return text.lines().toList();
    }
  }

  private Markdown() {}

  static Path doc(String name) {
    return Command.source().resolve("docs").resolve(name);
  }

  static String read(String name) {
    try {
      return Files.readString(doc(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks of {@code docs/NAME}, in order. */
  static List<Block> blocks(String name) {
    List<Block> blocks = new ArrayList<>();
    String heading = name;
    String info = null;
    StringBuilder text = new StringBuilder();
    int start = 0;
    int number = 0;
    for (String line : read(name).lines().toList()) {
      number++;
      if (info == null && line.startsWith("#")) {
        heading = line.replaceFirst("#+ *", "");
      } else if (info == null && line.startsWith("```")) {
        info = line.substring(3);
        start = number;
        text.setLength(0);
      } else if (line.equals("```")) {
        blocks.add(new Block(info, heading, start, text.toString()));
        info = null;
      } else if (info != null) {
        text.append(line).append('\n');
      }
    }
    if (info != null) {
      throw new AssertionError(name + ":" + start + ": a block that does not end");
    }
    return blocks;
  }
}
