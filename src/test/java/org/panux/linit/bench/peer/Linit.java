package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;

/** linit itself: a rig in which everything is enabled. */
public final class Linit implements Peer {
  private final Path home;

  /** Of this installation. */
  public Linit(Path home) {
    this.home = home;
  }

  @Override
  public String name() {
    return "linit";
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    Path enabled = Files.createDirectories(folder.resolve("rc.d"));
    for (Map.Entry<String, List<String>> service : graph.needs().entrySet()) {
      String depends =
          service.getValue().isEmpty()
              ? ""
              : "depends() { dep " + String.join(" ", service.getValue()) + "; }\n";
      Scripts.executable(
          folder.resolve("init.d").resolve(service.getKey()),
          "#!/etc/rc.common\n" + depends + "start() { " + scripts.line(service.getKey()) + "; }\n");
      Files.createSymbolicLink(
          enabled.resolve(service.getKey()), Path.of("../init.d", service.getKey()));
    }
  }

  @Override
  public String launch(Path folder) {
    return home.resolve("bin/linitd") + " --root " + folder;
  }

  @Override
  public Optional<String> ask(Path folder, String service) {
    return Optional.of(client(folder) + " is-running " + service);
  }

  /** The client on this rig, without its verb. */
  public String client(Path folder) {
    return home.resolve("bin/linitctl") + " --root " + folder;
  }
}
