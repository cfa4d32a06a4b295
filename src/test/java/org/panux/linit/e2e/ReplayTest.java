package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/**
 * {@code linitctl replay}, on what a linitd has recorded. Each other test replays what its own has
 * ({@link Daemon#close}).
 */
class ReplayTest {
  private static final String SECRET = "correct horse battery staple";

  private static Result replay(Path file) {
    return Command.run(Command.bin("linitctl"), "replay", file.toString());
  }

  @Test
  void whatHasHappenedIsReplayedAndHoldsNoSecret() throws IOException {
    try (TestRig rig = TestRig.create()) {
      rig.conf("environment { PASSWORD = \"" + SECRET + "\" }\n")
          .script("db", "start() { publish DB_URL=\"db:$PASSWORD\"; }")
          .script("web", "depends() { dep db; }", "command=sleep", "command_args=100000")
          .script("bad", "depends() { want web; }", "start() { echo \"no route\"; return 3; }")
          .enable("web", "bad");
      Path file = rig.path("log/linitd.flight");
      try (Daemon linitd = rig.boot()) {
        linitd.restart("db");
        assertThat(linitd.ctl("published", "DB_URL").out()).contains(SECRET);
      }
      Result same = replay(file);
      assertThat(same.code()).as(same.toString()).isZero();
      assertThat(same.out()).matches("(?s).*/linitd.flight: \\d+ events of 5 parts, the same.*");
      assertThat(Files.readString(file))
          .contains("service/bad ", "no route")
          .doesNotContain(SECRET);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      damage(file);
    }
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(replay(file).err())
        .startsWith("linitd: cannot replay " + file + ": it is damaged: ");
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(replay(file))
        .isEqualTo(
            new Result(
                2,
                "",
                "linitd: cannot replay " + file + ": it is no flight recording of linitd\n"));
  }

  /** The next linitd begins a file of its own; what the one before has recorded stays beside it. */
  @Test
  void whatALinitdHasRecordedThatWasKilledIsKept() {
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "command=sleep", "command_args=100000").enable("web");
      Path file = rig.path("log/linitd.flight");
      Path before = rig.path("log/linitd.flight.1");
      try (Daemon first = rig.boot()) {
        Await.until(() -> !rig.lines("log/linitd.flight").isEmpty(), () -> "nothing is recorded");
        // By then it has a log writer, which the next one finds.
        assertThat(first.ctl("logs", "web").code()).isZero();
        first.die();
        rig.boot().close();
        assertThat(replay(before).code()).isZero();
        assertThat(replay(file).code()).isZero();
        assertThat(rig.lines("log/linitd.flight"))
            .anyMatch(line -> line.contains(" was Lifecycle("));
      }
    }
  }

  @Test
  void noneIsMadeWhereThatIsSet() {
    try (TestRig rig = TestRig.create()) {
      rig.conf("flight-size = 0\n").script("web").enable("web");
      rig.boot().close();
      assertThat(rig.path("log/linitd.flight")).doesNotExist();
    }
  }
}
