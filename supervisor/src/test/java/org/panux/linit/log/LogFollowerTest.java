package org.panux.linit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  @TempDir private Path folder;
  private LogFollower follower;

  @BeforeEach
  void begin() throws IOException {
    print("old\nhalf");
    follower = new LogFollower(folder, List.of("a", "b"));
  }

  @AfterEach
  void close() throws IOException {
    follower.close();
  }

  private void print(String text) throws IOException {
    Files.writeString(
        folder.resolve("a.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private List<String> next() throws IOException {
    List<String> texts = new ArrayList<>();
    LogFollower.Next next;
    do {
      next = follower.next();
      next.lines().forEach(line -> texts.add(line.service() + ":" + line.text()));
    } while (next.more());
    return texts;
  }

  @Test
  void whatWasThereIsBeforeAndALineComesWhenItIsWhole() throws IOException {
    assertThat(follower.before(10, LogTail.EVER).lines())
        .extracting(LogTail.Line::text)
        .containsExactly("old");
    assertThat(next()).isEmpty();
    print(" a line\nnext\nand");
    assertThat(next()).containsExactly("a:half a line", "a:next");
    assertThat(next()).isEmpty();
  }

  @Test
  void aFileThatIsPutAsideIsReadToItsEndAndThoseAfterItAsWell() throws IOException {
    for (int i = 0; i < 3; i++) {
      print(" end " + i + "\nlast " + i);
      Rotation.shift(folder.resolve("a.log"), 5);
    }
    print("new\n");
    assertThat(next())
        .containsExactly(
            "a:half end 0", "a:last 0", "a: end 1", "a:last 1", "a: end 2", "a:last 2", "a:new");
  }

  /** Each step of a reader may fall between two steps of the writer. */
  @Test
  void noLineIsLostWhileFilesArePutAside() throws IOException {
    int files = 400;
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < files; i++) {
                  print(" of " + i + "\nand\n");
                  Rotation.shift(folder.resolve("a.log"), files);
                }
                print("end\n");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    List<String> all = new ArrayList<>();
    while (all.isEmpty() || !all.get(all.size() - 1).equals("a:end")) {
      assertThat(writer).isNotCompletedExceptionally();
      boolean written = writer.isDone();
      List<String> some = next();
      assertThat(some.isEmpty() && written).as("lost after %s", all).isFalse();
      all.addAll(some);
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      expected.add(i == 0 ? "a:half of 0" : "a: of " + i);
      expected.add("a:and");
    }
    expected.add("a:end");
    assertThat(all).isEqualTo(expected);
  }

  @Test
  void aFileThatIsRemovedIsReadToItsEnd() throws IOException {
    print(" end\n");
    Rotation.shift(folder.resolve("a.log"), 0);
    assertThat(next()).containsExactly("a:half end");
    print("new\n");
    assertThat(next()).containsExactly("a:new");
  }

  @Test
  void aFileThatIsEmptiedBeginsAnew() throws IOException {
    Files.writeString(folder.resolve("a.log"), "x\n");
    assertThat(next()).containsExactly("a:x");
  }

  @Test
  void aLogThatDidNotExistBeginsWithItsFirstLine() throws IOException {
    Files.writeString(folder.resolve("b.log"), "b\n");
    assertThat(next()).containsExactly("b:b");
  }

  @Test
  void aLineWithoutAnEndIsNotHeldBackForEver() throws IOException {
    print("x".repeat(200_000));
    assertThat(String.join("", next())).hasSizeGreaterThan(100_000);
  }
}
