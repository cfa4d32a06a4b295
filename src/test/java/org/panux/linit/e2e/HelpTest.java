package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of {@code linitctl help VERB} do what they show. */
class HelpTest {
  private static final Path TEXTS =
      Command.source().resolve("protocol/src/main/resources/org/panux/linit/ctl/help");

  /** These leave a rig other than it was, or need one as it booted, so each has one of its own. */
  private static final Set<String> CHANGING =
      Set.of(
          "start",
          "stop",
          "try-restart",
          "reset",
          "fault",
          "enable",
          "disable",
          "what-if",
          "shutdown",
          "replay");

  private static final String EXAMPLE = "\nExample:\n";

  @TestFactory
  Stream<DynamicTest> examplesAreTrue() throws IOException {
    TestRig shared = rig();
    Daemon linitd = shared.boot();
    try (Stream<Path> files = Files.list(TEXTS)) {
      return files
          .map(file -> file.getFileName().toString().replace(".txt", ""))
          .filter(name -> !name.equals("overview"))
          .sorted()
          .toList()
          .stream()
          .map(
              verb ->
                  DynamicTest.dynamicTest(
                      verb,
                      () -> {
                        if (CHANGING.contains(verb)) {
                          replay(verb);
                        } else {
                          replay(verb, shared, linitd);
                        }
                      }))
          .onClose(linitd::close)
          .onClose(shared::close);
    }
  }

  /** Two that run, one that fails, and one that goes on without it. */
  private static TestRig rig() {
    return TestRig.create()
        .conf("kill-grace = 300 ms\nfaults = on\n")
        .script(
            "db",
            "depends() { publish DB_SOCKET=/run/db.sock; }",
            "command=sleep",
            "command_args=100000")
        .script(
            "web",
            "depends() { dep db; }",
            "reload() { echo reloaded; }",
            "start() {",
            "  echo 'listening on port 80'",
            "  supervise --stop-schedule 0.1 -- sh -c 'trap \"\" HUP; exec sleep 100000'",
            "}")
        .script("metrics", "start() {", "  echo 'no route to host'", "  return 3", "}")
        .script("mail", "depends() { want metrics; }")
        .enable("web", "mail");
  }

  private static void replay(String verb) {
    try (TestRig rig = rig();
        Daemon linitd = rig.boot()) {
      replay(verb, rig, linitd);
    }
  }

  private static void replay(String verb, TestRig rig, Daemon linitd) {
    Result help = Command.run(Command.bin("linitctl"), verb, "--help");
    assertThat(help.code()).isZero();
    assertThat(Command.run(Command.bin("linitctl"), "help", verb)).isEqualTo(help);
    String example = help.out().substring(help.out().indexOf(EXAMPLE) + EXAMPLE.length());
    String session = String.join("\n", example.lines().map(HelpTest::unindent).toList()) + "\n";
    String shown = Console.replay(session, rig.root(), linitd.environment());
    Expected.check("linitctl help " + verb, session, shown);
  }

  private static String unindent(String line) {
    return line.startsWith("  ") ? line.substring(2) : line;
  }

  @Test
  void severalVerbsAreExplainedAndAnUnknownOneIsNot() {
    Result both = Command.run(Command.bin("linitctl"), "help", "stop", "start");
    assertThat(both.code()).isZero();
    assertThat(both.out())
        .startsWith("Stop services")
        .contains("\n\nStart services")
        .doesNotContain("linitctl list");
    for (List<String> words : List.of(List.of("help", "strat"), List.of("strat", "--help"))) {
      Result unknown = Command.run(Command.bin("linitctl"), words.get(0), words.get(1));
      assertThat(unknown)
          .isEqualTo(
              new Result(
                  2,
                  "",
                  "linitctl: unknown verb 'strat'; did you mean 'start'?; see 'linitctl help'\n"));
    }
  }
}
