package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The scripts that were published for the ancestor, unchanged in what they do, at {@code /etc}. */
class PublishedScriptsTest {
  private static final String CROND = "sleep 1001";
  private static final String DISPLAY = "sleep 1002";
  private static final String UDEVD = "sleep 1003";

  @Test
  void theyBootAndStop() {
    try (Machine machine = Machine.boot("published")) {
      assertThat(machine.lines("/var/log/linit/welcome.log")).containsExactly("Welcome to Panux");
      assertThat(machine.lines("/run/printk")).containsExactly("0");
      assertThat(machine.lines("/var/log/cron.log")).containsExactly("crond -f");
      machine.awaitProcesses(CROND, DISPLAY, UDEVD);
      assertThat(machine.sh("linitctl graph welcome").out())
          .isEqualTo(
              """
              welcome  running
              └─ pre  running
                 └─ printk  running
              """);
      assertThat(machine.sh("linitctl graph cron").out())
          .isEqualTo(
              """
              cron  running
              └─ linit-supd  running
              """);
      assertThat(machine.sh("linitctl stop boot")).isEqualTo(new Result(0, "", ""));
      assertThat(machine.sh("linitctl stop display cron eudev")).isEqualTo(new Result(0, "", ""));
      assertThat(machine.processes()).isEmpty();
      assertThat(machine.lines("/run/udevadm")).containsExactly("control --exit");
    }
  }

  @Test
  void theEndOfASupervisedProcessIsTheEndOfItsService() {
    try (Machine machine = Machine.boot("published")) {
      String pidFile = "/run/linit/sup/cron.pid";
      try (RawClient events = machine.connect()) {
        machine.sh("kill -9 $(cat " + pidFile + ")");
        Await.state(events, "cron", "failed");
      }
      assertThat(machine.sh("linitctl start cron")).isEqualTo(new Result(0, "", ""));
      machine.awaitProcesses(CROND);
      assertThat(machine.sh("linit-sup-stop cron")).isEqualTo(new Result(0, "", ""));
      assertThat(machine.processes()).doesNotContain(CROND);
      assertThat(machine.sh("linit-sup-stop cron")).isEqualTo(new Result(0, "", ""));
    }
  }

  @Test
  void theyRunByHandThroughTheirFirstLine() {
    try (Machine machine = Machine.boot("published")) {
      assertThat(machine.sh("/etc/init.d/welcome start"))
          .isEqualTo(new Result(0, "Welcome to Panux\n", ""));
      assertThat(machine.sh("cd /etc/init.d && ./welcome restart").out())
          .isEqualTo("Welcome to Panux\n");
      assertThat(machine.sh("/etc/init.d/welcome stop")).isEqualTo(new Result(0, "", ""));
      assertThat(machine.sh("/etc/init.d/welcome runlevel").out()).isEqualTo("3\n");
      assertThat(machine.sh("/etc/init.d/welcome help").out()).startsWith("Usage: welcome start|");
      Result unknown = machine.sh("/etc/init.d/welcome fly");
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err()).isEqualTo("welcome: unknown verb 'fly'; try 'welcome help'\n");
      assertThat(machine.sh("linitctl stop printk").out().strip().split(" "))
          .containsExactlyInAnyOrder("also", "stopped:", "pre", "eudev", "welcome");
      assertThat(machine.sh("/etc/init.d/welcome start && linitctl is-running printk").code())
          .isZero();
    }
  }

  @Test
  void theyEnableAndDisableThemselves() {
    try (Machine machine = Machine.boot("published")) {
      assertThat(machine.sh("readlink -f /etc/rc.d/welcome").out())
          .isEqualTo("/etc/init.d/welcome\n");
      assertThat(machine.sh("/etc/init.d/welcome disable; ls /etc/rc.d").out())
          .isEqualTo("cron\ndisplay\neudev\npre\n");
      assertThat(machine.sh("linitctl enable welcome; ls /etc/rc.d").out())
          .isEqualTo("cron\ndisplay\neudev\npre\nwelcome\n");
      assertThat(machine.sh("ls /etc/rc.d/pre").out()).isEqualTo("printk\n");
      assertThat(machine.sh("linitctl disable pre; ls /etc/rc.d").out())
          .isEqualTo("cron\ndisplay\neudev\nwelcome\n");
      assertThat(machine.sh("/etc/init.d/pre enable && /etc/init.d/printk enable").code()).isZero();
      assertThat(machine.sh("ls /etc/rc.d/pre").out()).isEqualTo("printk\n");
    }
  }
}
