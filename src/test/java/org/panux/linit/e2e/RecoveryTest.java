package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** linitd is killed, and the next one goes on with its services. */
class RecoveryTest {
  private static final String DIED = "linitd: an earlier linitd has died: taking over, ";

  /** A service whose main process is {@code sleep SECONDS}, which nothing else here runs. */
  private static void sleeper(TestRig rig, String name, int seconds, String... more) {
    List<String> lines = new ArrayList<>(List.of(more));
    lines.add("command=sleep");
    lines.add("command_args=" + seconds);
    rig.script(name, lines.toArray(String[]::new));
  }

  private static String sleep(int seconds) {
    return "sleep " + seconds;
  }

  private static List<String> sleepers(Reign reign) {
    return reign.processes(it -> it.matches("\\d+ sleep .*"));
  }

  @Test
  void fiftyServicesRunOnAsTheyAre() {
    try (TestRig rig = TestRig.create()) {
      for (int i = 0; i < 40; i++) {
        sleeper(
            rig,
            "main" + i,
            7000 + i,
            "restart=always restart_delay=10ms",
            "depends() { dep once" + i % 5 + " && want " + (i < 3 ? "" : "main" + i % 3) + "; }");
        rig.enable("main" + i);
      }
      for (int i = 0; i < 5; i++) {
        rig.script("once" + i, "start() { echo $this >>$LINIT_ROOT/ran; }");
      }
      for (int i = 0; i < 4; i++) {
        rig.script(
                "sup" + i,
                "depends() { dep linit-supd; }",
                "start() { linit-sup --name $this -- sleep " + (7100 + i) + "; }",
                "stop() { linit-sup-stop $this; }")
            .enable("sup" + i);
      }
      rig.script("fork", "start() { sleep 7200 & }").enable("fork");
      try (Reign reign = Reign.boot(rig)) {
        reign.kill(sleep(7007));
        reign.count(sleep(7007), 1);
        Await.state(reign.linitd(), "main7", "running");
        reign.linitd().stop("main8");
        // A service runs a moment before its shell has become the program.
        Await.until(() -> sleepers(reign).size() == 44, () -> sleepers(reign));
        List<String> processes = sleepers(reign);
        List<String> services = reign.ask("list");
        List<String> graph = reign.ask("graph");
        assertThat(services).hasSizeGreaterThan(50);

        Daemon second = reign.another();
        assertThat(second.said()).anyMatch(line -> line.startsWith(DIED + "51 services run on"));
        assertThat(reign.ask("list")).isEqualTo(services);
        assertThat(reign.ask("graph")).isEqualTo(graph);
        assertThat(sleepers(reign)).isEqualTo(processes);
        assertThat(rig.lines("ran")).hasSize(5);

        // And it lives on as before: what dies is restarted, what is stopped is gone.
        reign.kill(sleep(7009));
        reign.count(sleep(7009), 1);
        second.stop("once0", "sup0", "fork");
        assertThat(sleepers(reign))
            .noneMatch(it -> it.matches(".* sleep (7000|7005|7100|7200) ?"))
            .anyMatch(it -> it.contains(" sleep 7101"));
        assertThat(reign.another().ctl("is-running", "fork").code()).isEqualTo(3);
      }
    }
  }

  @Test
  void whatDiedMeanwhileIsRestartedOrHasFailed() {
    try (TestRig rig = TestRig.create()) {
      sleeper(rig, "again", 7301, "restart=on-failure restart_delay=10ms");
      sleeper(rig, "never", 7302);
      rig.script(
          "sup",
          "start() { linit-sup --name $this -- sh -c 'read -r _ <$LINIT_ROOT/gate; exit 3'; }");
      rig.script("lost", "start() { linit-sup --name $this -- sleep 7303; }");
      sleeper(rig, "stays", 7304);
      rig.enable("again", "never", "sup", "lost", "stays");
      try (Fifo gate = Fifo.create(rig, "gate");
          Reign reign = Reign.boot(rig)) {
        long before = reign.pid(sleep(7301));
        long stays = reign.pid(sleep(7304));
        long watcher = parent(reign.pid(sleep(7303)));
        reign.dies();
        Command.run("/bin/kill", "-KILL", Long.toString(watcher));
        Await.until(() -> !alive(watcher), () -> watcher);
        reign.kill(sleep(7301));
        reign.kill(sleep(7302));
        reign.kill(sleep(7303));
        gate.open();
        Await.until(
            () -> rig.lines("run/sup/sup.run").size() == 2, () -> rig.lines("run/sup/sup.run"));

        Daemon second = reign.next();
        Await.state(second, "again", "running");
        assertThat(reign.pid(sleep(7301))).isNotEqualTo(before);
        assertThat(second.ctl("status", "never").out())
            .contains("failed", "its process ended, nobody knows how");
        assertThat(second.ctl("status", "sup").out())
            .contains("failed", "its process exited with 3");
        assertThat(second.ctl("status", "lost").out())
            .contains("failed", "its process ended, nobody knows how");
        assertThat(reign.pid(sleep(7304))).isEqualTo(stays);
        assertThat(second.said())
            .anySatisfy(
                line ->
                    assertThat(line)
                        .contains(
                            "ended meanwhile: ",
                            "sup (its process exited with 3)",
                            "never (its process ended, nobody knows how)"));
      }
    }
  }

  private static long parent(long pid) {
    return Long.parseLong(Command.run("ps", "-o", "ppid=", "-p", Long.toString(pid)).out().strip());
  }

  /** One that only waits to be reaped is not. */
  private static boolean alive(long pid) {
    String state = Command.run("ps", "-o", "stat=", "-p", Long.toString(pid)).out().strip();
    return !state.isEmpty() && !state.startsWith("Z");
  }

  @Test
  void whatDiesUnderTheNextOneIsSeenThoughItIsNoChild() {
    try (TestRig rig = TestRig.create()) {
      sleeper(rig, "never", 7311);
      rig.script("sup", "start() { linit-sup --name $this -- sleep 7312; }");
      rig.enable("never", "sup");
      try (Reign reign = Reign.boot(rig)) {
        Daemon second = reign.another();
        reign.kill(sleep(7311));
        Await.state(second, "never", "failed");
        assertThat(second.ctl("status", "never").out())
            .contains("its process ended, nobody knows how");
        // Its own parent lives, and can tell.
        reign.kill(sleep(7312));
        Await.state(second, "sup", "failed");
      }
    }
  }

  @Test
  void whereLinitSupIsKilledLinitdWatchesItsProcess() {
    try (TestRig rig = TestRig.create()) {
      for (int i = 0; i < 3; i++) {
        rig.script("sup" + i, "start() { linit-sup --name $this -- sleep " + (7314 + i) + "; }");
        rig.enable("sup" + i);
      }
      try (Reign reign = Reign.boot(rig)) {
        killWatcher(reign, 7314);
        mainIs(reign, "sup0", reign.pid(sleep(7314)));
        reign.kill(sleep(7314));
        Await.state(reign.linitd(), "sup0", "failed");
        assertThat(reign.linitd().ctl("status", "sup0").out())
            .contains("its process ended, nobody knows how");
        reign.another();
        killWatcher(reign, 7315);
        reign.kill(sleep(7315));
        Await.state(reign.linitd(), "sup1", "failed");
        killWatcher(reign, 7316);
        mainIs(reign, "sup2", reign.pid(sleep(7316)));
        // What it has adopted is a main process for the next one, too.
        reign.another();
        reign.kill(sleep(7316));
        Await.state(reign.linitd(), "sup2", "failed");
      }
    }
  }

  private static void killWatcher(Reign reign, int seconds) {
    long watcher = parent(reign.pid(sleep(seconds)));
    Command.run("/bin/kill", "-KILL", Long.toString(watcher));
    Await.until(() -> !alive(watcher), () -> watcher);
  }

  private static void mainIs(Reign reign, String service, long pid) {
    Await.until(
        () -> reign.linitd().ctl("status", service).out().contains(Long.toString(pid)),
        () -> reign.linitd().ctl("status", service).out());
  }

  @Test
  void aDaemonThatAPidFileNamesIsAMainProcessAsWell() {
    try (TestRig rig = TestRig.create()) {
      rig.script(
              "forks",
              "ready=pid:$LINIT_ROOT/forks.pid",
              "start() { (sleep 7321 & echo $! >$LINIT_ROOT/forks.pid); }")
          .enable("forks");
      try (Reign reign = Reign.boot(rig)) {
        long pid = reign.pid(sleep(7321));
        Await.until(
            () -> rig.lines("run/state").stream().anyMatch(it -> it.contains("\"" + pid + ":")),
            () -> rig.lines("run/state"));
        Daemon second = reign.another();
        assertThat(reign.pid(sleep(7321))).isEqualTo(pid);
        second.restart("forks");
        assertThat(reign.pid(sleep(7321))).isNotEqualTo(pid);
        reign.kill(sleep(7321));
        Await.state(second, "forks", "failed");
      }
    }
  }

  @Test
  void aBootThatWasCutShortIsCompletedByTheNextOne() {
    try (TestRig rig = TestRig.create()) {
      for (int i = 0; i < 10; i++) {
        sleeper(rig, "main" + i, 7400 + i);
        rig.enable("main" + i);
      }
      sleeper(
          rig,
          "slow",
          7410,
          "depends() { echo here >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; dep main0; }");
      rig.enable("slow");
      try (Fifo at = Fifo.create(rig, "at");
          Fifo gate = Fifo.create(rig, "gate");
          Reign reign = Reign.start(rig)) {
        assertThat(at.hear()).isEqualTo("here");
        reign.dies();
        Daemon second = reign.nextStarts();
        assertThat(at.hear()).isEqualTo("here");
        gate.open();
        assertThat(second.awaitBoot()).contains("boot is running");
        for (int i = 0; i <= 10; i++) {
          reign.count(sleep(7400 + i), 1);
        }
      }
    }
  }

  @Test
  void aRestartThatWasCutShortIsCompleted() {
    try (TestRig rig = TestRig.create()) {
      sleeper(rig, "web", 7501, "depends() { dep db; }");
      sleeper(
          rig, "db", 7502, "stop() { echo here >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }");
      rig.script("other").enable("web");
      try (Fifo at = Fifo.create(rig, "at");
          Fifo gate = Fifo.create(rig, "gate");
          Reign reign = Reign.boot(rig)) {
        try (RawClient client = reign.linitd().connect()) {
          client.send("{\"id\":1,\"op\":\"restart\",\"names\":[\"db\"]}\n");
          assertThat(at.hear()).isEqualTo("here");
          // What is answered is on the disk, and what came before it.
          reign.linitd().start("other");
          reign.dies();
        }
        Daemon second = reign.next();
        Await.state(second, "db", "running");
        Await.state(second, "web", "running");
        Await.state(second, "boot", "running");
        reign.count(sleep(7501), 1);
        reign.count(sleep(7502), 1);
        // For the stop at the end.
        gate.open();
      }
    }
  }

  @Test
  void whatWasStoppedStaysStoppedAndBootAsWell() {
    try (TestRig rig = TestRig.create()) {
      sleeper(rig, "web", 7511);
      sleeper(rig, "db", 7512);
      rig.enable("web", "db");
      try (Reign reign = Reign.boot(rig)) {
        reign.linitd().stop("boot", "web");
        reign.dies();
        assertThat(reign.nextStarts().awaitBoot()).contains("boot stays stopped, as it was");
        assertThat(reign.linitd().runs("db")).isTrue();
        assertThat(reign.linitd().runs("web")).isFalse();
        assertThat(reign.pids(sleep(7511))).isEmpty();
        reign.linitd().start("boot");
        reign.count(sleep(7511), 1);
      }
    }
  }

  @Test
  void ofAShutdownThatWasCutShortNothingIsLeftWhenTheNextOneBoots() {
    try (TestRig rig = TestRig.create()) {
      sleeper(rig, "web", 7521, "depends() { dep slow; }");
      sleeper(
          rig, "slow", 7522, "stop() { echo here >$LINIT_ROOT/at; read -r _ <$LINIT_ROOT/gate; }");
      rig.enable("web");
      try (Fifo at = Fifo.create(rig, "at");
          Fifo gate = Fifo.create(rig, "gate");
          Reign reign = Reign.boot(rig)) {
        long before = reign.pid(sleep(7522));
        reign.linitd().signal("TERM");
        assertThat(at.hear()).isEqualTo("here");
        // What is answered is on the disk, and what came before it.
        assertThat(reign.linitd().ctl("start", "web").code()).isEqualTo(1);
        reign.dies();
        Daemon second = reign.next();
        assertThat(second.said())
            .contains("linitd: an earlier linitd has died while it stopped everything");
        assertThat(reign.pid(sleep(7522))).isNotEqualTo(before);
        reign.count(sleep(7521), 1);
        // For the stop at the end.
        gate.open();
      }
    }
  }

  @Test
  void aShutdownInOrderLeavesNothingToTakeOver() {
    try (TestRig rig = TestRig.create()) {
      sleeper(rig, "web", 7531);
      rig.enable("web");
      try (Daemon first = rig.boot()) {
        assertThat(rig.lines("run/state")).isNotEmpty();
        assertThat(first.stop()).isZero();
      }
      try (Daemon second = rig.boot()) {
        assertThat(second.said()).noneMatch(line -> line.contains("earlier linitd"));
      }
    }
  }
}
