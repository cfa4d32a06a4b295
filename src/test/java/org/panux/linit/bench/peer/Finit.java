package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.panux.linit.bench.graph.Graph;

/**
 * finit, which has to be process 1. A task of this version sets no condition when it has ended, so
 * that its script does, by finit's own client.
 */
public final class Finit implements Peer {
  @Override
  public String name() {
    return "finit";
  }

  @Override
  public Optional<String> debian() {
    return Optional.of("finit");
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    Path tasks = Files.createDirectories(folder.resolve("finit.d"));
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<String>> service : graph.needs().entrySet()) {
      Path script = folder.resolve(service.getKey());
      Files.writeString(
          script,
          scripts.line(service.getKey()) + "\ninitctl -b cond set " + service.getKey() + "\n");
      String needs =
          service.getValue().stream().map(need -> "usr/" + need).collect(Collectors.joining(","));
      text.append("task [2] ").append(needs.isEmpty() ? "" : "<" + needs + "> ");
      text.append("name:").append(service.getKey()).append(" /bin/sh ").append(script);
      text.append(" -- ").append(service.getKey()).append('\n');
    }
    Files.writeString(tasks.resolve("bench.conf"), text);
    Files.createDirectories(tasks.resolve("enabled"));
    Files.writeString(folder.resolve("finit.conf"), "host bench\nrunlevel 2\n");
  }

  @Override
  public String before(Path folder) {
    return "mount --bind "
        + folder.resolve("finit.d")
        + " /etc/finit.d; touch /etc/finit.conf /etc/fstab; mount --bind "
        + folder.resolve("finit.conf")
        + " /etc/finit.conf";
  }

  @Override
  public String launch(Path folder) {
    return "unshare --pid --mount --fork --kill-child --propagation unchanged /bin/sh -c"
        + " 'mount -t proc proc /proc; exec /sbin/finit'";
  }
}
