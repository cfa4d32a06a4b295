package org.panux.linit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panux.linit.log.LogTail.Line;

class LogTailTest {
  @TempDir private Path folder;
  private LogTail reader;
  private long now;

  @BeforeEach
  void open() {
    reader = new LogTail(folder);
  }

  private LogFile log(String service) {
    return new LogFile(
        reader.file(service),
        () -> new Keep(100, 3),
        new LossReport(service, line -> {}),
        () -> now);
  }

  private void write(LogFile log, long time, String text) {
    now = time;
    log.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private List<Line> tail(int count, String... services) throws IOException {
    return reader.newest(List.of(services), count).lines();
  }

  @Test
  void eachLineHasTheTimeWhenItWasWritten() throws IOException {
    try (LogFile a = log("a")) {
      write(a, 1000, "one\n");
      // Within one millisecond, and then a long silence.
      write(a, 1000, "two\nthr");
      write(a, 9000, "ee\n\n");
      write(a, 9500, "no end");
    }
    assertThat(tail(10, "a"))
        .containsExactly(
            new Line(1000, "a", "one"),
            new Line(1000, "a", "two"),
            new Line(1000, "a", "three"),
            new Line(9000, "a", ""),
            new Line(9500, "a", "no end"));
    assertThat(tail(2, "a"))
        .containsExactly(new Line(9000, "a", ""), new Line(9500, "a", "no end"));
  }

  @Test
  void severalServicesAreMergedByTime() throws IOException {
    try (LogFile a = log("a");
        LogFile b = log("b")) {
      write(a, 1000, "a1\na2\n");
      write(b, 1500, "b1\n");
      write(a, 2000, "a3\n");
      write(b, 2000, "b2\n");
    }
    assertThat(tail(10, "a", "b"))
        .extracting(Line::text)
        .containsExactly("a1", "a2", "b1", "a3", "b2");
    assertThat(tail(3, "b", "a")).extracting(Line::text).containsExactly("b1", "b2", "a3");
    assertThat(tail(10, "a", "none")).extracting(Line::text).containsExactly("a1", "a2", "a3");
    assertThat(tail(10, "none")).isEmpty();
  }

  @Test
  void filesThatWerePutAsideAreRead() throws IOException {
    try (LogFile a = log("a")) {
      for (int i = 0; i < 30; i++) {
        write(a, 1000 + i, "line " + (100 + i) + "\n");
      }
    }
    assertThat(Rotation.old(reader.file("a"), 2)).exists();
    List<Line> lines = tail(20, "a");
    assertThat(lines).hasSize(20);
    for (int i = 0; i < 20; i++) {
      assertThat(lines.get(i)).isEqualTo(new Line(1010 + i, "a", "line " + (110 + i)));
    }
  }

  @Test
  void whatNobodyHasTimedHasTheTimeOfTheFile() throws IOException {
    Path file = reader.file("a");
    Files.writeString(file, "one\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(5000));
    assertThat(tail(1, "a")).containsExactly(new Line(5000, "a", "one"));
    ScriptLog.afterRun(file);
    long time = tail(1, "a").get(0).time();
    assertThat(time).isGreaterThan(5000);
    Files.writeString(file, "two\n", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time + 7));
    assertThat(tail(2, "a"))
        .containsExactly(new Line(time, "a", "one"), new Line(time + 7, "a", "two"));
  }

  @Test
  void aRunThatPrintsNothingLeavesNothing() {
    ScriptLog.afterRun(reader.file("a"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFullFileIsPutAsideBeforeARun() throws IOException {
    Path file = reader.file("a");
    Files.writeString(file, "x".repeat(99));
    ScriptLog.beforeRun(file, new Keep(100, 1));
    assertThat(file).exists();
    Files.writeString(file, "x".repeat(100));
    ScriptLog.beforeRun(file, new Keep(100, 1));
    assertThat(file).doesNotExist();
    assertThat(Rotation.old(file, 1)).hasContent("x".repeat(100));
  }

  @Test
  void timesOfAFileThatWasEmptiedAreForgotten() throws IOException {
    try (LogFile a = log("a")) {
      write(a, 1000, "one two three\n");
      Files.writeString(reader.file("a"), "", StandardOpenOption.TRUNCATE_EXISTING);
      write(a, 2000, "four\n");
      write(a, 3000, "five\n");
    }
    assertThat(tail(5, "a"))
        .containsExactly(new Line(2000, "a", "four"), new Line(3000, "a", "five"));
  }

  @Test
  void aTornRecordDoesNoHarm() throws IOException {
    try (LogFile a = log("a")) {
      write(a, 1000, "one\n");
    }
    Files.write(Times.of(reader.file("a")), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    assertThat(tail(1, "a")).containsExactly(new Line(1000, "a", "one"));
    try (LogFile a = log("a")) {
      write(a, 2000, "two\n");
    }
    assertThat(tail(2, "a"))
        .containsExactly(new Line(1000, "a", "one"), new Line(2000, "a", "two"));
  }

  @Test
  void whatIsTooLongForAnAnswerIsLeftOut() throws IOException {
    String line = "x".repeat(999);
    Files.writeString(reader.file("a"), (line + "\n").repeat(1000));
    LogTail.Newest newest = reader.newest(List.of("a"), 1000);
    assertThat(newest.cut()).isTrue();
    assertThat(newest.lines())
        .hasSize(LogTail.BUDGET / 1000)
        .allMatch(it -> it.text().equals(line));
    assertThat(reader.newest(List.of("a"), 100).cut()).isFalse();
    Files.writeString(reader.file("b"), "y".repeat(LogTail.BUDGET * 2));
    assertThat(tail(1, "b").get(0).text()).isEqualTo("y".repeat(LogTail.BUDGET));
  }

  @Test
  void aLogOfThousandsOfMomentsIsTimedFromItsEnd() throws IOException {
    LogFile a =
        new LogFile(
            reader.file("a"),
            () -> new Keep(1 << 20, 1),
            new LossReport("a", line -> {}),
            () -> now);
    for (int i = 0; i < 20_000; i++) {
      write(a, i + 1, "12345678901234567890123456789\n");
    }
    a.close();
    List<Line> lines = tail(10_000, "a");
    assertThat(lines).hasSize(10_000);
    assertThat(lines.get(0).time()).isEqualTo(10_001);
    assertThat(lines.get(9_999).time()).isEqualTo(20_000);
  }
}
