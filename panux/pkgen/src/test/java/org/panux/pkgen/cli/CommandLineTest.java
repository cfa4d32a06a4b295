package org.panux.pkgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.pkgen.Cli;

/** The words of the command line, and the launcher. */
class CommandLineTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "biuld x => there is no command 'biuld'; did you mean build?; see 'pkgen help'",
        "frobnicate => there is no command 'frobnicate'; see 'pkgen help'",
        "check => check needs a package file or a folder",
        "repo => repo needs the folder of the archives",
        "check --loud x => check has no option '--loud'; see 'pkgen help'",
        "build --in heaven x => '--in heaven' is not known; it is docker or namespace",
        "build --jobs 0 x => '--jobs 0': this has to be a number, 1 or more",
        "build --jobs => the option '--jobs' needs a value",
        "makefile --arch pdp11 a.yaml => '--arch pdp11' is not known; it is one of x86_64, x86, aarch64, armv7l, riscv64",
        "makefile . => makefile takes one package file, and these are 2",
        "repo a b => repo takes one folder",
        "sources --cache /a:b x => the cache cannot be '/a:b': make takes no path with a space or a sign of its own",
      })
  void whatIsWrongIsSaidInOneLine(String words, String message) throws IOException {
    Cli.write(folder, "a.yaml", "packages: {a: }\nversion: 1\n");
    Cli.write(folder, "b.yaml", "packages: {b: }\nversion: 1\n");
    Cli run =
        Cli.run(
            (Object[])
                words
                    .replace(" .", " " + folder)
                    .replaceAll(" (a.yaml|x)$", " " + folder + "/a.yaml")
                    .split(" "));
    assertThat(run.err()).isEqualTo("pkgen: " + message + "\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpNamesAllCommandsAndOptions() {
    Cli help = Cli.run("help");
    assertThat(help.code()).isZero();
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(110));
    for (String word :
        "check info makefile sources build graph repo --arch --alone --in --image --root --out --work --again --jobs --cache --from --key --serial --makefile --mermaid"
            .split(" ")) {
      assertThat(help.out()).contains(word);
    }
    assertThat(Cli.run().code()).isEqualTo(2);
  }

  @Test
  void graphsAreThoseOfDotAndMermaid() throws IOException {
    Path file =
        Cli.write(
            folder,
            "a.yaml",
            "packages: {a: {dependencies: [a-lib, b]}, a-lib: }\nversion: 1\nbuilddependencies: [gcc]\n");
    assertThat(Cli.run("graph", file).out())
        .isEqualTo(
            """
            digraph packages {
              rankdir=LR;
              node [shape=box];
              "a";
              "a-lib";
              "a" -> "a-lib";
              "a" -> "b";
              "a" -> "gcc" [style=dashed];
            }
            """);
    assertThat(Cli.run("graph", "--mermaid", file).out())
        .isEqualTo(
            """
            graph LR
              p0["a"]
              p1["a-lib"]
              p2["b"]
              p3["gcc"]
              p0 --> p1
              p0 --> p2
              p0 -.-> p3
            """);
  }

  @Test
  void theLauncherRunsItFromAnywhere() throws Exception {
    Path file = Cli.write(folder, "größe/a.yaml", "packages: {a: }\nversion: 1\n");
    Path launcher = Path.of("bin/pkgen").toAbsolutePath();
    Path link = Files.createSymbolicLink(folder.resolve("link"), launcher);
    assertThat(Cli.program(folder, "env", "LC_ALL=C", link.toString(), "check", file.toString()))
        .isEqualTo("1 file, 1 package, no mistakes\n");
    assertThat(Cli.program(folder, "sh", "-c", launcher + " check none.yaml 2>&1; echo $?"))
        .isEqualTo("none.yaml: there is no such file\npkgen: 1 mistake in 1 file\n1\n");
  }

  @Test
  void withoutAnEngineThePersonIsToldWhatElseThereIs() throws Exception {
    Path file = Cli.write(folder, "a.yaml", "packages: {a: }\nversion: 1\n");
    String said =
        Cli.program(
            folder,
            "sh",
            "-c",
            "DOCKER_HOST=unix:///nowhere.sock "
                + Path.of("bin/pkgen").toAbsolutePath()
                + " build "
                + file
                + " 2>&1; echo $?");
    assertThat(said).startsWith("pkgen: ").contains("use --in namespace").endsWith("\n3\n");
    assertThat(said.lines()).hasSize(2);
  }
}
