package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/PANUX.md and lpkg's own help say of lpkg. */
class LpkgDocTest {
  @TempDir Path folder;

  /** One shell for all of them, where the repository lies that pkgen has made in the document. */
  @Test
  void theConsolesShowWhatIsPrinted() throws IOException {
    Lpkg lpkg = Lpkg.in(folder);
    LpkgPackage busybox =
        LpkgBase.make(folder.resolve("base"), "busybox").alternatives("bin/ed busybox 10\n");
    new LpkgRepository(folder.resolve("repo"))
        .publish(
            busybox,
            LpkgPackage.of("greet", "1.2", "busybox")
                .file("usr/bin/greet", 0755, "#!/bin/sh\ncat \"/usr/share/greet/${1:-en}\"\n"),
            LpkgPackage.of("greet-words", "1.2")
                .file("usr/share/greet/de", "Guten Tag\n")
                .file("usr/share/greet/en", "Good day\n"));
    Path command = Files.createDirectory(folder.resolve("command"));
    Files.createSymbolicLink(command.resolve("lpkg"), Command.source().resolve("panux/lpkg/lpkg"));
    List<Markdown.Block> consoles =
        Markdown.blocks("PANUX.md").stream()
            .filter(block -> block.info().equals("console lpkg"))
            .toList();
    assertThat(consoles).hasSizeGreaterThan(2);
    StringBuilder script = new StringBuilder("exec 2>&1\ncd \"$1\" || exit\n");
    for (Markdown.Block console : consoles) {
      for (String line : console.lines().stream().filter(l -> l.startsWith("$ ")).toList()) {
        script.append("echo '").append(line.replace("'", "'\\''")).append("'\n");
        script.append(line.substring(2)).append('\n');
      }
    }
    String path = command + ":" + lpkg.environment().get("PATH") + ":" + System.getenv("PATH");
    Result result =
        Command.run(
            Map.of("PATH", path),
            List.of("/bin/sh", "-c", script.toString(), "sh", folder.toString()));
    Expected.check(
        "PANUX.md",
        consoles.stream().map(Markdown.Block::text).collect(Collectors.joining()),
        result.out());
  }

  @Test
  void eachExitCodeOfTheHelpIsInTheDocument() throws IOException {
    String help = Files.readString(Command.source().resolve("panux/lpkg/lib/help.txt"));
    Matcher code =
        Pattern.compile("(?:^|· |: )(\\d+) \\w", Pattern.MULTILINE)
            .matcher(help.substring(help.indexOf("Exit codes")));
    int count = 0;
    while (code.find()) {
      assertThat(Markdown.read("PANUX.md")).contains("| " + code.group(1) + " |");
      count++;
    }
    assertThat(count).isEqualTo(11);
  }

  @Test
  void helpNamesEachCommand() throws IOException {
    Result help = Lpkg.in(folder).run("bootstrap", "--help");
    assertThat(help.code()).isZero();
    String source = Files.readString(Command.source().resolve("panux/lpkg/lpkg"));
    Matcher verbs =
        Pattern.compile("^  ([a-z |]+)\\)", Pattern.MULTILINE)
            .matcher(source.substring(source.lastIndexOf("case $verb in")));
    while (verbs.find()) {
      for (String verb : verbs.group(1).split(" \\| ")) {
        assertThat(help.out()).contains("lpkg " + verb.replace("help", ""));
      }
    }
  }
}
