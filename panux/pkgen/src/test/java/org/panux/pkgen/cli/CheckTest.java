package org.panux.pkgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panux.pkgen.Cli;

/** {@code pkgen check}: each mistake is one line with its place. */
class CheckTest {
  @TempDir Path folder;

  private Cli check(String yaml) throws IOException {
    return Cli.run(
        "check", Cli.write(folder, "a.yaml", yaml.replace("\\n", "\n").replace("\\t", "\t")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '^',
      value = {
        "packages: {a: }\\nversion: 1\\nscripts: [] => 3:1: unknown key 'scripts'; did you mean script?",
        "packages: {a: }\\nversion: 1\\ncolour: red => 3:1: unknown key 'colour'; known are packages, version, build, arch, sources, script, builddependencies, builder, oneshell, cross, nobootstrap, data",
        "packages:\\n  a:\\n    depends: [b]\\nversion: 1 => 3:5: unknown key 'depends' of the package 'a'; known are dependencies",
        "packages: {a: }\\nversion: 1\\nversion: 2 => 3:1: the key 'version' is there twice",
        "packages: {a: } => 1:1: there is no 'version:'",
        "version: 1 => 1:1: there is no package; 'packages:' names what the file makes",
        "packages: {a b: }\\nversion: 1 => 1:12: the name 'a b' has a space: it would be two words; allowed are letters, digits, '.', '_', '+' and '-', a letter or digit first",
        "packages:\\n  ../a:\\nversion: 1 => 2:3: the name '../a' cannot be used; allowed are letters, digits, '.', '_', '+' and '-', a letter or digit first",
        "packages: {a: {dependencies: [b c]}}\\nversion: 1 => 1:31: the name 'b c' has a space: it would be two words; allowed are letters, digits, '.', '_', '+' and '-', a letter or digit first",
        "packages: {a: }\\nversion: 1 2 => 2:10: the version '1 2' has a space: it would be two words; allowed are letters, digits, '.', '_', '+', '~' and '-', a letter or digit first",
        "packages: [a]\\nversion: 1 => 1:11: 'packages' is a mapping of names: write 'NAME:', with 'dependencies:' below it",
        "packages: {a: }\\nversion: 1\\nscript: make => 3:9: 'script' is a list: put '- ' in front",
        "packages: {a: }\\nversion: 1\\nscript:\\n- echo a: b => 4:3: a line of 'script' has to be a text; put it in quotes, or below '- |'",
        "packages: {a: }\\nversion: 1\\nbuilder: dokcer => 3:10: unknown builder 'dokcer'; it is bootstrap, docker or default; did you mean docker?",
        "packages: {a: }\\nversion: 1\\nbuild: x => 3:8: 'build' has to be a number",
        "packages: {a: }\\nversion: 1\\noneshell: maybe => 3:11: this has to be true or false",
        "packages: {a: }\\nversion: 1\\ndata: {x: 1, x: 2} => 3:14: the key x is there twice",
        "packages: {a: }\\nversion: 1\\ndata: {x: !thing 1} => 3:11: the tag !thing means nothing here",
        "packages: {a: }\\nversion: 1\\ndata: &a {x: *a} => 3:7: an anchor within what it stands for",
        "packages: {a: => 1:14: this is no YAML: expected the node content, but found '<stream end>'",
        "packages:\\n\\ta: => 2:1: this is no YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
        "- a => 1:1: a package file is a mapping that begins with 'packages:'",
        "packages: {a: }\\nversion: 1\\nscript:\\n- x\\n- |\\n  make\\n  {{extrct \"a\" \"gz\"}} => 7:5: template script: function \"extrct\" not defined; did you mean extract?",
        "packages: {a: }\\nversion: 1\\nscript:\\n- |\\n  a\\n\\n    b {{.Version => 7:7: template script: unclosed action",
        "packages: {a: }\\nversion: 1\\nscript: [a, '{{.Verion}}'] => 3:16: template script: there is no field .Verion in the package file; did you mean .Version?",
        "packages: {a: }\\nversion: 1\\nscript:\\n- '{{extract \"my program\" \"gz\"}}' => 4:6: template script: error calling extract: 'my program' would be more than one word for the shell",
        "packages: {a: }\\nversion: 1\\nscript:\\n- '{{pkmv \"a\" \"b\"}}' => 4:6: template script: wrong number of args for pkmv: want 3 got 2",
        "packages: {a: }\\nversion: 1\\nscript:\\n- '{{range .Data.x}}' => 4:6: template script: {{range}} without {{end}}: unexpected end of the template",
        "packages: {a: }\\nversion: 1\\nsources:\\n- https://x.org/{{.Vers => 4:17: template sources[0]: unclosed action",
        "packages: {a: }\\nversion: 1\\nsources: [ftp://x.org/a] => 3:11: 'ftp://' is not known; it is https://, http://, git:// or file://./",
        "packages: {a: }\\nversion: 1\\nsources: [http://x.org/a] => 3:11: http:// can be changed on its way: write https://, or add ?hash= and the file's SHA-256",
        "packages: {a: }\\nversion: 1\\nsources: [https://x.org/] => 3:11: the URL 'https://x.org/' does not end with a file's name",
        "packages: {a: }\\nversion: 1\\nsources: [https://x.org/a, https://y.org/a] => 3:28: two sources are called src/a",
        "packages: {a: }\\nversion: 1\\nsources: [file:///etc/passwd] => 3:11: 'file:///etc/passwd': a file is named from the package file on, as file://./passwd",
        "packages: {a: }\\nversion: 1\\nsources: ['git://x.org/a?proto=https&checkout=-x'] => 3:12: 'checkout=-x' is no commit, tag or branch: git://x.org/a?proto=https&checkout=-x",
        "packages: {a: {dependencies: [b]}}\\nversion: 1 => 1:31: the package 'a' depends on 'b', which no package file makes",
      })
  void mistakesAreNamedWithTheirPlace(String yaml, String mistake) throws IOException {
    Cli run = check(yaml);
    assertThat(run.err().lines().findFirst()).hasValue(folder.resolve("a.yaml") + ":" + mistake);
    assertThat(run.err()).endsWith("pkgen: 1 mistake in 1 file\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void allMistakesAreFoundAtOnce() throws IOException {
    Cli run = check("packages: {a: }\\nversion: 1\\nscript: ['{{x}}']\\nsources: ['{{y}}', 'z']");
    assertThat(run.err().lines().map(line -> line.replaceFirst("^.*/a.yaml:", "")))
        .containsExactly(
            "3:13: template script: function \"x\" not defined",
            "4:14: template sources[0]: function \"y\" not defined",
            "4:21: 'z' is no URL; it begins with https://, http://, git:// or file://./",
            "pkgen: 3 mistakes in 1 file");
  }

  @Test
  void aPackageIsMadeByOneFile() throws IOException {
    Cli.write(folder, "a.yaml", "packages: {a: }\nversion: 1\n");
    Cli.write(folder, "b/pkgen.yaml", "packages: {a: }\nversion: 1\n");
    Cli.write(folder, ".hidden/c.yaml", "packages: {a: }\nversion: 1\n");
    Cli.write(folder, "other.yml.txt", "no package file");
    assertThat(Cli.run("check", folder).err().lines())
        .containsExactly(
            folder + "/b/pkgen.yaml:1:1: the package 'a' is also made by " + folder + "/a.yaml",
            "pkgen: 1 mistake in 2 files");
  }

  @Test
  void cyclesOfBuildsAreNotedAndThoseOfPackagesAreNone() throws IOException {
    Cli.write(
        folder,
        "a.yaml",
        "packages: {a: {dependencies: [b]}}\nversion: 1\nbuilddependencies: [b]\n");
    Cli.write(
        folder,
        "b.yaml",
        "packages: {b: {dependencies: [a]}}\nversion: 1\nbuilddependencies: [a, b]\n");
    Cli run = Cli.run("check", folder);
    assertThat(run.err())
        .isEqualTo(
            String.format(
                "note: a cycle: to build a (%1$s/a.yaml), which needs b (%1$s/b.yaml), which needs a"
                    + " (%1$s/a.yaml); take one of them from the environment%n",
                folder));
    assertThat(run.code()).isZero();
  }

  @Test
  void whatIsPrintedOfNothingIsNoted() throws IOException {
    Cli run = check("packages: {a: }\\nversion: 1\\nscript: ['{{.Data.x}}']");
    assertThat(run.err())
        .contains("the script prints <no value>, so something in .Data is missing");
    assertThat(run.code()).isZero();
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Files.write(
        folder.resolve("latin.yaml"), "packages: {\u00e4: }".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Cli.run("check", folder.resolve("latin.yaml")).err())
        .contains("latin.yaml: this is no UTF-8 text");
    assertThat(Cli.run("check", folder.resolve("none.yaml")).err())
        .contains("none.yaml: there is no such file");
    Files.createDirectory(folder.resolve("empty"));
    assertThat(Cli.run("check", folder.resolve("empty")).err())
        .contains("empty: there is no package file (*.yaml) in this folder");
  }

  @Test
  void muchOfLittleIsStopped() throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            "packages: {a: }\nversion: 1\ndata:\n  x0: &x0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n");
    for (int i = 1; i < 12; i++) {
      yaml.append("  x").append(i).append(": &x").append(i).append(" [");
      yaml.append(String.join(", ", java.util.Collections.nCopies(9, "*x" + (i - 1))))
          .append("]\n");
    }
    assertThat(check(yaml.toString()).err()).contains("aliases");
    assertThat(check("packages: " + "[".repeat(9999)).err()).contains("nested too deeply");
  }

  /** 0.5 s on two cores; the machine may be loaded four times over. */
  @Test
  void threeHundredFilesAreSoonChecked() throws IOException {
    for (int i = 0; i < 300; i++) {
      Cli.write(
          folder,
          "p" + i + "/pkgen.yaml",
          """
          packages:
            p%1$d:
              dependencies: [p%2$d, p%1$d-libs]
            p%1$d-dev:
              dependencies:
              - p%1$d
            p%1$d-libs:
          version: 1.%1$d
          sources:
          - https://example.org/p%1$d/p%1$d-{{.Version}}.tar.xz
          - file://./{{buildarch}}.conf
          builddependencies:
          - p%2$d-dev
          data:
            bins: {one: 1, two: 2, three: 3, four: [a, b, c]}
          script:
          - |
            {{extract "p%1$d" "xz"}}
            {{configure "p%1$d" "--disable-static" "--enable-shared"}}
            $(MAKE) -C p%1$d DESTDIR=$(shell pwd)/out/p%1$d install
            {{- range $name, $value := .Data.bins}}
            {{if eq $name "four"}}{{range $value}}echo {{.}} && {{end}}true{{else}}ln -s {{$name}} {{$value}}{{end}}
            {{- end}}
            {{pkmv "usr/lib/*.so*" "p%1$d" "p%1$d-libs"}}
            {{pkmv "usr/include" "p%1$d" "p%1$d-dev"}}
          """
              .formatted(i, Math.max(0, i - 1)));
    }
    long begin = System.nanoTime();
    Cli run = Cli.run("check", folder);
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("300 files, 900 packages, no mistakes\n");
    assertThat(seconds).isLessThan(12);
  }
}
