package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The boot drawn on a terminal of 40 columns: {@code script} makes one. */
class ProgressTest {
  private final TestRig rig =
      TestRig.create()
          .fifo("hold")
          .script("database", "start() { read -r _ <\"$LINIT_ROOT/hold\"; }")
          .script("web", "depends() { dep database; }")
          .script("fast")
          .enable("web", "fast");

  @AfterEach
  void remove() {
    rig.close();
  }

  private Result onTerminal(String command) {
    return Command.run(
        Map.of("LINITSOCK", rig.socket().toString(), "NO_COLOR", "1"),
        List.of("script", "-qec", "stty cols 40 rows 10; unset COLUMNS; " + command, "/dev/null"));
  }

  private void letGo() {
    assertThat(Command.run("sh", "-c", "echo >" + rig.path("hold")).code()).isZero();
  }

  @Test
  void watchingDrawsTheTreeInPlaceAndGivesTheCursorBack() throws Exception {
    try (Daemon linitd = rig.start()) {
      CompletableFuture<Result> drawn =
          CompletableFuture.supplyAsync(
              () -> onTerminal("exec '" + Command.bin("linitctl") + "' boot --watch"));
      letGo();
      linitd.awaitBoot();
      Result result = drawn.get(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
      assertThat(result.code()).isZero();
      TerminalScreen screen = TerminalScreen.after(result.out(), 40);
      assertThat(screen.lines().get(0)).startsWith("boot");
      assertThat(screen.lines().get(screen.lines().size() - 1))
          .startsWith("boot is running, took ");
      assertThat(screen.cursorIsShown()).isTrue();
    }
  }

  @Test
  void linitdDrawsTheSameAndWhatItSaysStandsBelow() throws Exception {
    CompletableFuture<Result> drawn =
        CompletableFuture.supplyAsync(
            () ->
                onTerminal("exec '" + Command.bin("linitd") + "' --progress --root " + rig.root()));
    letGo();
    Await.until(() -> ctl("is-running", "boot").code() == 0, rig::root);
    assertThat(ctl("shutdown").code()).isZero();
    Result result = drawn.get(Command.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
    TerminalScreen screen = TerminalScreen.after(result.out(), 40);
    assertThat(screen.lines())
        .anyMatch(line -> line.startsWith("boot: 3 running, "))
        .anyMatch(line -> line.startsWith("linitd: boot is running after "))
        .anyMatch(line -> line.contains("└─ database  running"));
    assertThat(screen.cursorIsShown()).isTrue();
  }

  private Result ctl(String... words) {
    List<String> command = new java.util.ArrayList<>(List.of(Command.bin("linitctl")));
    command.addAll(List.of(words));
    return Command.run(Map.of("LINITSOCK", rig.socket().toString()), command);
  }
}
