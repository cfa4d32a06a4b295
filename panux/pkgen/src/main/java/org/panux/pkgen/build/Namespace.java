package org.panux.pkgen.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Namespaces of the kernel: a root that the build sees a changeable copy of, and no network. */
public final class Namespace implements Environment {
  private final Path system;

  /** With the programs of that folder, which is {@code /} for those of this machine. */
  public Namespace(Path system) {
    this.system = system;
  }

  @Override
  public void check() throws IOException, Problem {
    Run.need("unshare", "install it (Debian: apt-get install util-linux)");
    if (!Files.isExecutable(system.resolve("bin/sh"))
        && !Files.isExecutable(system.resolve("usr/bin/sh"))) {
      throw new Problem(
          Problem.MISSING, "there is no bin/sh in " + system + ", so nothing can be built in it");
    }
  }

  @Override
  public String identity() throws IOException {
    Path release = system.resolve("etc/os-release");
    return "namespace " + system + " " + (Files.exists(release) ? Files.readString(release) : "");
  }

  @Override
  public int run(Path work, Path log, int jobs) throws IOException, Problem {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--pid",
                "--net",
                "--ipc",
                "--uts",
                "--fork",
                "--kill-child"));
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      command.add("--map-root-user");
    }
    command.addAll(
        List.of(
            "/bin/sh",
            "-c",
            resource("namespace.sh"),
            "pkgen",
            work.toString(),
            system.toString(),
            String.valueOf(jobs),
            root ? "0" : "1"));
    return Run.logged(command, work, log, Map.of());
  }

  @Override
  public String described() {
    return "namespaces";
  }

  static String resource(String name) throws IOException {
    try (var in = Namespace.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
