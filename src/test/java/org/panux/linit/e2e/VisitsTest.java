package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code examples/visits}: redis, PostgreSQL, nginx and what needs all three. */
class VisitsTest {
  private static final Pattern STOPPED =
      Pattern.compile("\"name\":\"([^\"]*)\",\"state\":\"stopped\"");

  /** The services that are servers, and the programs that they are. */
  private static final Map<String, String> SERVERS =
      Map.of("cache", "redis-server", "db", "postgres", "app", "python3", "web", "nginx");

  /** Who runs linitd: whoever runs the tests, and, where that is root, an ordinary user as well. */
  private enum User {
    SELF {
      @Override
      Daemon boot(Visits visits, Path folder) {
        return visits.rig().boot();
      }
    },

    NOBODY {
      @Override
      Daemon boot(Visits visits, Path folder) {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can be another user");
        // The build may lie where others cannot look.
        Path home = folder.resolve("linit");
        Visits.sh("cp -a '" + Command.home() + "' '" + home + "'");
        Visits.sh("chmod 755 '" + folder + "' && chmod -R a+rX '" + home + "'");
        Visits.sh("chown -R nobody '" + visits.rig().root() + "'");
        List<String> command =
            List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                home + "/bin/linitd",
                "--root",
                visits.rig().root().toString());
        Daemon linitd = Daemon.run(visits.rig(), Map.of(), command);
        linitd.awaitBoot();
        return linitd;
      }
    };

    abstract Daemon boot(Visits visits, Path folder);
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void answersFromAColdStartAndAfterAnyOfItsServersIsKilled(User user) {
    try (Visits visits = Visits.create()) {
      try (Daemon linitd = user.boot(visits, folder)) {
        int visit = 1;
        assertThat(visits.page()).isEqualTo(counts(visit));
        for (String service : SERVERS.keySet()) {
          killAndAwaitReturn(linitd, service, main(linitd, service));
          visit++;
          assertThat(visits.page()).as("after the end of " + service).isEqualTo(counts(visit));
        }
        assertThat(visits.processes())
            .as("seen, so that those that are left would be")
            .anyMatch(it -> it.contains("redis-server"))
            .anyMatch(it -> it.contains("postgres: checkpointer"))
            .anyMatch(it -> it.contains("nginx: worker"))
            .anyMatch(it -> it.contains("visits.py"));
        stopsInReverseOrder(linitd);
      }
      assertThat(visits.processes()).as("left").isEmpty();
      assertThat(visits.rig().lines("log/db.log"))
          .as("PostgreSQL was stopped with the signal that it wants, and in time")
          .anyMatch(line -> line.contains("received fast shutdown request"))
          .last()
          .asString()
          .contains("database system is shut down");
    }
  }

  @Test
  void serversRunOnWithoutLinitdAndAreTakenOverByTheNext() {
    try (Visits visits = Visits.create()) {
      try (Reign reign = Reign.boot(visits.rig())) {
        assertThat(visits.page()).isEqualTo(counts(1));
        long db = main(reign.linitd(), "db");
        reign.dies();
        assertThat(visits.page()).isEqualTo(counts(2));
        Daemon next = reign.next();
        assertThat(visits.page()).isEqualTo(counts(3));
        killAndAwaitReturn(next, "db", db);
        assertThat(visits.page()).isEqualTo(counts(4));
        stopsInReverseOrder(next);
      }
      assertThat(visits.processes()).as("left").isEmpty();
    }
  }

  @Test
  void sessionOfItsReadmeIsTrue() throws IOException {
    try (Visits visits = Visits.create()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.createSymbolicLink(folder.resolve("visits"), visits.rig().root());
      String port = Integer.toString(Ports.free());
      StringBuilder session = new StringBuilder();
      for (Markdown.Block block : Markdown.blocks("../examples/visits/README.md")) {
        if (block.info().equals("console")) {
          session.append(block.text().replace("8080", port));
        }
      }
      String shown = Console.replay(session.toString(), folder, Map.of());
      Expected.check("examples/visits/README.md", session.toString(), shown);
      assertThat(visits.processes()).as("left").isEmpty();
    }
  }

  private static String counts(int visits) {
    return "redis counted " + visits + ", PostgreSQL has " + visits + "\n";
  }

  /** The main process of a server: the child of linitd that runs its program. */
  private static long main(Daemon linitd, String service) {
    List<Long> found =
        ProcessHandle.of(linitd.pid())
            .orElseThrow()
            .children()
            .map(ProcessHandle::pid)
            .filter(pid -> program(pid).equals(SERVERS.get(service)))
            .toList();
    assertThat(found).as("processes of " + service).hasSize(1);
    return found.get(0);
  }

  private static String program(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static void killAndAwaitReturn(Daemon linitd, String service, long pid) {
    try (RawClient events = linitd.connect()) {
      Await.state(events, service, "running");
      assertThat(Command.run("/bin/kill", "-KILL", Long.toString(pid)).code()).isZero();
      for (String state : List.of("starting", "running")) {
        String wanted = "\"name\":\"" + service + "\",\"state\":\"" + state + "\"";
        String line = events.readLine();
        while (!line.contains(wanted)) {
          line = events.readLine();
        }
      }
    }
  }

  private static void stopsInReverseOrder(Daemon linitd) {
    List<String> stopped = new ArrayList<>();
    try (RawClient events = linitd.connect()) {
      Await.state(events, "web", "running");
      linitd.signal("TERM");
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        Matcher event = STOPPED.matcher(line);
        if (event.find()) {
          stopped.add(event.group(1));
        }
      }
    }
    assertThat(linitd.awaitExit()).isZero();
    assertThat(stopped)
        .containsSubsequence("boot", "site", "web", "app", "cache", "files")
        .containsSubsequence("app", "db", "db-init");
  }
}
