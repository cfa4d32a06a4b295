package org.panux.linit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.model.Reason;

/** A pid alone says little: the kernel gives it away again. */
class ProcessIdentityTest {
  private static final Executor HERE = Runnable::run;

  private final List<String> shell = List.of("/bin/sh");

  @Test
  void aProcessIsItselfAndSurvivesBeingWrittenDown() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "1000").start();
    try {
      ProcessIdentity identity = ProcessIdentity.of(sleep.pid()).orElseThrow();
      assertThat(ProcessIdentity.parse(identity.toString())).contains(identity);
      assertThat(identity.alive()).isTrue();
    } finally {
      sleep.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 12, 15, 40})
  void aStrangerWithThePidOfAnotherGetsNoSignal(int signal) throws Exception {
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      ProcessIdentity now = ProcessIdentity.of(stranger.pid()).orElseThrow();
      ProcessIdentity before = new ProcessIdentity(now.pid(), now.startTicks() - 1);
      assertThat(before.alive()).isFalse();
      assertThat(before.handle()).isEmpty();
      assertThat(signals().send(signal, List.of(before)).toCompletableFuture().get())
          .isEqualTo(Reason.NONE);
      assertThat(now.alive()).isTrue();
      assertThat(signals().send(signal, List.of(now)).toCompletableFuture().get())
          .isEqualTo(Reason.NONE);
      assertThat(stranger.waitFor()).isEqualTo(128 + signal);
    } finally {
      stranger.destroyForcibly();
    }
  }

  private SignalSender signals() {
    return new SignalSender(shell, SweeperTest.LIBRARY, HERE);
  }

  @Test
  void aGroupGetsTheSignalThroughItsLeader() throws Exception {
    Process leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 1000 & echo $!; wait").start();
    long child = Long.parseLong(leader.inputReader().readLine());
    ProcessIdentity sleep = ProcessIdentity.of(child).orElseThrow();
    ProcessHandle handle = sleep.handle().orElseThrow();
    ProcessIdentity identity = ProcessIdentity.of(leader.pid()).orElseThrow();
    assertThat(signals().sendToGroup(12, identity).toCompletableFuture().get())
        .isEqualTo(Reason.NONE);
    assertThat(leader.waitFor()).isEqualTo(128 + 12);
    handle.onExit().get();
  }

  @Test
  void oneThatOnlyWaitsToBeReapedIsGone() throws Exception {
    // The shell becomes a program that does not reap.
    Process parent =
        new ProcessBuilder("sh", "-c", "sh -c 'echo $$; read -r _' & exec sleep 1000").start();
    try {
      long child = Long.parseLong(parent.inputReader().readLine());
      ProcessIdentity.of(child).ifPresent(it -> it.handle().ifPresent(ProcessHandle::destroy));
      while (ProcessIdentity.of(child).isPresent()) {
        Thread.onSpinWait();
      }
      assertThat(ProcessHandle.of(child)).isPresent();
    } finally {
      parent.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "1", "1:", ":1", "0:5", "-1:5", "5:-1", "a:1", "1:2:3"})
  void whatIsNoIdentityIsNotRead(String text) {
    assertThat(ProcessIdentity.parse(text)).isEmpty();
  }

  @Test
  void aNameOfAnyCharactersDoesNotConfuse() throws IOException {
    String stat =
        "7 (a) R 1 2) S 5 7 7 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 1234 999 "
            + "10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 0";
    assertThat(ProcStat.parse(7, stat).parent()).isEqualTo(5);
    assertThat(ProcStat.parse(7, stat).identity()).isEqualTo(new ProcessIdentity(7, 1234));
    assertThat(ProcStat.parse(7, stat).ended()).isFalse();
    assertThat(ProcStat.parse(7, stat.replace(") S ", ") Z ")).ended()).isTrue();
    // Its first thread has ended, and others run.
    String threads = stat.replace(") S ", ") Z ").replace(" 20 0 1 0 1234", " 20 0 3 0 1234");
    assertThat(ProcStat.parse(7, threads).ended()).isFalse();
  }

  @Test
  void thisBootHasAnId() {
    assertThat(Boot.id()).matches("[0-9a-f-]{36}");
  }
}
