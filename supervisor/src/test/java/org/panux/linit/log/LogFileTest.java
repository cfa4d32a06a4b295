package org.panux.linit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private Path path;
  private Keep keep = new Keep(100, 3);
  private long now = 1_000_000;
  private LogFile log;

  @BeforeEach
  void open() {
    path = folder.resolve("a.log");
    log = open(path);
  }

  private LogFile open(Path file) {
    return new LogFile(file, () -> keep, new LossReport("a", said::add), () -> now);
  }

  private void write(String text) {
    log.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private String old(int number) throws IOException {
    return Files.readString(Rotation.old(path, number));
  }

  @Test
  void whatIsWrittenIsAppendedByteForByte() throws IOException {
    Files.writeString(path, "before\n");
    write("one\ntw");
    Files.writeString(path, "o\n", java.nio.file.StandardOpenOption.APPEND);
    write("\0three");
    log.close();
    assertThat(path).hasContent("before\none\ntwo\n\0three");
    assertThat(said).isEmpty();
  }

  @Test
  void aFullFileIsPutAsideBetweenTwoLines() throws IOException {
    write("a".repeat(59) + "\n" + "b".repeat(59) + "\n" + "c".repeat(9) + "\n");
    assertThat(old(1)).isEqualTo("a".repeat(59) + "\n");
    assertThat(path).hasContent("b".repeat(59) + "\n" + "c".repeat(9) + "\n");
    // No line is begun in one file and ended in the next.
    write("d".repeat(20));
    write("e".repeat(20));
    write("f\n\ng");
    assertThat(old(1))
        .isEqualTo("b".repeat(59) + "\nccccccccc\n" + "d".repeat(20) + "e".repeat(20) + "f\n");
    assertThat(path).hasContent("\ng");
  }

  @Test
  void onlySoManyOldFilesAreKept() throws IOException {
    for (char c = 'a'; c <= 'f'; c++) {
      write((c + "").repeat(99) + "\n");
    }
    assertThat(path).hasContent("f".repeat(99) + "\n");
    assertThat(old(1)).startsWith("e");
    assertThat(old(3)).startsWith("c");
    assertThat(Rotation.old(path, 4)).doesNotExist();
    keep = new Keep(100, 1);
    write("g\n");
    assertThat(old(1)).startsWith("f");
    assertThat(Rotation.old(path, 2)).doesNotExist();
    keep = new Keep(100, 0);
    write("h".repeat(99) + "\n");
    assertThat(path).hasContent("h".repeat(99) + "\n");
    log.close();
    assertThat(folder)
        .isDirectoryContaining("glob:**/a.log")
        .isDirectoryContaining("glob:**/a.log.times");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aGapThatADeathHasLeftIsFilledFirst() throws IOException {
    Files.writeString(Rotation.old(path, 1), "newer");
    Files.writeString(Rotation.old(path, 3), "older");
    write("a".repeat(100) + "\n");
    write("b\n");
    assertThat(old(2)).isEqualTo("newer");
    assertThat(old(3)).isEqualTo("older");
  }

  @Test
  void aLineWithoutEndIsTornInTheEnd() throws IOException {
    int total = 0;
    while (!Files.exists(Rotation.old(path, 1))) {
      write("x".repeat(1000));
      total += 1000;
    }
    assertThat(total).isBetween(64 * 1024, 70 * 1024);
    assertThat(Files.size(path) + Files.size(Rotation.old(path, 1))).isEqualTo(total);
  }

  /** Whatever comes in whatever pieces: all of it is there, in order, and lines are whole. */
  @Property(tries = 20)
  void rotationLosesAndDoublesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 40, max = 400) int size) throws IOException {
    Path own = Files.createTempDirectory("linit-log");
    keep = new Keep(size, 200);
    path = own.resolve("a.log");
    log = open(path);
    Random random = new Random(seed);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      byte[] piece = new byte[random.nextInt(120)];
      for (int j = 0; j < piece.length; j++) {
        piece[j] = (byte) (random.nextInt(20) == 0 ? '\n' : 'a' + random.nextInt(26));
      }
      all.write(piece);
      now += random.nextInt(2);
      log.write(ByteBuffer.wrap(piece));
    }
    log.close();
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    for (int number = 200; number >= 0; number--) {
      Path file = number == 0 ? path : Rotation.old(path, number);
      if (Files.exists(file)) {
        byte[] bytes = Files.readAllBytes(file);
        found.write(bytes);
        if (number > 0) {
          assertThat(bytes[bytes.length - 1]).isEqualTo((byte) '\n');
        }
        Files.delete(file);
        Files.deleteIfExists(Times.of(file));
      }
    }
    Files.delete(own);
    assertThat(found.toByteArray()).isEqualTo(all.toByteArray());
  }

  @Test
  void aFileThatWasMovedAwayIsBegunAnew() throws IOException {
    write("one\n");
    Files.move(path, folder.resolve("mine"));
    now += 1000;
    write("two\n");
    assertThat(path).hasContent("two\n");
    assertThat(folder.resolve("mine")).hasContent("one\n");
  }

  @Test
  void aFileThatCannotBePutAsideGrows() throws IOException {
    // A folder with something in it cannot be replaced.
    for (int number = 1; number <= 3; number++) {
      Files.createDirectories(Rotation.old(path, number).resolve("x"));
    }
    String lines = ("a".repeat(49) + "\n").repeat(7);
    write(lines);
    assertThat(path).hasContent(lines);
    assertThat(said).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsCountedAndSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    path = file.resolve("a.log");
    log = open(path);
    write("one\n");
    write("two\n");
    assertThat(said).containsExactly("lost a 4 Not a directory");
    Files.delete(file);
    write("three\n");
    assertThat(said).containsExactly("lost a 4 Not a directory", "found a 8");
    assertThat(path).hasContent("[linit: 8 bytes of output were lost: Not a directory]\nthree\n");
  }

  @Test
  void aLossThatIsOpenInTheEndIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    log = open(file.resolve("a.log"));
    write("one\n");
    write("two\n");
    log.close();
    assertThat(said).containsExactly("lost a 4 Not a directory", "lost a 8 Not a directory");
  }
}
