package org.panux.linit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.ActorKit;
import org.panux.linit.process.FakeLauncher;
import org.panux.linit.process.OneWarmShell;
import org.panux.linit.process.RunToken;
import org.panux.linit.service.Time;

/** The channel of a shell that stays, between a real shell and real services. */
@Timeout(60)
class WarmChannelTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();
  @TempDir private Path folder;

  /** Otherwise the end of its script would be lost with the channel, and the shell as well. */
  @Test
  @SuppressWarnings("try") // The gateway is there for the shell.
  void aScriptThatNoServiceKnowsIsToldSoAndItsEndIsHeard() throws Exception {
    Path library = Files.createDirectory(folder.resolve("library"));
    String shell =
        """
        exec 9>&1
        read -r secret
        echo "$secret dep db" >&9
        read -r answer <&9
        echo "$answer" >LIBRARY/answer
        echo "$secret ended 3" >&9
        read -r more
        """;
    try (OneWarmShell warm =
            new OneWarmShell(
                folder.resolve("channels"), library, shell.replace("LIBRARY", library.toString()));
        TestGateway gateway =
            new TestGateway(
                kit,
                folder,
                new FakeLauncher(),
                Set.of(),
                Time.SYSTEM,
                kit.blocking(),
                warm.processes())) {
      Integer status =
          warm.run(RunToken.create("test", "web", 1))
              .get(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS);
      assertThat(library.resolve("answer")).hasContent("failed 1 the script has ended");
      assertThat(status).isEqualTo(3);
    }
  }
}
