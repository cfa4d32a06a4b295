package org.panux.pkgen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panux.pkgen.Cli;

/** Real builds in namespaces. */
class NamespaceBuildTest {
  @TempDir Path folder;

  @BeforeAll
  static void tools() {
    assumeTrue(Cli.works("make", "--version"), "needs make");
    assumeTrue(
        Cli.works("unshare", "--mount", "--pid", "--net", "--fork", "true"),
        "needs root and unshare");
  }

  private Cli build(Object... words) {
    List<Object> all =
        new java.util.ArrayList<>(
            List.of(
                "build",
                "--in",
                "namespace",
                "--out",
                folder.resolve("packages"),
                "--work",
                folder.resolve("work"),
                "--cache",
                folder.resolve("cache")));
    all.addAll(List.of(words));
    return Cli.run(all.toArray());
  }

  private String content(String archive, String file) throws Exception {
    return Cli.program(folder.resolve("packages"), "tar", "-xzOf", archive, file);
  }

  private Path yaml(String name, String rest) throws IOException {
    return Cli.write(folder, name + ".yaml", "packages: {" + name + ": }\nversion: 1\n" + rest);
  }

  @Test
  void whatABuildNeedsIsBuiltAndThereBeforeIt() throws Exception {
    yaml("a-last", "builddependencies: [b-tool, sh]\nscript:\n- b-tool >out/a-last/said\n");
    Cli.write(
        folder,
        "b-tool.yaml",
        """
        packages:
          b-tool: {dependencies: [c-data]}
          b-unused:
        version: 2.0
        build: 4
        sources: ['file://./tool.sh']
        script:
        - install -D -m 755 src/tool.sh out/b-tool/usr/bin/b-tool
        - mkdir -p out/b-tool/lib; ln -s b-tool out/b-tool/usr/bin/b-other
        """);
    Cli.write(folder, "tool.sh", "#!/bin/sh\ncat /usr/share/c-data\n");
    yaml(
        "c-data",
        "script: ['mkdir -p out/c-data/usr/share', 'echo $(ARCH) >out/c-data/usr/share/c-data']\n");
    Cli run = build("--arch", "x86_64", folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().map(line -> line.replaceFirst(", \\d+ KiB, after .*", "")))
        .containsExactly(
            "pkgen: building b-tool 2.0-4 in namespaces",
            "pkgen: b-tool-2.0-4.tar.gz",
            "pkgen: b-unused-2.0-4.tar.gz",
            "pkgen: building c-data 1-1 in namespaces",
            "pkgen: c-data-1-1.tar.gz",
            "pkgen: a-last takes from the environment: sh",
            "pkgen: building a-last 1-1 in namespaces",
            "pkgen: a-last-1-1.tar.gz");
    assertThat(content("a-last-1-1.tar.gz", "said")).isEqualTo("x86_64\n");
    assertThat(content("b-tool-2.0-4.tar.gz", ".pkginfo"))
        .isEqualTo("NAME=b-tool\nVERSION=2.0\nBUILD=4\nDEPENDENCIES=\"c-data\"\n");
    assertThat(
            Cli.program(folder.resolve("packages"), "tar", "-tvzf", "b-tool-2.0-4.tar.gz").lines())
        .map(line -> line.replaceFirst(" +[0-9]+ (20[0-9-]+ [0-9:]+) ", " $1 "))
        .containsExactly(
            "-rw-r--r-- 0/0 2017-07-14 02:40 .pkginfo",
            "drwxr-xr-x 0/0 2017-07-14 02:40 lib/",
            "drwxr-xr-x 0/0 2017-07-14 02:40 usr/",
            "drwxr-xr-x 0/0 2017-07-14 02:40 usr/bin/",
            "lrwxrwxrwx 0/0 2017-07-14 02:40 usr/bin/b-other -> b-tool",
            "-rwxr-xr-x 0/0 2017-07-14 02:40 usr/bin/b-tool");
    assertThat(Path.of("/usr/share/c-data")).doesNotExist();
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void twoBuildsMakeTheSameBytesAndOnlyWhatHasChangedIsBuiltAgain() throws Exception {
    Path yaml =
        yaml(
            "same",
            "sources: ['file://./in']\nscript:\n- cp src/in out/same; for i in 1 2 3; do date >out/same/$$i; touch -d @$$i out/same/$$i; echo x >out/same/$$i; done\n");
    Cli.write(folder, "in", "one");
    assertThat(build(yaml).code()).isZero();
    Path archive = folder.resolve("packages/same-1-1.tar.gz");
    String first = Fetcher.sha256(archive);
    assertThat(build(yaml).out()).isEqualTo("pkgen: same 1-1 is up to date\n");
    assertThat(build("--again", "--jobs", "3", yaml).out()).contains("building same");
    assertThat(Fetcher.sha256(archive)).isEqualTo(first);
    Cli.write(folder, "in", "two");
    assertThat(build(yaml).out()).contains("building same");
    assertThat(Fetcher.sha256(archive)).isNotEqualTo(first);
    Files.writeString(yaml, Files.readString(yaml).replace("version: 1", "version: 2"));
    assertThat(build(yaml).code()).isZero();
    assertThat(archive).doesNotExist();
    assertThat(folder.resolve("packages/same-2-1.tar.gz")).exists();
  }

  @Test
  void aScriptSeesNoNetworkNoOtherProcessesAndNobodysFiles() throws Exception {
    Path yaml =
        yaml(
            "alone",
            """
            script:
            - ls -A /root /home >out/alone/home
            - "tail -n +3 /proc/net/dev | grep -v lo: >out/alone/net || true"
            - ls -d /proc/[0-9]* | wc -l >out/alone/processes
            - env | cut -d = -f 1 | sort >out/alone/environment
            - rm -rf /usr/share/doc /etc/passwd && mv /bin/ls /bin/moved
            """);
    Cli run = build(yaml);
    assertThat(run.err()).isEmpty();
    assertThat(content("alone-1-1.tar.gz", "home")).isEqualTo("/home:\n\n/root:\n");
    assertThat(content("alone-1-1.tar.gz", "net")).isEmpty();
    assertThat(Integer.parseInt(content("alone-1-1.tar.gz", "processes").strip())).isLessThan(12);
    assertThat(content("alone-1-1.tar.gz", "environment").lines())
        .contains("HOME", "LC_ALL", "PATH", "TZ")
        .doesNotContain("JAVA_HOME", "USER");
    assertThat(Path.of("/etc/passwd")).exists();
    assertThat(Path.of("/bin/ls")).exists();
  }

  @Test
  void aScriptThatFailsIsShownWithItsLog() throws Exception {
    Path lines =
        yaml("broken", "script:\n- echo before\n- echo the cause >&2; exit 7\n- touch out/never\n");
    Cli run = build(lines);
    assertThat(run.code()).isEqualTo(5);
    Path log = folder.resolve("work/broken/log");
    assertThat(run.err())
        .isEqualTo(
            "pkgen: " + lines + ": the build of broken has failed; all of it is in " + log + "\n");
    assertThat(run.out()).contains("  | before\n", "  | the cause\n", "Error 7");
    assertThat(Files.readString(log)).contains("the cause");
    assertThat(folder.resolve("packages/broken-1-1.tar.gz")).doesNotExist();
  }

  @Test
  void oneShellRunsTheWholeScriptAndEndsAtTheFirstFault() throws Exception {
    Path good =
        yaml("good", "oneshell: true\nscript: ['cd out/good', 'word=one', 'echo $$word >file']\n");
    assertThat(build(good).err()).isEmpty();
    assertThat(content("good-1-1.tar.gz", "file")).isEqualTo("one\n");
    Path bad = yaml("bad", "oneshell: true\nscript: ['false', 'touch out/bad/file']\n");
    Cli run = build(bad);
    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out()).contains("  | + false\n");
  }

  @Test
  void whatCannotBeBuiltIsRefusedBeforeAnythingIsDone() throws Exception {
    yaml("a", "builddependencies: [b]\n");
    yaml("b", "builddependencies: [c]\n");
    yaml("c", "builddependencies: [a]\n");
    Cli cycle = build(folder);
    assertThat(cycle.code()).isEqualTo(1);
    assertThat(cycle.err())
        .isEqualTo(
            String.format(
                "pkgen: a cycle: to build a (%1$s/a.yaml), which needs b (%1$s/b.yaml), which needs c"
                    + " (%1$s/c.yaml), which needs a (%1$s/a.yaml); take one of them from the environment%n",
                folder));
    Path other = yaml("other", "arch: [x86]\n");
    assertThat(build("--arch", "aarch64", other).err())
        .isEqualTo("pkgen: " + other + ": is for x86 and not for aarch64\n");
    Cli root = build("--root", folder.resolve("nowhere"), yaml("d", ""));
    assertThat(root.code()).isEqualTo(3);
    assertThat(root.err()).contains("there is no bin/sh in");
    Cli fetched = build(yaml("e", "sources: ['file://./nothing']\n"));
    assertThat(fetched.code()).isEqualTo(4);
    assertThat(fetched.err()).endsWith("pkgen: e: sources are missing\n");
    assertThat(folder.resolve("packages"))
        .satisfiesAnyOf(
            path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
  }
}
