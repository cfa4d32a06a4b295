package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask root's linitd, and what it relies on. Needs root, to be somebody else. */
class AccessTest {
  /** Numbers that nobody has, so that no user and no group of this machine is meant. */
  private static final String STRANGER = "54321";

  private static final String GROUP = "nogroup";
  private static final String NOT_PERMITTED = "\"ok\":false,\"code\":4,";
  private static final String LIST = "{\"id\":1,\"op\":\"list\"}";
  private static final String START = "{\"id\":1,\"op\":\"start\",\"names\":[\"web\"]}";

  @BeforeAll
  static void needsRoot() {
    assumeThat(Command.run("id", "-u").out()).as("root").isEqualTo("0\n");
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** Lets anybody come as far as the socket, as a mount or a chmod would. */
  private static Path reachable(TestRig rig) throws IOException {
    open(rig.root(), "rwxr-xr-x");
    open(rig.socket(), "rw-rw-rw-");
    return rig.socket();
  }

  /** What is answered to {@code line} when somebody says it who is changed by {@code words}. */
  private static String say(Path socket, String line, String... words) {
    List<String> command = new ArrayList<>(Arrays.asList(words));
    command.addAll(
        List.of(
            "/bin/sh",
            "-c",
            "printf '%s\\n' \"$1\" | socat -t 60 - UNIX-CONNECT:\"$2\"",
            "sh",
            line,
            socket.toString()));
    Result result = Command.run(Map.of(), command);
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  private static String[] as(String group, String... options) {
    List<String> words =
        new ArrayList<>(List.of("setpriv", "--reuid=" + STRANGER, "--regid=" + group));
    words.addAll(Arrays.asList(options));
    return words.toArray(String[]::new);
  }

  @Test
  void nobodyButRootAndTheOwnerMayAnything() throws IOException {
    try (TestRig rig = TestRig.create().script("web")) {
      try (Daemon linitd = rig.boot()) {
        Path socket = reachable(rig);
        String[] stranger = as(STRANGER, "--clear-groups");
        for (String request : List.of(LIST, START, "{\"id\":1,\"op\":\"version\"}")) {
          assertThat(say(socket, request, stranger))
              .contains(NOT_PERMITTED, "this is user " + STRANGER);
        }
        assertThat(say(socket, "start web", stranger)).isEmpty();
        assertThat(linitd.runs("web")).isFalse();
        assertThat(say(socket, START)).contains("\"ok\":true");
      }
    }
  }

  /** Root of a user namespace, as in a container with its own ids, is somebody else outside. */
  @Test
  void rootOfAnotherUserNamespaceIsNobodySpecial() throws IOException {
    String[] inside = as(STRANGER, "--clear-groups", "unshare", "--user", "--map-root-user");
    List<String> probe = new ArrayList<>(List.of(inside));
    probe.addAll(List.of("id", "-u"));
    assumeThat(Command.run(Map.of(), probe).out())
        .as("user namespaces can be made here")
        .isEqualTo("0\n");
    try (TestRig rig = TestRig.create().script("web")) {
      try (Daemon linitd = rig.boot()) {
        Path socket = reachable(rig);
        // Mounted where a container would have it.
        Path mounted = Files.createFile(rig.path("mounted"));
        assertThat(Command.run("mount", "--bind", socket.toString(), mounted.toString()).code())
            .isZero();
        try {
          assertThat(say(mounted, START, inside))
              .contains(NOT_PERMITTED, "this is user " + STRANGER);
          assertThat(say(mounted, LIST, inside)).contains(NOT_PERMITTED);
          assertThat(say(mounted, LIST)).contains("\"ok\":true");
        } finally {
          Command.run("umount", mounted.toString());
        }
        assertThat(linitd.runs("web")).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"query", "control"})
  void theGroupMayWhatTheSettingSays(String may) throws IOException {
    assumeThat(Command.run("getent", "group", GROUP).code()).as("the group " + GROUP).isZero();
    String gid = Command.run("/bin/sh", "-c", "getent group " + GROUP + " | cut -d: -f3").out();
    String[] member = as(gid.strip(), "--clear-groups");
    String[] further = as(STRANGER, "--groups=" + gid.strip());
    String[] stranger = as(STRANGER, "--clear-groups");
    String conf = "socket-group = " + GROUP + "\nsocket-group-may = " + may + "\n";
    try (TestRig rig = TestRig.create().conf(conf).script("web")) {
      try (Daemon linitd = rig.boot()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.socket())))
            .isEqualTo("rw-rw----");
        open(rig.root(), "rwxr-xr-x");
        for (String[] one : List.of(member, further)) {
          assertThat(say(rig.socket(), LIST, one)).contains("\"ok\":true");
          String answer = say(rig.socket(), START, one);
          if (may.equals("query")) {
            assertThat(answer).contains(NOT_PERMITTED, "may only ask");
            assertThat(say(rig.socket(), "start web", one)).isEqualTo("notify web bad\n");
          } else {
            assertThat(answer).contains("\"ok\":true");
          }
        }
        assertThat(linitd.runs("web")).isEqualTo(may.equals("control"));
        // Somebody else only gets so far where the mode was changed.
        open(rig.socket(), "rw-rw-rw-");
        assertThat(say(rig.socket(), LIST, stranger)).contains(NOT_PERMITTED);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chmod 777 .       | . | can be written to by others (mode 0777)",
        "chmod o+w init.d  | init.d | can be written to by others (mode 0757)",
        "chmod g+w rc.d && chgrp 54321 rc.d | rc.d | can be written to by others (mode 0775)",
        "chown 54321 init.d | init.d | belongs to user 54321, and linitd is root's",
        "mkdir log && chmod 1777 log | log | can be written to by others (mode 1777)",
        "mkdir x && ln -s x run | run | is a link, and linitd is root's",
        "mkdir x && ln -s x log | log | is a link, and linitd is root's",
        "mkdir -p x run && ln -s ../x run/log | run/log | is a link, and linitd is root's",
        "touch linit.conf && chmod 666 linit.conf | linit.conf | can be written to by others",
        "mkdir shutdown.d && chmod 777 shutdown.d | shutdown.d | can be written to by others",
      })
  void aRigThatOthersCanChangeIsRefused(String how, String where, String why) {
    try (TestRig rig = TestRig.create()) {
      Command.run("/bin/sh", "-c", "cd " + rig.root() + " && umask 022 && " + how);
      Result result = Command.run(Command.bin("linitd"), "--root", rig.root().toString());
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .startsWith("linitd: " + rig.path(where).normalize() + " " + why)
          .hasLineCount(1);
    }
  }

  @Test
  void aRigOfAUserMayBeTheUsers() {
    try (TestRig rig = TestRig.create().script("web").enable("web")) {
      Command.run("chown", "-R", STRANGER + ":" + STRANGER, rig.root().toString());
      Command.run("chmod", "-R", "g+w", rig.root().toString());
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.runs("web")).isTrue();
      }
    }
  }

  @Test
  void aScriptThatOthersCanChangeIsNotRun() {
    try (TestRig rig = TestRig.create()) {
      for (String name : List.of("open", "foreign", "linked", "good")) {
        rig.script(name, "start() { echo ran >>\"$LINIT_ROOT/ran\"; }");
      }
      String setup =
          "umask 022; cd %s && chmod 757 init.d/open && chown 54321 init.d/foreign && mkdir x"
              + " && mv init.d/linked x && ln -s ../x/linked init.d/linked && chmod 777 x";
      Command.run("/bin/sh", "-c", setup.formatted(rig.root()));
      try (Daemon linitd = rig.boot()) {
        Path initd = rig.path("init.d");
        refused(linitd, "open", initd.resolve("open") + " can be written to by others (mode 0757)");
        refused(linitd, "foreign", initd.resolve("foreign") + " belongs to user 54321");
        refused(
            linitd,
            "linked",
            initd.resolve("linked") + " lies in " + rig.path("x") + ", which can be written to");
        assertThat(rig.lines("ran")).isEmpty();
        linitd.start("good");
        assertThat(rig.lines("ran")).hasSize(1);
      }
    }
  }

  private static void refused(Daemon linitd, String name, String why) {
    Result result = linitd.ctl("start", name);
    assertThat(result.code()).isEqualTo(6);
    assertThat(result.err()).contains(why).hasLineCount(1);
  }
}
