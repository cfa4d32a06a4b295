package org.panux.pkgen.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The bytes that fuzzing has found worth keeping, once more; scripts/fuzz looks for others. */
class FuzzTest {
  private static final Path FOLDER = Path.of("src/test/fuzz");
  private static final Duration HANGS = Duration.ofSeconds(60);

  @TestFactory
  List<DynamicTest> everyKeptInputIsTaken() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("targets"))) {
      String[] words = line.split(" ", 3);
      MethodHandle method =
          MethodHandles.lookup()
              .findStatic(
                  Class.forName(words[1]),
                  "fuzzerTestOneInput",
                  MethodType.methodType(void.class, byte[].class));
      try (Stream<Path> files = Files.list(FOLDER.resolve(words[0]))) {
        List<Path> inputs = files.sorted().toList();
        assertThat(inputs).as("inputs of %s", words[0]).isNotEmpty();
        for (Path input : inputs) {
          tests.add(
              DynamicTest.dynamicTest(
                  words[0] + "/" + input.getFileName(),
                  () ->
                      assertTimeoutPreemptively(
                          HANGS, () -> method.invoke(Files.readAllBytes(input)))));
        }
      }
    }
    return tests;
  }
}
