package org.panux.linit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.panux.linit.log.Keep;
import org.panux.linit.log.LogClient;
import org.panux.linit.process.Cgroups;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.RunToken;
import org.panux.linit.readiness.Probers;

/** For tests of services none of which has a main process or tells when it is ready. */
public final class NoSupervision {
  private NoSupervision() {}

  public static Probers probers() {
    return new Probers(Rig.machine(), List.of("/bin/sh"), Map.of(), processes(), Duration.ZERO);
  }

  public static ProcessTable processes() {
    return new ProcessTable(
        new Markers(RunToken.random()), new Cgroups(Cgroups.Mode.OFF, Path.of("/nowhere")));
  }

  public static LogClient logs() {
    return new LogClient(
        Path.of("/nowhere"),
        new Keep(1, 1),
        () -> {
          throw new IOException("no service of this test has a main process");
        });
  }

  /** There is nobody whose output could be under way. */
  public static CompletionStage<Void> written(String service) {
    return CompletableFuture.completedFuture(null);
  }
}
