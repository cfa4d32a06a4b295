package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;

/** OpenRC, in parallel: a runlevel that holds everything. No daemon stays. */
public final class OpenRc implements Peer {
  private static final String SCRIPTS = "init.d";
  private static final String LEVELS = "runlevels";

  @Override
  public String name() {
    return "OpenRC, parallel";
  }

  @Override
  public Optional<String> debian() {
    return Optional.of("openrc");
  }

  @Override
  public boolean stays() {
    return false;
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    for (String level : List.of("sysinit", "boot", "default")) {
      Files.createDirectories(folder.resolve(LEVELS).resolve(level));
    }
    Files.writeString(folder.resolve("rc.conf"), "rc_parallel=\"YES\"\nrc_tty_number=0\n");
    for (Map.Entry<String, List<String>> service : graph.needs().entrySet()) {
      String need =
          service.getValue().isEmpty() ? ":" : "need " + String.join(" ", service.getValue());
      Scripts.executable(
          folder.resolve(SCRIPTS).resolve(service.getKey()),
          "#!/sbin/openrc-run\ndepend() {\n  "
              + need
              + "\n}\nstart() {\n  "
              + scripts.line(service.getKey())
              + "\n}\n");
      Files.createSymbolicLink(
          folder.resolve(LEVELS).resolve("default").resolve(service.getKey()),
          Path.of("/etc", SCRIPTS, service.getKey()));
    }
  }

  @Override
  public String before(Path folder) {
    return "mount --bind "
        + folder.resolve(SCRIPTS)
        + " /etc/init.d && mount --bind "
        + folder.resolve(LEVELS)
        + " /etc/runlevels && mount --bind "
        + folder.resolve("rc.conf")
        + " /etc/rc.conf && mkdir -p /run/openrc && echo sysinit >/run/openrc/softlevel";
  }

  @Override
  public String launch(Path folder) {
    return "openrc default";
  }

  @Override
  public Optional<String> ask(Path folder, String service) {
    return Optional.of("rc-service " + service + " status");
  }
}
