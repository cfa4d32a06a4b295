package org.panux.linit.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.flight.Flight;
import org.panux.linit.flight.Replay;
import org.panux.linit.flight.Verdict;

/** What the flight recorder has of a boot is replayed to the same decisions, or says why not. */
class RecordedBootTest {
  private static final long LARGE = 1L << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  private Path file;
  private final List<String> said = new ArrayList<>();

  private Path record(long seed, long most) {
    file = folder.resolve("flight");
    Flight flight = new Flight(file, most, said::add);
    assertThat(Player.play(Planner.of(seed), flight).failure()).isEmpty();
    flight.close(PATIENCE);
    assertThat(said).isEmpty();
    return file;
  }

  @Test
  void everyBootIsReplayedToTheSameDecisions() throws Exception {
    int events = 0;
    for (long seed = 0; seed < 100; seed++) {
      Replay.Result result = Replay.of(record(seed, LARGE));
      assertThat(result.difference()).as("seed %d", seed).isEmpty();
      assertThat(result.cut()).isFalse();
      events += result.events();
    }
    assertThat(events).isGreaterThan(10_000);
  }

  /** Each file begins with what everybody is by then, so that the one before it is not missed. */
  @Test
  void aFileThatIsFullIsPutAsideAndTheNextOneStandsAlone() throws Exception {
    file = folder.resolve("flight");
    Flight flight = new Flight(file, 400_000, said::add);
    long events = 0;
    Path before = folder.resolve("flight.1");
    for (long seed = 0; seed < 200 && !Files.exists(before); seed++) {
      // Each of them fills the file, which is written when it is closed.
      assertThat(Player.play(Planner.of(seed), flight).failure()).isEmpty();
      flight.close(PATIENCE);
    }
    assertThat(Files.size(before)).isGreaterThan(100_000);
    for (Path one : List.of(file, before)) {
      Replay.Result result = Replay.of(one);
      assertThat(result.difference()).isEmpty();
      events += result.events();
    }
    assertThat(events).isGreaterThan(100);
  }

  /** What is not taken down is no part of a replay. */
  @Test
  void everyEventIsTakenDown() throws IOException {
    for (Class<?> part : List.of(Lifecycle.class, Coordinator.class)) {
      String source =
          Files.readString(
              Path.of("src/main/java/org/panux/linit/model/" + part.getSimpleName() + ".java"));
      int events = 0;
      for (Method method : part.getDeclaredMethods()) {
        String type = method.getGenericReturnType().getTypeName();
        if (Modifier.isPublic(method.getModifiers())
            && type.matches("java.util.List<.*\\.(Decision|Order<L>)>")) {
          events++;
          assertThat(source).contains("    tape.input(\"" + method.getName() + "\"");
        }
      }
      assertThat(events).isGreaterThan(6);
    }
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record(1, LARGE))))
        .isEqualTo("rw-------");
  }

  private String verdict(int code) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    said.clear();
    assertThat(Verdict.of(file, new PrintStream(out, true, UTF_8), said::add)).isEqualTo(code);
    return out.toString(UTF_8) + String.join("\n", said);
  }

  @Test
  void whatWasCutOffIsReplayedUpToThere() throws IOException {
    byte[] all = Files.readAllBytes(record(7, LARGE));
    Files.write(file, Arrays.copyOf(all, all.length - 3));
    assertThat(verdict(0)).endsWith("the last line was not written to its end\n");
  }

  @Test
  void whatIsDamagedOrForeignIsRefusedInOneLine() throws IOException {
    byte[] all = Files.readAllBytes(record(7, LARGE));
    for (int at = 0; at < all.length - 1; at += 1 + all.length / 400) {
      byte[] other = all.clone();
      other[at] ^= 4;
      Files.write(file, other);
      assertThat(verdict(2)).startsWith("cannot replay " + file + ": it is ").doesNotContain("\n");
    }
    for (String text : List.of("", "{}\n", "0 linit-flight 1 x\n", "\n\n", "x".repeat(100_000))) {
      Files.writeString(file, text);
      assertThat(verdict(2)).endsWith("it is no flight recording of linitd");
    }
    Files.delete(file);
    assertThat(verdict(2)).endsWith("there is no such file");
  }

  /** As with a linitd that has another core: here somebody else's decision stands in the file. */
  @Test
  void theFirstDifferenceIsShown() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(record(7, LARGE)));
    int at = 0;
    while (!lines.get(at).contains("Decision$Launch(Decision$Verb.START")) {
      at++;
    }
    String text = lines.get(at).substring(9).replace("Verb.START", "Verb.RELOAD");
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(text.getBytes(UTF_8));
    lines.set(at, String.format("%08x %s", crc.getValue(), text));
    Files.write(file, lines);
    assertThat(verdict(1))
        .contains("line " + (at + 1) + ": service/", "decides otherwise", "\n  recorded  [")
        .contains("Verb.RELOAD", "\n  now       [");
  }

  @Test
  void whereNoThreadCanBeHadItIsWrittenLater() throws Exception {
    file = folder.resolve("flight");
    AtomicInteger asked = new AtomicInteger();
    Flight flight =
        new Flight(
            file,
            LARGE,
            said::add,
            task -> {
              if (asked.incrementAndGet() <= 3) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(task);
            });
    assertThat(Player.play(Planner.of(1), flight).failure()).isEmpty();
    flight.close(PATIENCE);
    assertThat(asked).hasValueGreaterThan(3);
    assertThat(Replay.of(file).events()).isPositive();
    assertThat(Replay.of(file).difference()).isEmpty();
  }

  /** Its own failure, such as a want of stack, is nobody else's. */
  @Test
  void whatTheRecorderFailsOnIsLostAndTheRestIsReplayed() throws Exception {
    file = folder.resolve("flight");
    AtomicInteger failures = new AtomicInteger();
    Flight flight = new Flight(file, LARGE, said::add);
    Tape tape = flight.begin(Replay.SERVICE + "odd", new Lifecycle("odd"));
    tape.input(
        "reset",
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            failures.incrementAndGet();
            throw new StackOverflowError("injected");
          }

          @Override
          public int size() {
            return 1;
          }
        });
    tape.decided(List.of());
    flight.close(PATIENCE);
    assertThat(failures).hasValue(1);
    assertThat(Player.play(Planner.of(1), flight).failure()).isEmpty();
    flight.close(PATIENCE);
    assertThat(Replay.of(file).events()).isPositive();
    assertThat(Replay.of(file).difference()).isEmpty();
  }

  @Test
  void withoutAFolderItIsSaidOnceAndNothingElseHappens() {
    Flight flight = new Flight(folder.resolve("no/flight"), LARGE, said::add);
    for (long seed = 0; seed < 3; seed++) {
      assertThat(Player.play(Planner.of(seed), flight).failure()).isEmpty();
      flight.close(PATIENCE);
    }
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).startsWith("cannot write the flight recording to ");
    assertThatThrownBy(() -> Replay.of(folder.resolve("no/flight")))
        .isInstanceOf(IOException.class);
  }
}
