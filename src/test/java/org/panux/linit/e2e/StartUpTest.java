package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a boot of plain scripts loads. Most of the time that a start takes is the loading of
 * classes, so this is counted, which gives the same on a busy machine.
 */
class StartUpTest {
  /** Nearly all of them are functions of Akka's own, which no archive takes. */
  private static final int MOST_OUTSIDE_OF_THE_ARCHIVE = 200;

  /** What happens by chance alone, the run that made the archive may not have met. */
  private static final int MOST_BY_CHANCE = 5;

  private static List<String> loaded;

  @BeforeAll
  static void boot() throws IOException {
    try (TestRig rig = TestRig.create()) {
      rig.script("a", "depends() { dep b; }").script("b").enable("a");
      Path list = rig.path("loaded");
      Map<String, String> log = Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + list);
      try (Daemon linitd = Daemon.start(rig, log, List.of("--root", rig.root().toString()))) {
        linitd.awaitBoot();
        loaded = Files.readAllLines(list);
      }
    }
    assertThat(loaded).anyMatch(line -> line.contains("org.panux.linit.Guardian$BootDone"));
  }

  @Test
  void linitItselfComesFromTheArchive() {
    assertThat(loaded)
        .filteredOn(line -> line.contains("org.panux.linit."))
        .filteredOn(line -> !line.contains("shared objects file"))
        .hasSizeLessThan(MOST_BY_CHANCE);
  }

  @Test
  void littleElseComesFromElsewhere() {
    assertThat(loaded)
        .filteredOn(line -> line.contains("source:") && !line.contains("shared objects file"))
        .hasSizeLessThan(MOST_OUTSIDE_OF_THE_ARCHIVE);
  }

  /** To compare records makes a dozen classes, and the JSON library is one of its own. */
  @Test
  void nothingIsLoadedThatTakesLong() {
    assertThat(loaded)
        .filteredOn(
            line ->
                line.contains("java.lang.runtime.ObjectMethods")
                    || line.contains("com.fasterxml.jackson"))
        .isEmpty();
  }
}
