package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {
  @TempDir Path folder;
  private Path unpacked;
  private Path dest;

  @BeforeEach
  void unpackTheArchive() {
    Path home = Command.home();
    Path archive = home.getParent().resolveSibling(home.getFileName() + ".tar.gz");
    ok(Command.run("tar", "-xzf", archive.toString(), "-C", folder.toString()));
    unpacked = folder.resolve(home.getFileName());
    dest = folder.resolve("dest");
  }

  private static Result ok(Result result) {
    assertThat(result.code()).as(result.text()).isZero();
    return result;
  }

  private Result install(String... options) {
    List<String> command = new ArrayList<>(List.of(unpacked.resolve("install").toString()));
    command.addAll(List.of(options));
    return Command.run(Map.of(), command);
  }

  private Result installBelowDest() {
    return ok(install("--destdir", dest.toString()));
  }

  @Test
  void whatIsInstalledRunsARigThroughALinkOnThePath() throws IOException {
    String prefix = "/opt/with space";
    ok(install("--prefix", prefix, "--destdir", dest.toString()));
    Path links = Files.createDirectory(folder.resolve("links"));
    for (String name : List.of("linitd", "linitctl")) {
      Files.createSymbolicLink(links.resolve(name), Path.of(dest + prefix, "bin", name));
    }
    try (TestRig rig = TestRig.create()) {
      rig.script("web", "depends() { dep db; }").script("db").enable("web");
      // The daemon and the client as a user has them: by name.
      String script =
          """
          linitd --root "$1" 2>"$1/said" & daemon=$!
          until grep -q '^linitd: boot ' "$1/said"; do
            kill -0 $daemon || exit 9
            sleep 0.02
          done
          linitctl --root "$1" status web
          code=$?
          kill $daemon
          wait $daemon || exit 8
          exit $code
          """;
      Result result =
          Command.run(
              Map.of("PATH", links + ":" + System.getenv("PATH")),
              List.of("/bin/sh", "-c", script, "sh", rig.root().toString()));
      assertThat(result.code()).as(result.text()).isZero();
      assertThat(result.out()).contains("web: running").contains("needs      db");
    }
  }

  @Test
  void theScriptBehindTheShebangKnowsWhereTheLibraryIs() throws IOException {
    ok(install("--prefix", "/opt/a b&c|d", "--destdir", dest.toString()));
    assertThat(Files.readString(dest.resolve("etc/rc.common")))
        .contains(": \"${LINIT_LIB:=/opt/a b&c|d/lib/linit}\"\n");
  }

  @Test
  void manPagesAndCompletionLieWhereTheyAreLookedFor() {
    ok(install("--prefix", "/opt/x", "--destdir", dest.toString()));
    for (String file :
        List.of(
            "man/man1/linitctl.1",
            "man/man5/linit.conf.5",
            "man/man5/linit-script.5",
            "man/man8/linitd.8",
            "bash-completion/completions/linitctl",
            "zsh/site-functions/_linitctl",
            "fish/vendor_completions.d/linitctl.fish")) {
      assertThat(dest.resolve("opt/x/share").resolve(file)).isRegularFile();
    }
  }

  @Test
  void theCommandForLaterIsSaidWhereItCannotBeRunNow() {
    String out = ok(install("--prefix", "/opt/x", "--destdir", dest.toString())).out();
    assertThat(out).contains("'/opt/x/lib/linit/make-archive'");
  }

  @Test
  void aSecondInstallKeepsAChangedFileAndReplacesTheOthers() throws IOException {
    installBelowDest();
    Path conf = dest.resolve("etc/linit.conf");
    Path common = dest.resolve("etc/rc.common");
    Files.writeString(conf, "stop-timeout = 7 seconds\n");
    Files.writeString(unpacked.resolve("etc/linit.conf"), "# A new one.\n");
    Files.writeString(unpacked.resolve("etc/rc.common"), "#!/bin/sh\n# Newer: @LIB@\n");

    assertThat(installBelowDest().out())
        .contains(conf + " was changed and is left as it is; the new one is " + conf + ".linit-new")
        .doesNotContain(common + " was changed");
    assertThat(conf).hasContent("stop-timeout = 7 seconds\n");
    assertThat(Path.of(conf + ".linit-new")).hasContent("# A new one.\n");
    assertThat(common).hasContent("#!/bin/sh\n# Newer: /usr/local/lib/linit\n").isExecutable();
  }

  @Test
  void aFileThatIsNotOfLinitIsKeptAtTheFirstInstall() throws IOException {
    Path boot = dest.resolve("etc/init.d/boot");
    Files.createDirectories(boot.getParent());
    Files.writeString(boot, "mine\n");
    assertThat(installBelowDest().out()).contains(boot + " was changed");
    assertThat(boot).hasContent("mine\n");
  }

  @Test
  void aFileThatWasRemovedIsNotPutBack() throws IOException {
    installBelowDest();
    Path conf = dest.resolve("etc/linit.conf");
    Files.delete(conf);
    assertThat(installBelowDest().out()).contains(conf + " was removed and is not put back");
    assertThat(conf).doesNotExist();
  }

  @Test
  void aFileThatWasMergedIsReplacedTheNextTime() throws IOException {
    installBelowDest();
    Path conf = dest.resolve("etc/linit.conf");
    Files.writeString(conf, "# Mine.\n");
    Files.writeString(unpacked.resolve("etc/linit.conf"), "# Second.\n");
    installBelowDest();
    Files.move(Path.of(conf + ".linit-new"), conf, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(unpacked.resolve("etc/linit.conf"), "# Third.\n");
    assertThat(installBelowDest().out()).doesNotContain("was changed");
    assertThat(conf).hasContent("# Third.\n");
  }

  @Test
  void badOptionsAreRefusedBeforeAnythingIsDone() {
    for (List<String> bad :
        List.of(
            List.of("--prefix"),
            List.of("--prefix", "relative"),
            List.of("--prefix", "/a$(b)"),
            List.of("--force"))) {
      Result result = install(bad.toArray(String[]::new));
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).startsWith("install: ").hasLineCount(1);
    }
    assertThat(dest).doesNotExist();
  }
}
