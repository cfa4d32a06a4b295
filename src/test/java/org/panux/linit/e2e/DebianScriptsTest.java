package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers as Debian installs them, started and stopped by Debian's own scripts, unmodified. */
class DebianScriptsTest {
  /** A server, and how one can see that it works. */
  private enum Server {
    REDIS("redis-server", "redis-server", "redis-cli ping", "PONG"),
    NGINX(
        "nginx",
        "nginx:",
        talk(80, "printf 'GET / HTTP/1.0\\r\\n\\r\\n'", "cat"),
        "a page of nginx"),
    CRON("cron", "/usr/sbin/cron", "echo looks at the clock", "looks at the clock"),
    POSTGRESQL(
        "postgresql", "postgres", "runuser -u postgres -- psql -tAc \"select 'rows'\"", "rows"),
    SSH("ssh", "sshd:", talk(22, "echo SSH-2.0-test", "head -n 1"), "SSH-2.0-OpenSSH"),
    RSYNC(
        "rsync",
        "/usr/bin/rsync",
        talk(873, "printf '@RSYNCD: 31.0\\n#list\\n'", "head -n 1"),
        "@RSYNCD:");

    private final String service;
    private final String process;
    private final String question;
    private final String answer;

    Server(String service, String process, String question, String answer) {
      this.service = service;
      this.process = process;
      this.question = question;
      this.answer = answer;
    }

    /** Sends what {@code command} prints to a port, and prints what {@code reader} takes. */
    private static String talk(int port, String command, String reader) {
      return "bash -c 'exec 3<>/dev/tcp/127.0.0.1/"
          + port
          + "; "
          + command.replace("'", "\"")
          + " >&3; timeout 5 "
          + reader
          + " <&3'";
    }

    private boolean runs(Machine machine) {
      return machine.processes().stream().anyMatch(line -> line.contains(process));
    }

    private boolean answers(Machine machine) {
      return machine.sh(question).out().contains(answer);
    }

    private Machine boot() {
      assumeTrue(
          Files.isExecutable(Path.of("/etc/init.d", service)),
          "needs Debian's package with /etc/init.d/" + service + "; scripts/test installs it");
      return Machine.boot("debian", service);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itWorksAndIsStopped(Server server) {
    try (Machine machine = server.boot()) {
      assertThat(machine.sh("linitctl is-running " + server.service))
          .as(machine.linitd().view(server.service))
          .isEqualTo(new Result(0, "", ""));
      Await.until(
          () -> server.runs(machine) && server.answers(machine),
          () -> machine.processes() + " " + machine.sh(server.question).text());
      assertThat(machine.sh("linitctl stop " + server.service).text()).isEmpty();
      assertThat(machine.processes()).isEmpty();
      assertThat(machine.sh("linitctl start " + server.service)).isEqualTo(new Result(0, "", ""));
      Await.until(() -> server.answers(machine), () -> machine.sh(server.question).text());
    }
    // Its end has shown that nothing is left, also where linitd stops all itself.
  }

  @ParameterizedTest
  @EnumSource
  void itsEndIsSeen(Server server) {
    try (Machine machine = server.boot()) {
      String service = server.service;
      Await.until(() -> machine.linitd().pid(service) > 0, () -> machine.linitd().view(service));
      String pid = Long.toString(machine.linitd().pid(service));
      assertThat(machine.sh("linitctl status " + service).out())
          .contains("  process    " + pid + "\n");
      assertThat(machine.sh("tr '\\0' ' ' </proc/" + pid + "/cmdline").out())
          .contains(server.process);
      try (RawClient events = machine.connect()) {
        assertThat(machine.sh("kill -9 " + pid)).isEqualTo(new Result(0, "", ""));
        Await.state(events, server.service, "failed");
      }
      // These scripts take a process for alive until process 1 of this machine has reaped it.
      Await.until(() -> !Files.exists(Path.of("/proc", pid)), () -> pid);
      // What it has left is ended before it is started again.
      assertThat(machine.sh("linitctl start " + server.service)).isEqualTo(new Result(0, "", ""));
      Await.until(
          () -> server.runs(machine) && server.answers(machine),
          () -> machine.processes() + " " + machine.sh(server.question).text());
    }
  }

  @Test
  void whatOneHasStartedByHandItsStatusTells() {
    try (Machine machine = Server.CRON.boot()) {
      assertThat(machine.sh("linitctl stop cron").code()).isZero();
      assertThat(machine.sh("linitctl status cron").out())
          .contains("  script     says: not running\n");
      assertThat(machine.sh("/etc/init.d/cron start").code()).isZero();
      assertThat(machine.sh("linitctl status cron").out()).contains("  script     says: running\n");
      assertThat(machine.sh("/etc/init.d/cron stop").code()).isZero();
    }
  }
}
