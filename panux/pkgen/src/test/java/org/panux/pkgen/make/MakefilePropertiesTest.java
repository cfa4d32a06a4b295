package org.panux.pkgen.make;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.panux.pkgen.Cli;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.PackageReader;

/** Whatever a package file says, as long as it is right. */
class MakefilePropertiesTest {
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws Exception {
    folder = Files.createTempDirectory("pkgen-properties");
  }

  @AfterContainer
  static void removeFolder() throws Exception {
    Files.deleteIfExists(folder.resolve("Makefile"));
    Files.delete(folder);
  }

  private static String translated(String yaml) throws Exception {
    PackageFile file =
        PackageReader.read(Path.of("/tree/pkgen.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
    return Makefile.of(Translation.of(file, Arch.ALL.get(0), Arch.ALL.get(1)));
  }

  @Property(tries = 300)
  void translatingTwiceGivesTheSameBytes(@ForAll("packageFiles") String yaml) throws Exception {
    assertThat(translated(yaml)).isEqualTo(translated(yaml));
  }

  @Property(tries = 100)
  void makeTakesEveryMakefileAndRunsNothingWithN(@ForAll("packageFiles") String yaml)
      throws Exception {
    Files.writeString(folder.resolve("Makefile"), translated(yaml));
    String said = Cli.program(folder, "make", "-n");
    assertThat(said).contains("tars/");
    assertThat(folder.resolve("touched")).doesNotExist();
  }

  @Provide
  Arbitrary<String> packageFiles() {
    Arbitrary<List<String>> names = name().list().uniqueElements().ofMinSize(1).ofMaxSize(4);
    Arbitrary<List<String>> lines =
        Arbitraries.oneOf(
                Arbitraries.of(
                    "{{extract \"a\" \"gz\"}}",
                    "{{configure \"a\" \"--x=y\"}}",
                    "{{range $k, $v := $.Data.map}}{{$k}}={{$v}} {{end}}",
                    "{{range $.Data.list}}",
                    "$(MAKE) -C nowhere",
                    "touch touched; $(MAKE) x",
                    "\ttouch touched \\",
                    "if true; then",
                    "echo '$$HOME' \"$(shell touch touched)\"",
                    "-false",
                    "@echo x",
                    "+touch touched",
                    "# comment",
                    "ifeq (a,b)",
                    "endef",
                    "all: x",
                    ""),
                shellLine())
            .list()
            .ofMaxSize(8);
    return Combinators.combine(names, lines, Arbitraries.of(true, false), version())
        .as(MakefilePropertiesTest::yaml);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.strings()
        .withChars("abcz09._+-")
        .ofMinLength(0)
        .ofMaxLength(8)
        .map(rest -> "p" + rest);
  }

  private static Arbitrary<String> version() {
    return Arbitraries.strings()
        .withChars("0123456789.abc~+-_")
        .ofMaxLength(10)
        .map(rest -> "1" + rest);
  }

  /** Anything that is no template and asks make for nothing. */
  private static Arbitrary<String> shellLine() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars("äß\t")
        .excludeChars('$', '{', '}')
        .ofMaxLength(30);
  }

  private static String yaml(
      List<String> names, List<String> lines, boolean oneShell, String version) {
    long open = lines.stream().filter("{{range $.Data.list}}"::equals).count();
    String script =
        lines.stream()
                .map(line -> "- '" + line.replace("'", "''") + "'\n")
                .collect(Collectors.joining())
            + "- '{{end}}'\n".repeat((int) open);
    return "packages:\n"
        + names.stream().map(name -> "  " + name + ":\n").collect(Collectors.joining())
        + "version: '"
        + version
        + "'\noneshell: "
        + oneShell
        + "\ndata: {map: {b: 1, a: [x, 2.5]}, list: [1, two]}\nscript:\n"
        + (script.isEmpty() ? "- ''\n" : script);
  }
}
