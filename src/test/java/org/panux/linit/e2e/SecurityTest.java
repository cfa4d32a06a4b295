package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/SECURITY.md promises: what scripts are given, and what nobody gets to see. */
class SecurityTest {
  private static final String PASSWORD = "hunter2-hunter2";

  @RegisterExtension static final Shared SHARED = Shared.create();

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aScriptIsGivenAnEnvironmentThatIsBuiltUp() {
    try (TestRig rig =
        TestRig.create()
            .conf("environment { SET = here }\npass-environment = [\"LANG\", \"ABSENT\"]\n")
            .script(
                "env",
                "start() { tr '\\0' '\\n' </proc/$$/environ | sed 's/=.*//' | LC_ALL=C sort"
                    + " >\"$LINIT_ROOT/env\"; }")
            .enable("env")) {
      Map<String, String> own =
          Map.of("LANG", "C.UTF-8", "SECRET", PASSWORD, "LD_PRELOAD", "", "BASH_ENV", "/x");
      List<String> words = List.of("--root", rig.root().toString());
      try (Daemon linitd = Daemon.start(rig, own, words)) {
        linitd.awaitBoot();
        assertThat(rig.lines("env"))
            .containsExactly(
                "LANG",
                "LINITSOCK",
                "LINIT_COMMON",
                "LINIT_INIT_D",
                "LINIT_LIB",
                "LINIT_MARKER",
                "LINIT_RC_D",
                "LINIT_ROOT",
                "LINIT_RUN",
                "LINIT_SCRIPT",
                "LINIT_TOKEN",
                "PATH",
                "SET");
      }
    }
  }

  @Test
  void aScriptHoldsItsChannelBesideTheThreeStreamsAndASupervisedProcessNothing() {
    TestRig rig = SHARED.rig();
    // What ls has opened itself is the folder that it lists.
    String own = "ls -l /proc/self/fd | grep -v '/fd$' | sed -n 's/.* \\([0-9]*\\) -> .*/\\1/p'";
    rig.script("fds", "start() { " + own + " >\"$LINIT_ROOT/fds\"; }");
    rig.file("list-fds", "#!/bin/sh\n" + own + " >\"$1\"\nexec sleep 100000\n", "rwxr-xr-x");
    rig.script("fds-main", "command=" + rig.path("list-fds"), "command_args=" + rig.path("main"))
        .script(
            "fds-sup",
            "start() { linit-sup --name fds-sup -- "
                + rig.path("list-fds")
                + " "
                + rig.path("sup")
                + "; }",
            "stop() { linit-sup-stop fds-sup; }");
    SHARED.linitd().start("fds", "fds-main", "fds-sup");
    assertThat(rig.lines("fds")).containsExactly("0", "1", "2", "9");
    for (String file : List.of("main", "sup")) {
      Await.until(() -> rig.lines(file).size() >= 3, () -> rig.lines(file));
      assertThat(rig.lines(file)).as(file).containsExactly("0", "1", "2");
    }
    SHARED.linitd().stop("fds-main", "fds-sup");
  }

  @Test
  void whatIsInAnEnvironmentFileIsShownNowhere() throws IOException {
    TestRig rig = SHARED.rig();
    rig.file("web.env", "PASSWORD=" + PASSWORD + "\n", "rw-------")
        .file("bad.env", "no such " + PASSWORD + "\n", "rw-------")
        .script(
            "secret",
            "command=/bin/sleep",
            "command_args=100000",
            "env_file=" + rig.path("web.env"))
        .script(
            "secret-bad",
            "command=/bin/sleep",
            "command_args=100000",
            "env_file=" + rig.path("bad.env"));
    Daemon linitd = SHARED.linitd();
    linitd.start("secret");
    long pid = linitd.pid("secret");
    // It runs a moment before its shell has become the program.
    linitd.awaitProcess(it -> it.startsWith(pid + " ") && it.contains("/bin/sleep"));
    assertThat(Files.readString(Path.of("/proc/" + pid + "/environ"))).contains(PASSWORD);
    List<Result> shown = new ArrayList<>();
    shown.add(linitd.ctl("start", "secret-bad"));
    assertThat(shown.get(0).err()).contains("bad.env:1 is not KEY=VALUE");
    for (String words :
        List.of(
            "status secret",
            "status",
            "why secret secret-bad",
            "logs secret secret-bad",
            "graph --format json",
            "report")) {
      shown.add(linitd.ctl(words.split(" ")));
    }
    assertThat(shown).noneMatch(it -> (it.out() + it.err()).contains(PASSWORD));
    assertThat(linitd.said()).noneMatch(line -> line.contains(PASSWORD));
    assertThat(holders(rig, "run", PASSWORD)).isEmpty();
    assertThat(holders(rig, "log", PASSWORD)).isEmpty();
    linitd.stop("secret");
  }

  /** Who has a token passes for its service. */
  @Test
  void aTokenLiesInNoFileThatOthersCanRead() throws IOException {
    TestRig rig = SHARED.rig();
    rig.script(
        "token",
        "start() { echo \"$LINIT_TOKEN\" >\"$LINIT_ROOT/token\"",
        "  linit-sup --name token -- sleep 100000; }",
        "stop() { linit-sup-stop token; }");
    SHARED.linitd().start("token");
    String token = rig.lines("token").get(0);
    String secret = token.substring(token.lastIndexOf(':') + 1);
    List<Path> holders = holders(rig, "run", secret);
    assertThat(holders).contains(rig.path("run/sup/token.run"), rig.path("run/state"));
    for (Path holder : holders) {
      assertThat(mode(holder)).as(holder.toString()).isEqualTo("rw-------");
    }
    SHARED.linitd().stop("token");
  }

  private static List<Path> holders(TestRig rig, String folder, String text) throws IOException {
    List<Path> holders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(rig.path(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          holders.add(file);
        }
      }
    }
    return holders;
  }

  @Test
  void everySocketAndFifoIsTheOwnersAlone() throws IOException {
    TestRig rig = SHARED.rig();
    rig.script("piped", "command=/bin/sleep", "command_args=100000");
    SHARED.linitd().start("piped");
    List<String> open = new ArrayList<>();
    try (Stream<Path> files = Files.walk(rig.path("run"))) {
      for (Path file : files.toList()) {
        boolean plain = Files.isRegularFile(file) || Files.isDirectory(file);
        if (!plain && !mode(file).equals("rw-------")) {
          open.add(file + " " + mode(file));
        }
      }
    }
    assertThat(open).isEmpty();
    assertThat(mode(rig.path("run/state"))).isEqualTo("rw-------");
    SHARED.linitd().stop("piped");
  }

  @Test
  void aLogThatIsALinkIsNotWrittenThrough() throws IOException {
    TestRig rig = SHARED.rig();
    rig.file("precious", "precious\n", "rw-r--r--");
    for (String name : List.of("linked", "linked-main")) {
      Files.createSymbolicLink(rig.path("log/" + name + ".log"), rig.path("precious"));
    }
    rig.script("linked", "start() { echo overwritten; }")
        .script(
            "linked-main", "command=/bin/sh", "command_args=\"-c 'echo over; exec sleep 100000'\"");
    SHARED.linitd().start("linked", "linked-main");
    SHARED.linitd().stop("linked-main");
    assertThat(rig.lines("precious")).containsExactly("precious");
  }
}
