package org.panux.linit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.panux.linit.process.Cgroups;
import org.panux.linit.process.Markers;
import org.panux.linit.process.ProcessTable;
import org.panux.linit.process.RunToken;
import org.panux.linit.readiness.Probers;

/** For tests of services none of which tells when it is ready. */
public final class NoReadiness {
  private NoReadiness() {}

  public static Probers probers() {
    return new Probers(
        Rig.machine(),
        List.of("/bin/sh"),
        Map.of(),
        new ProcessTable(
            new Markers(RunToken.random()), new Cgroups(Cgroups.Mode.OFF, Path.of("/nowhere"))),
        Duration.ZERO);
  }
}
