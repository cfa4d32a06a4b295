package org.panux.pkgen.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A container without a network. What goes in and out is copied, so the engine may be anywhere. */
public final class Docker implements Environment {
  /** What {@code panux/pkgen/builder} is called. */
  public static final String USUAL_IMAGE = "pkgen-builder";

  private final String image;

  public Docker(String image) {
    this.image = image;
  }

  @Override
  public void check() throws IOException, Problem {
    Run.need("docker", "install an engine, or use --in namespace");
    Path here = Path.of("").toAbsolutePath();
    Run.said(
        List.of("docker", "version", "--format", "{{.Server.Version}}"),
        here,
        "no Docker engine answers; start one, or use --in namespace");
    Run.said(
        List.of("docker", "image", "inspect", "--format", "{{.Id}}", image),
        here,
        "there is no image '"
            + image
            + "' to build in; make it with"
            + " 'docker build -t "
            + USUAL_IMAGE
            + " panux/pkgen/builder', or name one with --image");
  }

  @Override
  public String identity() throws IOException, Problem {
    return "docker "
        + Run.said(
            List.of("docker", "image", "inspect", "--format", "{{.Id}}", image),
            Path.of("").toAbsolutePath(),
            "there is no image '" + image + "'");
  }

  @Override
  public int run(Path work, Path log, int jobs) throws IOException, Problem {
    String container =
        Run.said(
                List.of(
                    "docker",
                    "create",
                    "--network",
                    "none",
                    "--workdir",
                    "/build",
                    "--env",
                    "HOME=/build",
                    "--env",
                    "LC_ALL=C",
                    "--env",
                    "TZ=UTC",
                    "--entrypoint",
                    "/bin/sh",
                    image,
                    "/build/.pkgen/inside.sh",
                    String.valueOf(jobs)),
                work,
                "docker makes no container")
            .lines()
            .reduce((a, b) -> b)
            .orElseThrow();
    try {
      Run.said(
          List.of("docker", "cp", "build/.", container + ":/build"), work, "docker copies nothing");
      int code = Run.logged(List.of("docker", "start", "--attach", container), work, log, Map.of());
      if (code == 0) {
        Files.createDirectories(work.resolve("build/tars"));
        Run.said(
            List.of("docker", "cp", container + ":/build/tars/.", "build/tars"),
            work,
            "docker copies nothing");
      }
      return code;
    } finally {
      Run.said(List.of("docker", "rm", "--force", container), work, "a container is left");
    }
  }

  @Override
  public String described() {
    return "a container of " + image;
  }
}
