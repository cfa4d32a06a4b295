package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.ActorKit;

/** With real processes, that carry tokens as the launcher gives them. */
@Timeout(60)
class ProcessTableTest {
  private static final int LOOKS = 30;

  private final String instance = RunToken.random();

  /** Each runner starts the next one and ends, so that there is always one, and none for long. */
  @Test
  void aLookMissesNoRelay(@TempDir Path folder) throws Exception {
    Path finish = folder.resolve("finish");
    Path runner = folder.resolve("runner");
    // Where the test dies, the course has an end all the same.
    Files.writeString(
        runner,
        "[ $1 -gt 0 ] && [ ! -e '"
            + finish
            + "' ] || exit\n"
            + "sh '"
            + runner
            + "' $(($1 - 1)) &\n");
    ProcessBuilder builder = new ProcessBuilder("sh", runner.toString(), "1000000");
    builder.environment().put(RunToken.VARIABLE, RunToken.create(instance, "web", 1).toString());
    Process first = builder.start();
    ProcessTable table = SweeperTest.table(new Markers(instance));
    try {
      assertThat(first.waitFor(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < LOOKS; i++) {
        assertThat(table.look().of(instance)).as("seen in look " + i).isNotEmpty();
      }
    } finally {
      Files.createFile(finish);
      while (!table.look().of(instance).isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }
}
