package org.panux.linit.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.bench.graph.Graph;

/** systemd as a user's manager: one-shot units that a target wants. */
public final class Systemd implements Peer {
  private static final String TARGET = "bench.target";

  @Override
  public String name() {
    return "systemd --user";
  }

  @Override
  public Optional<String> debian() {
    return Optional.of("systemd");
  }

  @Override
  public boolean groups() {
    return true;
  }

  @Override
  public void prepare(Path folder, Graph graph, Scripts scripts) throws IOException {
    Path wants = Files.createDirectories(folder.resolve(TARGET + ".wants"));
    Files.writeString(
        folder.resolve(TARGET), "[Unit]\nDefaultDependencies=no\nDescription=everything\n");
    for (Map.Entry<String, List<String>> service : graph.needs().entrySet()) {
      StringBuilder unit = new StringBuilder("[Unit]\nDefaultDependencies=no\n");
      for (String need : service.getValue()) {
        unit.append("Requires=").append(need).append(".service\n");
        unit.append("After=").append(need).append(".service\n");
      }
      unit.append("[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=");
      unit.append(scripts.command(service.getKey())).append('\n');
      String file = service.getKey() + ".service";
      Files.writeString(folder.resolve(file), unit);
      Files.createSymbolicLink(wants.resolve(file), Path.of("..", file));
    }
  }

  @Override
  public String before(Path folder) {
    // Without the first it says that the system has not been booted with systemd. What it makes
    // below its control group is removed with the group.
    return "mkdir -p /run/systemd/system /run/user; for at in /sys/fs/cgroup/systemd"
        + " /sys/fs/cgroup/unified /sys/fs/cgroup; do if [ -w $at/cgroup.procs ]; then mkdir -p $at/"
        + Groups.NAME
        + " && echo $$ >$at/"
        + Groups.NAME
        + "/cgroup.procs; fi; done; export XDG_RUNTIME_DIR=/run/user SYSTEMD_UNIT_PATH="
        + folder
        + " SYSTEMD_LOG_LEVEL=warning";
  }

  @Override
  public String launch(Path folder) {
    return "/lib/systemd/systemd --user --unit=" + TARGET + " --log-target=console";
  }

  @Override
  public Optional<String> ask(Path folder, String service) {
    return Optional.of("systemctl --user is-active " + service + ".service");
  }
}
