package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rigs and command lines that linitd cannot run: one line, its exit code, and nothing is left. */
class BadRigTest {
  private static final int LONGEST_PATH = 106;

  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private static Result refusal(int code, String line) {
    return new Result(code, "", "linitd: " + line + "\n");
  }

  private static Result linitd(String... words) {
    List<String> command = new ArrayList<>(List.of(Command.bin("linitd")));
    command.addAll(List.of(words));
    return Command.run(Map.of(), command);
  }

  private static Result linitdOn(TestRig rig, String... words) {
    List<String> all = new ArrayList<>(List.of("--root", rig.root().toString()));
    all.addAll(List.of(words));
    Result result = linitd(all.toArray(String[]::new));
    assertThat(rig.path("run/channels")).doesNotExist();
    assertThat(rig.path("run/linitd.lock")).doesNotExist();
    return result;
  }

  @Test
  void withoutInitdIsRefused() throws IOException {
    try (TestRig rig = TestRig.create()) {
      Path initd = rig.path("init.d");
      Files.delete(initd);
      assertThat(linitdOn(rig))
          .isEqualTo(
              refusal(
                  1,
                  "the rig " + rig.root() + " has no init.d; put the init scripts into " + initd));
      Files.createFile(initd);
      assertThat(linitdOn(rig)).isEqualTo(refusal(1, initd + " is not a folder"));
    }
    assertThat(linitd("--root", "/no/such/rig"))
        .isEqualTo(refusal(1, "there is no folder /no/such/rig; name a rig with --root"));
  }

  @Test
  void whoseInitdCannotBeReadIsRefused() throws IOException {
    try (TestRig rig = TestRig.create()) {
      open(rig.root(), "rwxrwxrwx");
      open(rig.path("init.d"), "---------");
      assertThat(asNobody(rig))
          .isEqualTo(refusal(1, "cannot read " + rig.path("init.d") + ": permission denied"));
      open(rig.path("init.d"), "rwxr-xr-x");
    }
  }

  @Test
  void thatCannotBeWrittenIsRefused() throws IOException {
    try (TestRig rig = TestRig.create()) {
      open(rig.root(), "r-xr-xr-x");
      assertThat(asNobody(rig))
          .isEqualTo(
              refusal(
                  1,
                  "cannot write to "
                      + rig.path("run")
                      + " (permission denied), where linitd keeps its sockets and logs; any folder"
                      + " that you own can be a rig, with --root"));
      open(rig.root(), "rwxr-xr-x");
    }
  }

  @Test
  void whoseConfigurationCannotBeReadIsRefused() throws IOException {
    try (TestRig rig = TestRig.create()) {
      open(rig.root(), "rwxr-xr-x");
      rig.file("linit.conf", "stop-timeout = 1 s\n", "---------");
      assertThat(asNobody(rig))
          .isEqualTo(
              refusal(
                  2,
                  "cannot read the configuration "
                      + rig.path("linit.conf")
                      + ": permission denied"));
    }
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** Root reads and writes everything, so that it has to become somebody else. */
  private static Result asNobody(TestRig rig) {
    List<String> command = new ArrayList<>();
    if (root()) {
      command.addAll(NOBODY);
      List<String> probe = new ArrayList<>(NOBODY);
      probe.addAll(List.of("test", "-x", Command.bin("linitd")));
      assumeThat(Command.run(Map.of(), probe).code())
          .as("another user can run %s", Command.bin("linitd"))
          .isZero();
    }
    command.addAll(List.of(Command.bin("linitd"), "--root", rig.root().toString()));
    return Command.run(Map.of(), command);
  }

  private static boolean root() {
    return Command.run("id", "-u").out().equals("0\n");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void onReadOnlyFileSystemIsRefused(boolean folders) throws IOException {
    assumeThat(Command.run("unshare", "-m", "true").code())
        .as("mounts can be made, which takes root")
        .isZero();
    try (TestRig rig = TestRig.create()) {
      if (folders) {
        Files.createDirectory(rig.path("run"));
        Files.createDirectory(rig.path("log"));
      }
      String root = rig.root().toString();
      String mount = "mount --bind " + root + " " + root + " && mount -o remount,ro,bind " + root;
      assertThat(
              Command.run(
                  "unshare",
                  "-m",
                  "/bin/sh",
                  "-c",
                  mount + " && exec " + Command.bin("linitd") + " --root " + root))
          .isEqualTo(
              refusal(
                  1,
                  "cannot write to "
                      + rig.path("run")
                      + " (read-only file system), where linitd keeps its sockets and logs; any folder"
                      + " that you own can be a rig, with --root"));
    }
  }

  @Test
  void withSocketPathThatIsTooLongIsRefused() throws IOException {
    try (TestRig rig = TestRig.create();
        TestRig other = TestRig.create()) {
      Path deep = rig.path("d".repeat(LONGEST_PATH));
      Files.createDirectories(deep.resolve("init.d"));
      Path socket = deep.resolve("run/linit.sock");
      String tooLong =
          "the socket path %s is %d bytes long, at most 106 are possible; choose a shorter folder";
      assertThat(linitd("--root", deep.toString()))
          .isEqualTo(
              refusal(
                  1,
                  tooLong.formatted(socket, socket.toString().length())
                      + ", or a shorter path with --unix"));
      Path channels = deep.resolve("run/channels");
      assertThat(linitd("--root", deep.toString(), "--unix", rig.path("s").toString()))
          .isEqualTo(
              refusal(
                  1, tooLong.formatted(channels, channels.toString().length()) + " for the rig"));

      String longest =
          other.root() + "/" + "s".repeat(LONGEST_PATH - 1 - other.root().toString().length());
      try (Daemon linitd = other.boot("--unix", longest)) {
        assertThat(linitd.said()).anyMatch(line -> line.contains("boot is running"));
        assertThat(
                Command.run(
                        Map.of("LINITSOCK", longest),
                        List.of(Command.bin("linitctl"), "is-running", "boot"))
                    .code())
            .isZero();
      }
      assertThat(linitdOn(other, "--unix", longest + "s").err())
          .contains("is 107 bytes long, at most 106 are possible");
      assertThat(Command.run(Command.bin("linitctl"), "-p", longest + "s", "list"))
          .isEqualTo(new Result(7, "", "linitctl: the socket path " + longest + "s is too long\n"));
    }
  }

  @Test
  void whoseSocketCannotBeMadeIsRefused() throws IOException {
    try (TestRig rig = TestRig.create()) {
      assertThat(linitdOn(rig, "--unix", rig.path("none/sock").toString()))
          .isEqualTo(
              refusal(
                  1, "cannot listen on " + rig.path("none/sock") + ": No such file or directory"));

      Files.writeString(rig.path("run/linit.sock"), "precious");
      assertThat(linitdOn(rig))
          .isEqualTo(
              refusal(
                  1, "cannot listen on " + rig.socket() + ": there is a file that is no socket"));
      assertThat(rig.lines("run/linit.sock")).containsExactly("precious");
      Files.delete(rig.socket());

      Files.createDirectory(rig.path("run/linitd.lock"));
      assertThat(linitd("--root", rig.root().toString()))
          .isEqualTo(refusal(1, "cannot use " + rig.path("run/linitd.lock") + ": is a directory"));
    }
  }

  @Test
  void thatAnotherLinitdRunsIsRefusedAndTheFirstGoesOn() {
    try (TestRig rig = TestRig.create();
        TestRig other = TestRig.create()) {
      rig.script("web").enable("web");
      try (Daemon first = rig.boot()) {
        String taken =
            "another linitd, pid "
                + first.pid()
                + ", runs the rig "
                + rig.root()
                + "; to run it anew, stop that one first";
        assertThat(linitd("--root", rig.root().toString())).isEqualTo(refusal(3, taken));
        assertThat(linitd("--root", rig.root().toString(), "--unix", rig.path("s").toString()))
            .isEqualTo(refusal(3, taken));
        assertThat(linitdOn(other, "--unix", rig.socket().toString()))
            .isEqualTo(
                refusal(
                    1,
                    "cannot listen on "
                        + rig.socket()
                        + ": another program listens there already; choose another path with"
                        + " --unix"));
        assertThat(first.alive()).isTrue();
        assertThat(rig.lines("run/linitd.lock")).containsExactly(Long.toString(first.pid()));
        assertThat(first.runs("web")).isTrue();
        assertThat(first.ctl("restart", "web")).isEqualTo(new Result(0, "", ""));
      }
    }
  }

  @Test
  void whoseLinitdDiedIsTakenOver() {
    try (TestRig rig = TestRig.create()) {
      Daemon dead = rig.boot();
      dead.signal("KILL");
      dead.awaitExit();
      assertThat(rig.socket()).exists();
      assertThat(dead.ctl("start", "boot"))
          .isEqualTo(
              new Result(
                  7,
                  "",
                  "linitctl: linitd is not running: nobody listens at "
                      + rig.socket()
                      + "; start it with 'linitd --root RIG', or name its socket with -p or"
                      + " LINITSOCK\n"));
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.said())
            .hasSize(2)
            .contains("linitd: an earlier linitd has died: taking over, 1 service runs on");
        assertThat(linitd.runs("boot")).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shel = [x]         | 1 | unknown key 'shel'; did you mean 'shell'?",
        "a { b = 1 }        | 1 | unknown key 'a'",
        "\\n\\nstop-timeout = soon | 3 | Invalid value at 'stop-timeout': No number in duration"
            + " value 'soon'",
        "kill-grace = -1 s  | 1 | 'kill-grace' must not be negative",
        "shell = /bin/sh    | 1 | shell has type STRING rather than LIST",
        "shell = []         | 1 | 'shell' needs at least the path of a shell",
        "shell = [/no/sh]   | 1 | 'shell' needs the absolute path of a shell, '/no/sh' cannot be"
            + " run",
        "environment { A-B = c } | 1 | 'A-B' cannot be the name of a variable",
        "environment { A = [1] } | 1 | A has type LIST rather than STRING",
        "path = ${nothing}  | 1 | Could not resolve substitution to a value: ${nothing}",
        "\\npath = 3 {         | 2 | expecting a close parentheses ')' here, not: end of file",
      })
  void whoseConfigurationIsWrongIsToldTheLine(String text, int line, String problem) {
    try (TestRig rig = TestRig.create()) {
      rig.conf(text.replace("\\n", "\n"));
      assertThat(linitdOn(rig))
          .isEqualTo(refusal(2, rig.path("linit.conf") + ":" + line + ": " + problem));
    }
  }

  @Test
  void whoseConfigurationIsNoFileIsRefused() throws IOException {
    try (TestRig rig = TestRig.create()) {
      Path none = rig.path("none.conf");
      assertThat(linitdOn(rig, "--config", none.toString()))
          .isEqualTo(refusal(2, "cannot read the configuration " + none));
      Files.createDirectory(rig.path("linit.conf"));
      assertThat(linitdOn(rig))
          .isEqualTo(
              refusal(
                  2,
                  "cannot read the configuration " + rig.path("linit.conf") + ": it is a folder"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rot /x     | unknown option '--rot'; did you mean '--root'?; see 'linitd --help'",
        "-z           | unknown option '-z'; see 'linitd --help'",
        "boot         | unexpected word 'boot'; see 'linitd --help'",
        "--root       | option --root needs a value",
        "--unix=      | option --unix needs a value",
        "--backlog x  | option --backlog needs a number from 1 to 65535, not 'x'",
        "--backlog 0  | option --backlog needs a number from 1 to 65535, not '0'",
      })
  void withCommandLineThatMakesNoSenseIsRefused(String words, String problem) {
    assertThat(linitd(words.split(" "))).isEqualTo(refusal(2, problem));
  }

  @Test
  void whosePathIsNotTextIsRefused() {
    String linitd = "LC_ALL=C exec " + Command.bin("linitd") + " --root \"$(printf '/tmp/\\377')\"";
    Result result = Command.run("/bin/sh", "-c", linitd);
    assertThat(result.err()).startsWith("linitd: ").hasLineCount(1);
    assertThat(result.code()).isIn(1, 2);
  }
}
