package org.panux.pkgen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.panux.pkgen.Cli;

/** Real builds in containers, with the engine and the base that scripts/test-containers has. */
@EnabledIfEnvironmentVariable(
    named = "LINIT_TEST_IMAGE",
    matches = ".+",
    disabledReason = "needs a Docker engine: run scripts/test-containers")
class ContainerBuildTest {
  @TempDir Path folder;

  @BeforeAll
  static void image() throws Exception {
    Cli.program(
        Path.of("").toAbsolutePath(),
        "docker",
        "build",
        "--network",
        "host",
        "--build-arg",
        "BASE=linit-base",
        "-t",
        Docker.USUAL_IMAGE,
        "builder");
  }

  private Cli build(String where, Path yaml) {
    return Cli.run(
        "build",
        "--in",
        where,
        "--out",
        folder.resolve(where),
        "--work",
        folder.resolve("work"),
        "--cache",
        folder.resolve("cache"),
        yaml.getParent());
  }

  @Test
  void aContainerMakesWhatNamespacesMake() throws Exception {
    Path yaml =
        Cli.write(
            folder,
            "tree/a.yaml",
            """
            packages: {a: }
            version: 1
            builddependencies: [b]
            sources: ['file://./own']
            script:
            - cp src/own out/a/own; b >out/a/said
            - 'tail -n +3 /proc/net/dev | tr -d " " | cut -d : -f 1 >out/a/net'
            - ls -A /root /home >out/a/home
            """);
    Cli.write(folder, "tree/own", "own");
    Cli.write(
        folder,
        "tree/b.yaml",
        "packages: {b: }\nversion: 1\nscript:\n"
            + "- 'mkdir -p out/b/usr/bin; printf \"#!/bin/sh\\necho b\\n\" >out/b/usr/bin/b; chmod 755 out/b/usr/bin/b'\n");
    Cli run = build("docker", yaml);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("pkgen: building b 1-1 in a container of pkgen-builder", "a-1-1.tar.gz");
    Path archive = folder.resolve("docker/a-1-1.tar.gz");
    assertThat(Cli.program(folder, "tar", "-xzOf", archive.toString(), "net")).isEqualTo("lo\n");
    assertThat(Cli.program(folder, "tar", "-xzOf", archive.toString(), "said")).isEqualTo("b\n");
    assertThat(build("docker", yaml).out()).contains("a 1-1 is up to date", "b 1-1 is up to date");
    assumeTrue(
        Cli.works("unshare", "--mount", "--pid", "--net", "--fork", "true"),
        "needs root and unshare");
    assertThat(build("namespace", yaml).err()).isEmpty();
    assertThat(folder.resolve("namespace/b-1-1.tar.gz"))
        .hasSameBinaryContentAs(folder.resolve("docker/b-1-1.tar.gz"));
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void aScriptThatFailsIsShownAndLeavesNoContainer() throws Exception {
    Path yaml =
        Cli.write(
            folder,
            "tree/a.yaml",
            "packages: {a: }\nversion: 1\nscript: ['echo the cause; exit 3']\n");
    Cli run = build("docker", yaml);
    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out()).contains("  | the cause\n", "Error 3");
    assertThat(
            Cli.program(
                folder, "docker", "ps", "-aq", "--filter", "ancestor=" + Docker.USUAL_IMAGE))
        .isEmpty();
    assertThat(Files.readString(folder.resolve("work/a/log"))).contains("the cause");
  }

  @Test
  void anImageThatIsNotThereIsNamed() throws Exception {
    Path yaml = Cli.write(folder, "tree/a.yaml", "packages: {a: }\nversion: 1\n");
    Cli run = Cli.run("build", "--image", "no-such-image", yaml);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .startsWith(
            "pkgen: there is no image 'no-such-image' to build in; make it with 'docker build -t pkgen-builder");
  }
}
