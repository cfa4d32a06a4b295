package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependents go on when a service is ready, and not before. */
class ReadinessTest {
  /** A script that lets its main process wait on a pipe before it becomes what it is ready by. */
  private static TestRig rig(String ready, String command) {
    return TestRig.create()
        .fifo("go")
        .file("main", "#!/bin/sh\nread -r line <$LINIT_ROOT/go\n" + command + "\n", "rwxr-xr-x")
        .script("db", "ready=\"" + ready + "\"", "command=$LINIT_ROOT/main")
        .script("web", "depends() { dep db; }");
  }

  private static final String WAIT = "exec sleep 100000";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec:test -e $LINIT_ROOT/made | : >$LINIT_ROOT/made",
        "file:made | : >made",
        "unix:run/db.sock | socat UNIX-LISTEN:$LINIT_ROOT/run/db.sock,fork /dev/null &",
        "log:^ready to .erve$ | echo warming up; echo ready to serve",
        "notify | printf 'READY=1\\nSTATUS=42 clients' PIPE socat - UNIX-SENDTO:$NOTIFY_SOCKET",
        "pid:db.pid | echo $$ >$LINIT_ROOT/db.pid",
        "file:one && exec:test -e $LINIT_ROOT/two | : >one; : >$LINIT_ROOT/two",
      })
  void dependentsGoOnWhenItIsReady(String ready, String command) {
    String told = command.replace("PIPE", "|");
    try (TestRig rig = rig(ready, "cd $LINIT_ROOT\n" + told + "\n" + WAIT)) {
      check(rig);
    }
  }

  /** {@code web} waits until the pipe is written to. */
  private static void check(TestRig rig) {
    try (Daemon linitd = rig.boot()) {
      try (RawClient client = linitd.connect()) {
        client.send("{\"id\":9,\"op\":\"start\",\"names\":[\"web\"]}\n");
        // The main process waits, so it cannot be ready; and db is looked at since it is started.
        Await.until(
            () -> linitd.ctl("status", "web").out().contains("waits for"),
            () -> linitd.ctl("status").out());
        assertThat(linitd.ctl("status", "db").out()).contains("db: starting");
        Command.run("/bin/sh", "-c", "echo >" + rig.path("go"));
        String line = client.readLine();
        while (!line.contains("\"id\":9,\"ok\"")) {
          line = client.readLine();
        }
        assertThat(line).contains("\"ok\":true");
      }
      assertThat(linitd.ctl("is-running", "db").code()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"dash", "busybox", "bash"})
  void aNewlineOnTheDescriptorIsEnough(String shell) {
    try (TestRig rig = rig("fd:4", "echo >&4; exec 4>&-; " + WAIT)) {
      rig.shell(Shell.valueOf(shell.toUpperCase(java.util.Locale.ROOT)));
      check(rig);
    }
  }

  @Test
  void aPageAndAPortAreEnough() {
    try (TestRig rig = TestRig.create()) {
      int port = Ports.free();
      rig.file("www/index.html", "here\n", "rw-r--r--")
          .script(
              "www",
              "ready='tcp:127.0.0.1:" + port + " && http://127.0.0.1:" + port + "/index.html'",
              "command=busybox",
              "command_args=\"httpd -f -p 127.0.0.1:" + port + " -h $LINIT_ROOT/www\"")
          .enable("www");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("is-running", "www").code()).isZero();
      }
    }
  }

  @Test
  void whatDiesBeforeItIsReadyFailsAtOnceWithItsLastLine() {
    try (TestRig rig = TestRig.create()) {
      rig.script(
              "db",
              "ready=file:never start_timeout=1h",
              "start() { supervise -- sh -c 'echo no disk; exit 7'; }")
          .script("web", "depends() { dep db; }");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("start", "web"))
            .isEqualTo(
                new Result(
                    151,
                    "",
                    "linitctl: cannot start 'web': dependency 'db' failed: its process exited with"
                        + " 7 before it was ready: no disk\n"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tcp:127.0.0.1:PORT, 'tcp:127.0.0.1:PORT: connection refused'",
    "file:never, file:never: ",
    "exec:echo cold >&2; exit 3, cold",
    "log:warm, log:warm: ",
    "notify, 'no READY=1 was sent'",
    "fd:3, 'nothing was written to descriptor 3'",
  })
  void whatIsNeverReadyFailsInTimeWithWhatWasSeenLast(String ready, String seen) {
    String port = Integer.toString(Ports.free());
    try (TestRig rig = TestRig.create().conf("ready-timeout = 200 ms\n")) {
      rig.script(
          "db", "ready='" + ready.replace("PORT", port) + "'", "command=sleep command_args=100000");
      try (Daemon linitd = rig.boot()) {
        Result result = linitd.ctl("start", "db");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
            .startsWith("linitctl: cannot start 'db': not ready after 0.2 s: ")
            .contains(seen.replace("PORT", port));
        Await.until(() -> linitd.processes().isEmpty(), linitd::processes);
      }
    }
  }

  @Test
  void aDaemonThatForksAwayIsWatchedByItsPidFile() {
    try (TestRig rig = TestRig.create()) {
      rig.script(
          "d",
          "ready=pid:d.pid restart=on-failure",
          "start() {",
          "  rm -f $LINIT_ROOT/d.pid",
          "  (setsid sleep 100000 9<&- & echo $! >$LINIT_ROOT/d.pid)",
          "}");
      try (Daemon linitd = rig.boot()) {
        assertThat(linitd.ctl("start", "d").code()).isZero();
        List<String> first = rig.lines("d.pid");
        Command.run("/bin/kill", "-KILL", first.get(0));
        Await.until(
            () -> !rig.lines("d.pid").equals(first) && linitd.ctl("is-running", "d").code() == 0,
            () -> linitd.ctl("status", "d").out());
      }
    }
  }

  @Test
  void aPidFileThatNamesAnothersProcessIsNotBelieved() {
    try (TestRig rig = TestRig.create().conf("ready-timeout = 200 ms\n")) {
      rig.script(
          "d",
          "ready=pid:d.pid",
          "start() { echo " + ProcessHandle.current().pid() + " >$LINIT_ROOT/d.pid; }");
      try (Daemon linitd = rig.boot()) {
        Result result = linitd.ctl("start", "d");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
            .contains("pid:d.pid: ")
            .contains("which is no process of this service");
      }
    }
  }
}
