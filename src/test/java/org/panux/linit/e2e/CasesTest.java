package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder {@code src/test/cases/NAME} is a rig with {@code steps}, a shell script that runs
 * when boot is settled, and what it prints, {@code expected}. One alone: {@code -Dtest=CasesTest
 * -Dcase=NAME}.
 */
class CasesTest {
  private static final Path CASES = Command.source().resolve("src/test/cases");

  @TestFactory
  Stream<DynamicTest> printsWhatIsExpected() {
    String only = System.getProperty("case", "");
    List<Path> cases = cases().filter(it -> only.isEmpty() || it.endsWith(only)).toList();
    assertThat(cases).as("cases named '" + only + "' in " + CASES).isNotEmpty();
    return cases.stream()
        .flatMap(
            it ->
                Arrays.stream(Shell.values())
                    .map(
                        shell ->
                            DynamicTest.dynamicTest(
                                it.getFileName() + " in " + shell, () -> run(it, shell))));
  }

  /** The folders with {@code steps}; beside them lie rigs that other tests boot. */
  private static Stream<Path> cases() {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.filter(it -> Files.exists(it.resolve("steps"))).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path folder, Shell shell) throws IOException {
    try (TestRig rig = TestRig.create().copy(folder).shell(shell);
        Daemon linitd = rig.boot()) {
      Result result =
          Console.run(
              shell.command(),
              "exec 2>&1\n" + Files.readString(folder.resolve("steps")),
              rig.root(),
              linitd.environment());
      String shown = result.out().replace(rig.root().toString(), "RIG");
      Expected.check(folder.toString(), Files.readString(folder.resolve("expected")), shown);
    }
  }
}
