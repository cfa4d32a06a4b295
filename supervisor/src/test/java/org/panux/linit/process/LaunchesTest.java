package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.ActorKit;

/** Whoever has something launched is told what has become of it, whatever linitd fails on. */
@Timeout(60)
class LaunchesTest {
  @RegisterExtension private final ActorKit kit = new ActorKit();
  @TempDir private Path folder;

  private int run;

  private CompletableFuture<Launcher.Running> launch(
      ActorRef<Launches.Message> launches, Launches.Plain plain) {
    CompletableFuture<Launcher.Running> begun = new CompletableFuture<>();
    RunToken token = RunToken.create("test", "web", ++run);
    launches.tell(
        new Launches.Launch(new Launches.Job(token, Optional.of(plain), Optional.empty(), begun)));
    return begun;
  }

  private static Launcher.Running get(CompletableFuture<Launcher.Running> begun) throws Exception {
    return begun.get(ActorKit.HANGS.toSeconds(), TimeUnit.SECONDS);
  }

  /** One at a time, and the turn passes on. */
  private void theFirstFailsAndTheNextIsLaunched(Executor blocking, Launches.Plain first)
      throws Exception {
    try (OneWarmShell none = new OneWarmShell(folder.resolve("none"), folder, "")) {
      ActorRef<Launches.Message> launches = kit.spawn(Launches.create(none.shells(), blocking, 1));
      Launcher.Running running = running();
      CompletableFuture<Launcher.Running> lost = launch(launches, first);
      assertThatThrownBy(() -> get(lost))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("injected");
      assertThat(get(launch(launches, () -> running))).isSameAs(running);
    }
  }

  private Launcher.Running running() {
    return new WarmRun(
        RunToken.create("test", "other", 1),
        "",
        folder.resolve("log").toFile(),
        0,
        null,
        kit.blocking(),
        false);
  }

  @Test
  void anErrorOfALaunchIsToldToWhoWaitsForIt() throws Exception {
    theFirstFailsAndTheNextIsLaunched(
        kit.blocking(),
        () -> {
          throw new OutOfMemoryError("injected: unable to create native thread");
        });
  }

  @Test
  void aLaunchThatNobodyCarriesOutIsToldToWhoWaitsForIt() throws Exception {
    AtomicBoolean before = new AtomicBoolean();
    Launcher.Running running = running();
    theFirstFailsAndTheNextIsLaunched(
        task -> {
          if (!before.getAndSet(true)) {
            throw new RejectedExecutionException("injected");
          }
          kit.blocking().execute(task);
        },
        () -> running);
  }

  /** Its end was told before there was anybody to tell it to. */
  @Test
  void aShellThatEndedBeforeItGotItsOrderEndsTheRun() throws Exception {
    Path go = Files.createFile(folder.resolve("order"));
    WarmShell shell = new WarmShell(RunToken.create("test", WarmShell.NAME, 1), usable -> {});
    // What it is told goes into a file, as into a pipe that somebody else has open.
    Process ended = new ProcessBuilder("/bin/sh", "-c", "exit 3").start();
    ended.waitFor();
    shell.started(ended, Files.newOutputStream(go));
    shell.gone(ended.exitValue());
    WarmRun lost =
        new WarmRun(
            RunToken.create("test", "web", 1), "start web\n", go.toFile(), 0, null, null, false);
    lost.in(shell);
    shell.run(lost);
    assertThat(lost.exit().toCompletableFuture().get(1, TimeUnit.MINUTES)).isEqualTo(3);
  }
}
