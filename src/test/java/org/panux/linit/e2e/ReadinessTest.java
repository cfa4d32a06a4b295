package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Dependents go on when a service is ready, and not before. */
class ReadinessTest {
  @RegisterExtension static final Shared SHARED = Shared.create();

  /** In this one who is not ready soon has failed, and yet not before one look at each is done. */
  @RegisterExtension static final Shared IMPATIENT = Shared.conf("ready-timeout = 2 seconds\n");

  private static final String WAIT = "exec sleep 100000";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec | exec:test -e $LINIT_ROOT/HERE/made | : >made",
        "file | file:HERE/made | : >made",
        "unix | unix:HERE/db.sock | socat UNIX-LISTEN:db.sock,fork /dev/null &",
        "log | log:^ready to .erve$ | echo warming up; echo ready to serve",
        "notify | notify | printf 'READY=1\\nSTATUS=42 clients' PIPE socat - UNIX-SENDTO:$NOTIFY_SOCKET",
        "pid | pid:HERE/db.pid | echo $$ >db.pid",
        "both | file:HERE/one && exec:test -e $LINIT_ROOT/HERE/two | : >one; : >two",
      })
  void dependentsGoOnWhenItIsReady(String name, String ready, String command) {
    check(SHARED.linitd(), name, ready.replace("HERE", name), command.replace("PIPE", "|"));
  }

  @ParameterizedTest
  @EnumSource
  void aNewlineOnTheDescriptorIsEnough(Shell shell) {
    check(SHARED.in(shell), "newline", "fd:4", "echo >&4; exec 4>&-");
  }

  @Test
  void textBeforeTheNewlineIsAsGood() {
    check(SHARED.linitd(), "text", "fd:4", "echo 'ready now' >&4; exec 4>&-");
  }

  /** {@code web} waits until the main process of {@code db} does what it is ready by. */
  private static void check(Daemon linitd, String name, String ready, String command) {
    String folder = "$LINIT_ROOT/" + name;
    String main = "read -r line <go\n" + command + "\n" + WAIT + "\n";
    TestRig rig =
        linitd
            .rig()
            .file(name + "/main", "#!/bin/sh\ncd " + folder + " || exit\n" + main, "rwxr-xr-x")
            .script(name + "-db", "ready=\"" + ready + "\"", "command=" + folder + "/main")
            .script(name + "-web", "depends() { dep " + name + "-db; }");
    try (Fifo go = Fifo.create(rig, name + "/go");
        RawClient client = linitd.connect()) {
      client.send("{\"id\":9,\"op\":\"start\",\"names\":[\"" + name + "-web\"]}\n");
      Await.waiting(linitd, name + "-web", name + "-db");
      // The main process waits, so it cannot be ready; and db is looked at since it is started.
      assertThat(linitd.ctl("status", name + "-db").out()).contains("db: starting");
      go.open();
      assertThat(client.readLine()).startsWith("{\"id\":9,\"ok\":true");
    }
    assertThat(linitd.runs(name + "-db")).isTrue();
  }

  @Test
  void aPageAndAPortAreEnough() {
    int port = Ports.free();
    SHARED
        .rig()
        .file("www/index.html", "here\n", "rw-r--r--")
        .script(
            "www",
            "ready='tcp:127.0.0.1:" + port + " && http://127.0.0.1:" + port + "/index.html'",
            "command=busybox",
            "command_args=\"httpd -f -p 127.0.0.1:" + port + " -h $LINIT_ROOT/www\"");
    SHARED.linitd().start("www");
  }

  @Test
  void whatDiesBeforeItIsReadyFailsAtOnceWithItsLastLine() {
    SHARED
        .rig()
        .script(
            "db",
            "ready=file:never start_timeout=1h",
            "start() { supervise -- sh -c 'echo no disk; exit 7'; }")
        .script("web", "depends() { dep db; }");
    assertThat(SHARED.linitd().ctl("start", "web"))
        .isEqualTo(
            new Result(
                151,
                "",
                "linitctl: cannot start 'web': dependency 'db' failed: its process exited with"
                    + " 7 before it was ready: no disk\n"));
  }

  /** What is never so, and what was seen of it last. */
  private static final Map<String, String> NEVER =
      Map.of(
          "tcp:127.0.0.1:PORT", "tcp:127.0.0.1:PORT: connection refused",
          "file:never", "file:never: ",
          "exec:echo cold >&2; exit 3", "cold",
          "log:warm", "log:warm: ",
          "notify", "no READY=1 was sent",
          "fd:3", "nothing was written to descriptor 3");

  @Test
  void whatIsNeverReadyFailsInTimeWithWhatWasSeenLast() {
    String port = Integer.toString(Ports.free());
    Daemon linitd = IMPATIENT.linitd();
    List<String> words = new ArrayList<>(List.of("start"));
    NEVER
        .keySet()
        .forEach(
            ready -> {
              String name = ready.substring(0, ready.contains(":") ? ready.indexOf(':') : 6);
              words.add(name);
              IMPATIENT
                  .rig()
                  .script(
                      name,
                      "ready='" + ready.replace("PORT", port) + "'",
                      "command=sleep command_args=100000");
            });
    Result result = linitd.ctl(words.toArray(String[]::new));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(NEVER.size());
    NEVER.forEach(
        (ready, seen) ->
            assertThat(result.err().lines())
                .anySatisfy(
                    line ->
                        assertThat(line)
                            .matches("linitctl: cannot start '[a-z]+': not ready after 2 s: .*")
                            .contains(seen.replace("PORT", port))));
    Await.until(() -> linitd.processes().isEmpty(), linitd::processes);
  }

  @Test
  void aDaemonThatForksAwayIsWatchedByItsPidFile() {
    TestRig rig =
        SHARED
            .rig()
            .script(
                "forks",
                "ready=pid:forks.pid restart=on-failure",
                "start() {",
                "  rm -f $LINIT_ROOT/forks.pid",
                "  (setsid sleep 100000 9<&- & echo $! >$LINIT_ROOT/forks.pid)",
                "}");
    Daemon linitd = SHARED.linitd();
    linitd.start("forks");
    List<String> first = rig.lines("forks.pid");
    Command.run("/bin/kill", "-KILL", first.get(0));
    Await.until(
        () -> !rig.lines("forks.pid").equals(first) && linitd.runs("forks"),
        () -> linitd.view("forks"));
  }

  @Test
  void aPidFileThatNamesAnothersProcessIsNotBelieved() {
    IMPATIENT
        .rig()
        .script(
            "liar",
            "ready=pid:liar.pid",
            "start() { echo " + ProcessHandle.current().pid() + " >$LINIT_ROOT/liar.pid; }");
    Result result = IMPATIENT.linitd().ctl("start", "liar");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("pid:liar.pid: ")
        .contains("which is no process of this service");
  }
}
