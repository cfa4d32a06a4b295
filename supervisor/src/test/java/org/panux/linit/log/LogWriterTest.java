package org.panux.linit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real log writer, a process of its own, and real FIFOs. */
@Timeout(Fifos.HANGS_AFTER_SECONDS)
class LogWriterTest {
  private static final Duration HANGS = Duration.ofSeconds(Fifos.HANGS_AFTER_SECONDS);

  @TempDir private Path folder;
  private final List<Process> started = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
  private Path logs;
  private LogClient client;

  @BeforeEach
  void make() {
    logs = folder.resolve("log");
    client = client(new Keep(10 << 20, 5));
  }

  @AfterEach
  void end() {
    client.close(HANGS);
    started.forEach(Process::destroyForcibly);
  }

  private LogClient client(Keep keep) {
    return new LogClient(folder.resolve("run"), keep, this::start);
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                LogWriter.class.getName(),
                folder.resolve("run").toString(),
                logs.toString())
            .redirectErrorStream(true)
            .start();
    started.add(process);
    return process;
  }

  @Test
  void whoseLinitdDiesBeforeItHasConnectedEndsSoon() throws Exception {
    Process process = start();
    assertThat(process.inputReader().readLine()).isEqualTo(LogWriter.READY);
    process.getInputStream().close();
    // It would wait for a minute for one that is on its way.
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(LogWriter.socket(folder.resolve("run"))).doesNotExist();
  }

  private Process writer() {
    return started.get(started.size() - 1);
  }

  private Path fifo(String name) {
    return folder.resolve("run").resolve(name + ".fifo");
  }

  private LogClient.Losses losses(String name) {
    return new LogClient.Losses() {
      @Override
      public void lost(long bytes, String why) {
        said.add("lost " + name + " " + bytes + " " + why);
      }

      @Override
      public void found(long bytes) {
        said.add("found " + name + " " + bytes);
      }
    };
  }

  /** A service that prints: it holds its FIFO as the shell library does, for reading as well. */
  private OutputStream service(String name) throws Exception {
    if (!Files.exists(fifo(name))) {
      Fifos.make(fifo(name));
    }
    RandomAccessFile file = new RandomAccessFile(fifo(name).toFile(), "rw");
    return new FileOutputStream(file.getFD()) {
      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private static void done(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(Fifos.HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
  }

  private OutputStream open(String name) throws Exception {
    OutputStream service = service(name);
    done(client.open(name, losses(name)));
    return service;
  }

  private String log(String name) throws IOException {
    return Files.readString(logs.resolve(name + ".log"));
  }

  @Test
  void endsWhereWhoHasStartedItHasGone() throws Exception {
    Process process = start();
    process.getInputStream().close();
    assertThat(process.waitFor()).isZero();
    assertThat(folder.resolve("run/sock")).doesNotExist();
  }

  @Test
  void whatAServicePrintsIsInItsFileAfterASync() throws Exception {
    try (OutputStream a = open("a");
        OutputStream b = open("b")) {
      for (int i = 0; i < 50; i++) {
        a.write(("a " + i + "\n").getBytes(UTF_8));
        b.write(("b " + i + "\n").getBytes(UTF_8));
        done(client.sync("a"));
        assertThat(log("a")).endsWith("a " + i + "\n");
        done(client.sync("b"));
        assertThat(log("b")).endsWith("b " + i + "\n");
      }
      assertThat(started).hasSize(1);
      assertThat(log("a")).hasLineCount(50);
    }
  }

  @Test
  void aSyncWaitsForAllThatIsInAFullPipe() throws Exception {
    try (OutputStream a = open("a")) {
      byte[] block = "0123456789abcde\n".repeat(4096).getBytes(UTF_8);
      for (int i = 1; i <= 20; i++) {
        a.write(block);
        done(client.sync("a"));
        assertThat(logs.resolve("a.log")).hasSize((long) i * block.length);
      }
    }
  }

  @Test
  void bytesThatAreNoTextArriveAsTheyAre() throws Exception {
    byte[] bytes = new byte[200_000];
    new java.util.Random(1).nextBytes(bytes);
    byte[] zeros = new byte[70_000];
    try (OutputStream a = open("a")) {
      a.write(bytes);
      a.write(zeros);
      done(client.sync("a"));
      ByteBuffer all = ByteBuffer.allocate(bytes.length + zeros.length).put(bytes).put(zeros);
      assertThat(Files.readAllBytes(logs.resolve("a.log"))).isEqualTo(all.array());
    }
  }

  @Test
  void whatIsPrintedBeforeAnybodyReadsIsKept() throws Exception {
    OutputStream a = service("a");
    a.write("last words\n".getBytes(UTF_8));
    CompletionStage<Void> opened = client.open("a", losses("a"));
    done(opened);
    a.close();
    done(client.sync("a"));
    assertThat(log("a")).isEqualTo("last words\n");
  }

  @Test
  void aServiceThatStartsAgainIsReadAgain() throws Exception {
    for (int run = 1; run <= 30; run++) {
      try (OutputStream a = open("a")) {
        a.write(("run " + run + "\n").getBytes(UTF_8));
      }
    }
    done(client.sync("a"));
    assertThat(log("a")).hasLineCount(30).endsWith("run 30\n");
    assertThat(started).hasSize(1);
  }

  @Test
  void whereThereIsNoFifoThatIsSaid() throws Exception {
    assertThatThrownBy(() -> done(client.open("a", losses("a"))))
        .hasRootCauseMessage("there is no named pipe " + fifo("a"));
    Files.createDirectories(fifo("a").getParent());
    Files.writeString(fifo("a"), "text");
    assertThatThrownBy(() -> done(client.open("a", losses("a"))))
        .hasRootCauseMessage(fifo("a") + " is no named pipe");
    done(client.sync("a"));
    assertThat(started).isEmpty();
  }

  @Test
  void whereTheWriterCannotBeStartedThatIsSaidAndTriedAgain() throws Exception {
    CompletableFuture<Boolean> may = new CompletableFuture<>();
    client =
        new LogClient(
            folder.resolve("run"),
            new Keep(10 << 20, 5),
            () -> {
              if (may.isDone()) {
                return start();
              }
              throw new IOException("no memory");
            });
    try (OutputStream a = service("a")) {
      assertThatThrownBy(() -> done(client.open("a", losses("a"))))
          .hasRootCauseMessage("the log writer cannot be started: no memory");
      assertThat(said.take()).isEqualTo("lost a 0 the log writer cannot be started: no memory");
      a.write("kept\n".getBytes(UTF_8));
      may.complete(true);
      assertThat(said.take()).isEqualTo("found a 0");
      done(client.sync("a"));
      assertThat(log("a")).isEqualTo("kept\n");
    }
  }

  @Test
  void manyAtOnceLoseAndDoubleNothingWhileFilesAreRotated() throws Exception {
    client = client(new Keep(64 * 1024, 1000));
    List<CompletableFuture<Void>> services = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "s" + i;
      OutputStream out = open(name);
      services.add(
          CompletableFuture.runAsync(
              () -> {
                try (out) {
                  for (int line = 0; line < 30_000; line++) {
                    out.write((name + " line " + line + "\n").getBytes(UTF_8));
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (CompletableFuture<Void> service : services) {
      done(service);
    }
    for (int i = 0; i < 20; i++) {
      String name = "s" + i;
      done(client.sync(name));
      assertThat(Rotation.old(logs.resolve(name + ".log"), 3)).exists();
      int line = 0;
      for (int number = 100; number >= 0; number--) {
        Path log = logs.resolve(name + ".log");
        Path file = number == 0 ? log : Rotation.old(log, number);
        if (Files.exists(file)) {
          assertThat(Files.size(file)).isLessThanOrEqualTo(64 * 1024);
          for (String text : Files.readAllLines(file)) {
            assertThat(text).isEqualTo(name + " line " + line++);
          }
        }
      }
      assertThat(line).isEqualTo(30_000);
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aLoudServiceHarmsNoOther() throws Exception {
    client = client(new Keep(16 << 20, 2));
    long loudBytes = 500L << 20;
    byte[] block = "y".repeat(1023).concat("\n").repeat(64).getBytes(UTF_8);
    try (OutputStream loud = open("loud");
        OutputStream quiet = open("quiet")) {
      CompletableFuture<Void> shouting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (long written = 0; written < loudBytes; written += block.length) {
                    loud.write(block);
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      long begun = System.nanoTime();
      int lines = 0;
      long slowest = 0;
      while (!shouting.isDone()) {
        long asked = System.nanoTime();
        quiet.write(("line " + lines++ + "\n").getBytes(UTF_8));
        done(client.sync("quiet"));
        slowest = Math.max(slowest, System.nanoTime() - asked);
        assertThat(logs.resolve("quiet.log")).content().endsWith("line " + (lines - 1) + "\n");
      }
      done(shouting);
      done(client.sync("loud"));
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          "log writer: %.0f MiB/s; beside it %d lines of another service, the slowest after %.1f ms%n",
          (loudBytes >> 20) / seconds, lines, slowest / 1e6);
      assertThat(lines).isGreaterThan(10);
      long kept = 0;
      for (int number = 0; number <= 2; number++) {
        Path log = logs.resolve("loud.log");
        kept += Files.size(number == 0 ? log : Rotation.old(log, number));
      }
      // All that was not rotated away: each old file is full, to the line.
      assertThat(kept % (16 << 20)).isEqualTo(loudBytes % (16 << 20));
      assertThat(said).isEmpty();
    }
  }

  /** Signals by name; a process is named by its pid alone. */
  private static void signal(Process process, String name) throws Exception {
    assertThat(
            new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor())
        .isZero();
  }

  @Test
  void whatAFifoHoldsOutlivesTheWriter() throws Exception {
    try (OutputStream a = open("a")) {
      a.write("one\n".getBytes(UTF_8));
      done(client.sync("a"));
      signal(writer(), "STOP");
      // Each thread for itself comes to a halt.
      long pid = writer().pid();
      await(() -> Fifos.states(pid).stream().allMatch("T"::equals));
      StringBuilder text = new StringBuilder("one\n");
      for (int i = 0; i < 5000; i++) {
        a.write(("line " + i + "\n").getBytes(UTF_8));
        text.append("line ").append(i).append('\n');
      }
      signal(writer(), "KILL");
      done(client.sync("a"));
      assertThat(log("a")).isEqualTo(text.toString());
      assertThat(started).hasSize(2);
    }
  }

  @Test
  void whatAServicePrintsAndDiesOutlivesTheWriterToo() throws Exception {
    OutputStream a = open("a");
    done(client.sync("a"));
    signal(writer(), "KILL");
    started.get(0).onExit().get();
    a.write("last words\n".getBytes(UTF_8));
    // The client has noticed when the next writer has been asked for.
    done(client.open("a", losses("a")));
    a.close();
    done(client.sync("a"));
    assertThat(log("a")).isEqualTo("last words\n");
  }

  @Test
  void aWriterThatDiesInTheMiddleLosesNoMoreThanItHadInHand() throws Exception {
    int count = 400_000;
    OutputStream out = open("a");
    CompletableFuture<Void> service =
        CompletableFuture.runAsync(
            () -> {
              try (out) {
                for (int line = 0; line < count; line++) {
                  out.write((line + "\n").getBytes(UTF_8));
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    for (int kill = 1; kill <= 3; kill++) {
      long before = size("a");
      await(() -> size("a") >= before + 200_000);
      writer().destroyForcibly();
      int deaths = kill;
      await(() -> started.size() > deaths);
    }
    done(service);
    done(client.sync("a"));
    long missing = 0;
    long next = 0;
    for (String line : log("a").split("\n")) {
      // At a gap a line may be torn: its end is what is left of it.
      long number = Long.parseLong("0" + line);
      if (number > next) {
        missing += number - next;
      }
      next = Math.max(next, number) + 1;
    }
    assertThat(next).isEqualTo(count);
    // 64 KiB of lines of 7 bytes for each of three deaths.
    assertThat(missing).isLessThan(3 * 64 * 1024 / 6);
    assertThat(started).hasSizeGreaterThanOrEqualTo(4);
  }

  private long size(String name) throws IOException {
    Path log = logs.resolve(name + ".log");
    return Files.exists(log) ? Files.size(log) : 0;
  }

  @Test
  void itOutlivesOneLinitdAndServesTheNext() throws Exception {
    OutputStream b = open("b");
    try (OutputStream a = open("a")) {
      a.write("one\n".getBytes(UTF_8));
      // It goes on, since somebody holds the FIFO.
      assertThat(client.close(Duration.ofMillis(1))).isFalse();
      a.write("two\n".getBytes(UTF_8));
      client = client(new Keep(10 << 20, 5));
      done(client.open("a", losses("a")));
      // One that the next linitd does not know ends.
      b.close();
      await(() -> !Fifos.descriptors(writer().pid(), folder).contains(fifo("b").toString()));
      a.write("three\n".getBytes(UTF_8));
      done(client.sync("a"));
      assertThat(log("a")).isEqualTo("one\ntwo\nthree\n");
      assertThat(started).hasSize(1);
    }
  }

  @Test
  void itEndsByItselfWhenNobodyIsLeft() throws Exception {
    OutputStream a = open("a");
    OutputStream b = open("b");
    a.write("one\n".getBytes(UTF_8));
    a.close();
    // linitd ends first, then the last service.
    assertThat(client.close(Duration.ofMillis(1))).isFalse();
    assertThat(writer().isAlive()).isTrue();
    b.write("two".getBytes(UTF_8));
    b.close();
    assertThat(writer().waitFor(Fifos.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(writer().exitValue()).isZero();
    assertThat(log("b")).isEqualTo("two");
    assertThat(folder.resolve("run/sock")).doesNotExist();
  }

  @Test
  void anOrderlyEndWaitsForIt() throws Exception {
    try (OutputStream a = open("a")) {
      a.write("one\n".getBytes(UTF_8));
    }
    assertThat(client.close(HANGS)).isTrue();
    assertThat(log("a")).isEqualTo("one\n");
    assertThat(writer().waitFor(Fifos.HANGS_AFTER_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void withoutServicesThereIsNoWriter() throws Exception {
    done(client.sync("a"));
    assertThat(client.close(Duration.ZERO)).isTrue();
    assertThat(started).isEmpty();
  }

  @Test
  void aFifoThatIsClosedLeavesNoThreadAndNoDescriptor() throws Exception {
    OutputStream last = open("last");
    cycle(0);
    long pid = writer().pid();
    long own = ProcessHandle.current().pid();
    for (int i = 1; i <= 100; i++) {
      cycle(i);
    }
    await(() -> Fifos.descriptors(pid, folder).size() == 3);
    assertThat(Fifos.descriptors(pid, folder))
        .containsExactly(
            logs.resolve("last.log").toString(),
            logs.resolve("last.log.times").toString(),
            fifo("last").toString());
    await(() -> Fifos.threads(pid).stream().noneMatch(name -> name.startsWith("x")));
    assertThat(Fifos.threads(pid)).filteredOn(name -> name.equals("last")).hasSize(1);
    await(() -> Fifos.descriptors(own, folder).size() == 1);
    last.close();
  }

  private void cycle(int i) throws Exception {
    try (OutputStream x = open("x" + i % 3)) {
      x.write("x\n".getBytes(UTF_8));
    }
    if (i == 0) {
      OutputStream last = service("last");
      last.write("x\n".getBytes(UTF_8));
      last.close();
      done(client.sync("last"));
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    while (!condition.holds()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void outputThatCannotBeWrittenIsCountedAndTheServiceGoesOn() throws Exception {
    Files.writeString(logs, "not a folder");
    try (OutputStream a = open("a")) {
      byte[] block = new byte[100_000];
      a.write(block);
      done(client.sync("a"));
      assertThat(said.take()).matches("lost a [0-9]+ Not a directory");
      a.write(block);
      done(client.sync("a"));
      Files.delete(logs);
      a.write("back\n".getBytes(UTF_8));
      done(client.sync("a"));
      assertThat(said.take()).isEqualTo("found a 200000");
      assertThat(log("a"))
          .isEqualTo("[linit: 200000 bytes of output were lost: Not a directory]\nback\n");
      assertThat(said).isEmpty();
    }
  }

  @Test
  void aMarkThatIsLeftBehindIsNotInTheLog() throws Exception {
    try (OutputStream a = open("a");
        FileChannel other = FifoReader.hold(fifo("a"))) {
      other.write(Mark.of(42));
      a.write("one\n".getBytes(UTF_8));
      done(client.sync("a"));
      assertThat(log("a")).isEqualTo("one\n");
    }
  }
}
