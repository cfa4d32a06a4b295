package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;

/**
 * s6 without s6-rc, which Debian does not have: each service waits with {@code s6-svwait} until
 * those that it needs have said that they are ready. A one-shot is a service that then sleeps.
 */
public final class S6 implements Peer {
  @Override
  public String name() {
    return "s6 (s6-svwait)";
  }

  @Override
  public Optional<String> debian() {
    return Optional.of("s6");
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    for (Map.Entry<String, List<String>> service : graph.needs().entrySet()) {
      Path own = Files.createDirectories(folder.resolve("scan").resolve(service.getKey()));
      String wait =
          service.getValue().isEmpty()
              ? ""
              : "s6-svwait -U ../" + String.join(" ../", service.getValue()) + " || exit 1\n";
      Scripts.executable(
          own.resolve("run"),
          "#!/bin/sh\n"
              + wait
              + scripts.command(service.getKey())
              + "\necho >&3\nexec sleep infinity 3>&-\n");
      Files.writeString(own.resolve("notification-fd"), "3\n");
    }
  }

  @Override
  public String launch(Path folder) {
    return "s6-svscan -c 10000 " + folder.resolve("scan");
  }

  @Override
  public Optional<String> ask(Path folder, String service) {
    return Optional.of("s6-svstat " + folder.resolve("scan").resolve(service));
  }
}
