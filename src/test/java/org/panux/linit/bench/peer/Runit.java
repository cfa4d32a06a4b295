package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;

/**
 * runit as its manual has it: the script of a service starts those that it needs with {@code sv
 * start}, which asks their {@code check} by the second, and is run again where it fails. A one-shot
 * is a service that then sleeps.
 */
public final class Runit implements Peer {
  @Override
  public String name() {
    return "runit (sv start)";
  }

  @Override
  public Optional<String> debian() {
    return Optional.of("runit");
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    for (Map.Entry<String, List<String>> service : graph.needs().entrySet()) {
      Path own = folder.resolve("scan").resolve(service.getKey());
      String needs =
          service.getValue().isEmpty()
              ? ""
              : "sv start " + String.join(" ", service.getValue()) + " >/dev/null || exit 1\n";
      Scripts.executable(
          own.resolve("run"),
          "#!/bin/sh\n"
              + needs
              + scripts.command(service.getKey())
              + "\n: >done\nexec sleep infinity\n");
      Scripts.executable(own.resolve("check"), "#!/bin/sh\nexec test -e done\n");
    }
  }

  @Override
  public String before(Path folder) {
    return "export SVDIR=" + folder.resolve("scan");
  }

  @Override
  public String launch(Path folder) {
    return "runsvdir " + folder.resolve("scan");
  }

  @Override
  public Optional<String> ask(Path folder, String service) {
    return Optional.of("sv status " + service);
  }
}
