package org.panux.linit.e2e;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The rig that a document shows, file by file, with a linitd that has booted it. */
final class DocRig implements AutoCloseable {
  private static final Pattern FILE = Pattern.compile("(?:sh|python|java|hocon) (\\S+)");

  private final String document;
  private final TestRig rig;
  private final Daemon daemon;

  /** Lays out the blocks of {@code docs/NAME} that are marked {@code LANGUAGE FILE}, and boots. */
  DocRig(String name) {
    document = name;
    rig = files(name);
    daemon = rig.boot();
  }

  /** A folder with the blocks of {@code docs/NAME} that are marked {@code LANGUAGE FILE}. */
  static TestRig files(String name) {
    TestRig folder = TestRig.create();
    for (Markdown.Block block : Markdown.blocks(name)) {
      Matcher file = FILE.matcher(block.info());
      if (file.matches()) {
        folder.file(file.group(1), block.text(), "rwxr-xr-x");
      }
    }
    return folder;
  }

  TestRig rig() {
    return rig;
  }

  Daemon daemon() {
    return daemon;
  }

  /** A test for each block marked {@code console}, in the document's order. */
  Stream<DynamicTest> consoles() {
    return Markdown.blocks(document).stream()
        .filter(block -> block.info().equals("console"))
        .map(block -> DynamicTest.dynamicTest(block.title(), () -> replay(block)));
  }

  /** Types a block marked {@code console}, and compares what is printed. */
  void replay(Markdown.Block block) {
    String shown = Console.replay(block.text(), rig.root(), daemon.environment());
    Expected.check(document + ":" + block.line(), block.text(), shown);
  }

  List<Markdown.Block> blocks() {
    return Markdown.blocks(document);
  }

  @Override
  public void close() {
    try {
      daemon.close();
    } finally {
      rig.close();
    }
  }
}
