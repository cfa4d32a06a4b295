package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the next linitd makes of a state file that is not what was written. */
class RecoveryStateTest {
  private static TestRig rig() {
    TestRig rig = TestRig.create();
    for (int i = 0; i < 5; i++) {
      rig.script("main" + i, "command=sleep", "command_args=" + (7600 + i)).enable("main" + i);
    }
    return rig;
  }

  private static Path state(TestRig rig) {
    return rig.path("run/state");
  }

  private static void eachRunsOnce(Reign reign) {
    for (int i = 0; i < 5; i++) {
      reign.count("sleep " + (7600 + i), 1);
    }
  }

  /** Cut anywhere it is what it was some time before. */
  @ParameterizedTest
  @ValueSource(ints = {95, 80, 60, 40, 20})
  void cutShortItIsAnEarlierState(int percent) throws IOException {
    try (TestRig rig = rig();
        Reign reign = Reign.boot(rig)) {
      reign.dies();
      byte[] text = Files.readAllBytes(state(rig));
      Files.write(state(rig), Arrays.copyOf(text, text.length * percent / 100));
      Daemon second = reign.next();
      assertThat(second.said()).noneMatch(line -> line.contains("damaged"));
      eachRunsOnce(reign);
      assertThat(second.runs("main0")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 50, 20})
  void withAByteChangedItIsSetAsideAndWhatRanIsStartedAnew(int percent) throws IOException {
    try (TestRig rig = rig();
        Reign reign = Reign.boot(rig)) {
      long before = reign.pid("sleep 7600");
      reign.dies();
      byte[] text = Files.readAllBytes(state(rig));
      text[text.length * percent / 100] ^= 1;
      Files.write(state(rig), text);
      Daemon second = reign.next();
      assertThat(second.said())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("linitd: the state in " + state(rig) + " is damaged (line ")
                      .endsWith(
                          "); it is set aside as state.damaged-1, and what it says is not"
                              + " believed"));
      assertThat(rig.path("run/state.damaged-1")).hasBinaryContent(text);
      eachRunsOnce(reign);
      assertThat(reign.pid("sleep 7600")).isNotEqualTo(before);
    }
  }

  /** Nothing tells any more whose processes these are, unless a control group does. */
  @Test
  void ofGarbageNothingIsBelievedAndNothingIsEndedThatMayBeAnothers() throws IOException {
    try (TestRig rig = TestRig.create().conf("cgroups = off\n")) {
      rig.script("web", "command=sleep", "command_args=7611").enable("web");
      try (Reign reign = Reign.boot(rig)) {
        long orphan = reign.pid("sleep 7611");
        reign.dies();
        Files.writeString(state(rig), "garbage\n\0\n");
        Daemon second = reign.next();
        assertThat(second.said())
            .anyMatch(line -> line.contains("is damaged (line 1); it is set aside"));
        assertThat(second.runs("web")).isTrue();
        reign.count("sleep 7611", 2);
        assertThat(reign.pids("sleep 7611")).contains(orphan);
        Command.run("/bin/kill", "-KILL", Long.toString(orphan));
        reign.count("sleep 7611", 1);
      }
    }
  }

  @Test
  void aStrangerThatHasGotThePidIsNotTakenAndNotSignalled() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "7621").start();
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "command=sleep", "command_args=7622").enable("web");
      try (Reign reign = Reign.boot(rig)) {
        long pid = reign.pid("sleep 7622");
        reign.dies();
        // Its pid, and not when it started.
        replace(state(rig), "\"" + pid + ":", "\"" + stranger.pid() + ":");
        Daemon second = reign.next();
        assertThat(second.ctl("status", "web").out())
            .contains("failed", "its process ended, nobody knows how");
        second.restart("web");
        second.stop("web");
        assertThat(reign.pids("sleep 7622")).isEmpty();
        assertThat(stranger.isAlive()).isTrue();
      }
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  /** Replaces a text, in every line with its sum made right. */
  private static void replace(Path state, String regex, String other) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(state)) {
      String json = line.substring(9).replaceAll(regex, other);
      CRC32 crc = new CRC32();
      crc.update(json.getBytes(StandardCharsets.UTF_8));
      text.append(String.format("%08x %s%n", crc.getValue(), json));
    }
    assertThat(text).contains(other);
    Files.writeString(state, text);
  }

  @Test
  void ofAnotherStartOfTheMachineNothingIsTakenOver() throws IOException {
    try (TestRig rig = TestRig.create().script("once", "start() { echo >>$LINIT_ROOT/ran; }")) {
      rig.enable("once");
      try (Reign reign = Reign.boot(rig)) {
        reign.dies();
        replace(state(rig), "\"boot\":\"[^\"]*\"", "\"boot\":\"other\"");
        Daemon second = reign.next();
        assertThat(second.said()).noneMatch(line -> line.contains("earlier linitd"));
        assertThat(rig.lines("ran")).hasSize(2);
      }
    }
  }
}
