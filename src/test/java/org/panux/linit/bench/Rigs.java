package org.panux.linit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.panux.linit.client.LinitClient;
import org.panux.linit.client.Operation;

/** Rigs for what only linit is asked. */
final class Rigs {
  static final Predicate<String> BOOTED = line -> line.contains("boot is running");

  private Rigs() {}

  /**
   * Writes one.
   *
   * @param scripts the texts below the first line, by name
   * @param enabled those that the boot starts
   */
  static Path write(Path rig, Map<String, String> scripts, List<String> enabled)
      throws IOException {
    Files.createDirectories(rig.resolve("init.d"));
    Files.createDirectories(rig.resolve("rc.d"));
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      Path file = rig.resolve("init.d").resolve(script.getKey());
      Files.writeString(file, "#!/etc/rc.common\n" + script.getValue() + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (String service : enabled) {
      Files.createSymbolicLink(rig.resolve("rc.d").resolve(service), Path.of("../init.d", service));
    }
    return rig;
  }

  static List<String> linitd(Place place, Path rig) {
    return List.of(place.home().resolve("bin/linitd").toString(), "--root", rig.toString());
  }

  static Path socket(Path rig) {
    return rig.resolve("run/linit.sock");
  }

  /** Stops the service, starts it, and gives the milliseconds that its start took. */
  static long took(LinitClient client, String name) throws IOException {
    client.ask(Operation.stop(name));
    client.ask(Operation.start(name));
    return client.ask(Operation.status(name)).get(0).view().took();
  }
}
