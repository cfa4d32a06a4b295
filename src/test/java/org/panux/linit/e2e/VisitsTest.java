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

  /** Who runs linitd: whoever runs the tests, or, where that is root, an ordinary user as well. */
  private enum User {
    SELF,
    NOBODY;

    private List<String> linitd(Visits visits, Path folder) {
      List<String> command = new ArrayList<>(List.of("env", "PORT=" + visits.port()));
      if (this == NOBODY) {
        assumeThat(System.getProperty("user.name"))
            .as("only root can be another user")
            .isEqualTo("root");
        // The build may lie where others cannot look.
        sh("cp -a '" + Command.home() + "' '" + folder + "/linit'");
        sh("chmod 755 '" + folder + "'; chmod -R a+rX '" + folder + "/linit'");
        sh("chown -R nobody '" + visits.rig().root() + "'");
        command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.add(folder + "/linit/bin/linitd");
      } else {
        command.add(Command.bin("linitd"));
      }
      command.addAll(List.of("--root", visits.rig().root().toString()));
      return command;
    }

    private static void sh(String line) {
      Result result = Command.run("/bin/sh", "-c", line);
      assertThat(result.code()).as(result.text()).isZero();
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void answersFromAColdStartAndAfterAnyOfItsServersIsKilled(User user) {
    try (Visits visits = Visits.create()) {
      try (Daemon linitd = Daemon.run(visits.rig(), Map.of(), user.linitd(visits, folder))) {
        assertThat(linitd.awaitBoot()).contains("boot is running");
        assertThat(visits.page()).isEqualTo("redis counted 1, PostgreSQL has 1\n");
        int visit = 1;
        for (String service : SERVERS.keySet()) {
          killAndAwaitReturn(linitd, service, SERVERS.get(service));
          visit++;
          assertThat(visits.page())
              .as("after the end of " + service)
              .isEqualTo("redis counted " + visit + ", PostgreSQL has " + visit + "\n");
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
          .as("PostgreSQL was asked with its own signal")
          .anyMatch(line -> line.contains("received fast shutdown request"))
          .last()
          .asString()
          .contains("database system is shut down");
    }
  }

  private static void killAndAwaitReturn(Daemon linitd, String service, String program) {
    try (RawClient events = linitd.connect()) {
      Await.state(events, service, "running");
      assertThat(Command.run("/bin/kill", "-KILL", child(linitd, program)).code()).isZero();
      for (String state : List.of("starting", "running")) {
        String wanted = "\"name\":\"" + service + "\",\"state\":\"" + state + "\"";
        String line = events.readLine();
        while (!line.contains(wanted)) {
          line = events.readLine();
        }
      }
    }
  }

  /** The pid of the child of linitd that runs {@code program}. */
  private static String child(Daemon linitd, String program) {
    List<Long> found =
        ProcessHandle.of(linitd.pid())
            .orElseThrow()
            .children()
            .map(ProcessHandle::pid)
            .filter(pid -> program.equals(name(pid)))
            .toList();
    assertThat(found).as("processes of " + program).hasSize(1);
    return found.get(0).toString();
  }

  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
    } catch (IOException e) {
      return "";
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

  @Test
  void sessionOfItsReadmeIsTrue() throws IOException {
    try (Visits visits = Visits.create()) {
      String port = Integer.toString(visits.port());
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.createSymbolicLink(folder.resolve("visits"), visits.rig().root());
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
}
