package org.panux.linit.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
  @TempDir private Path folder;

  private Path log() {
    return folder.resolve("web.log");
  }

  private void write(String text) throws IOException {
    Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** As the log writer does it, with {@code number} old files. */
  private void rotate(int number) throws IOException {
    for (int i = number; i >= 1; i--) {
      Path from = i == 1 ? log() : folder.resolve("web.log." + (i - 1));
      if (Files.exists(from)) {
        Files.deleteIfExists(folder.resolve("web.log." + i));
        Files.move(from, folder.resolve("web.log." + i));
      }
    }
    write("");
  }

  private static List<String> all(LogReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
    }
    return lines;
  }

  @Test
  void givesTheLinesBehindTheStartOnceTheyAreComplete() throws IOException {
    write("old\n");
    try (LogReader reader = new LogReader(log(), OptionalLong.of(4))) {
      assertThat(all(reader)).isEmpty();
      write("one\r\ntwo\n\nhal");
      assertThat(all(reader)).containsExactly("one", "two", "");
      assertThat(all(reader)).isEmpty();
      write("f\n");
      assertThat(all(reader)).containsExactly("half");
    }
  }

  @Test
  void aLogThatIsNotThereYetIsReadFromItsBeginning() throws IOException {
    try (LogReader reader = new LogReader(log(), OptionalLong.of(100))) {
      assertThat(all(reader)).isEmpty();
      write("one\n");
      assertThat(all(reader)).containsExactly("one");
    }
  }

  @Test
  void noLineIsLostInARotation() throws IOException {
    write("old\n");
    try (LogReader reader = new LogReader(log(), OptionalLong.of(4))) {
      write("one\nha");
      assertThat(all(reader)).containsExactly("one");
      write("lf\ntwo\n");
      rotate(3);
      write("three\n");
      assertThat(all(reader)).containsExactly("half", "two", "three");
    }
  }

  @Test
  void noLineIsLostInSeveralRotations() throws IOException {
    write("one\n");
    try (LogReader reader = new LogReader(log(), OptionalLong.of(0))) {
      assertThat(all(reader)).containsExactly("one");
      for (int i = 2; i <= 4; i++) {
        rotate(5);
        write(i + "\n");
      }
      assertThat(all(reader)).containsExactly("2", "3", "4");
      rotate(5);
      assertThat(all(reader)).isEmpty();
      write("5\n");
      assertThat(all(reader)).containsExactly("5");
    }
  }

  @Test
  void whereTheRotationHasDeletedWhatWasNotReadTheOldestThatIsLeftComesNext() throws IOException {
    write("one\n");
    try (LogReader reader = new LogReader(log(), OptionalLong.of(0))) {
      assertThat(all(reader)).containsExactly("one");
      for (int i = 2; i <= 6; i++) {
        rotate(2);
        write(i + "\n");
      }
      assertThat(all(reader)).containsExactly("4", "5", "6");
    }
  }

  @Test
  void aLogThatIsEmptiedIsReadFromItsBeginning() throws IOException {
    write("one\nlong enough and half");
    try (LogReader reader = new LogReader(log(), OptionalLong.of(0))) {
      assertThat(all(reader)).containsExactly("one");
      Files.newByteChannel(log(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
      write("two\n");
      assertThat(all(reader)).containsExactly("two");
    }
  }

  @Test
  void aLineThatNeverEndsIsCutIntoPieces() throws IOException {
    write("x".repeat(2 * LogReader.LONGEST_LINE) + "end\n");
    try (LogReader reader = new LogReader(log(), OptionalLong.of(0))) {
      String piece = "x".repeat(LogReader.LONGEST_LINE);
      assertThat(all(reader)).containsExactly(piece, piece, "end");
    }
  }
}
