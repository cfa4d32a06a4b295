package org.panux.linit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.panux.linit.ActorKit.HANGS;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.panux.linit.gateway.GatewayFuzz;

/** The bytes that fuzzing has found worth keeping, once more. */
class FuzzTest {
  private static final Path FOLDER = Path.of("src/test/fuzz");

  @AfterAll
  static void end() throws IOException {
    GatewayFuzz.end();
  }

  /** A line of the file {@code targets}. */
  private record Target(String name, String type) {
    static Target of(String line) {
      String[] words = line.split(" ", 3);
      return new Target(words[0], words[1]);
    }

    MethodHandle method() throws ReflectiveOperationException {
      return MethodHandles.lookup()
          .findStatic(
              Class.forName(type),
              "fuzzerTestOneInput",
              MethodType.methodType(void.class, byte[].class));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyKeptInputIsTaken() throws Exception {
    List<Target> targets =
        Files.readAllLines(FOLDER.resolve("targets")).stream().map(Target::of).toList();
    Stream<DynamicTest> all = Stream.empty();
    for (Target target : targets) {
      MethodHandle method = target.method();
      List<Path> inputs;
      try (Stream<Path> files = Files.list(FOLDER.resolve(target.name()))) {
        inputs = files.sorted().toList();
      }
      assertThat(inputs).as("inputs of %s", target.name()).isNotEmpty();
      all =
          Stream.concat(
              all,
              inputs.stream()
                  .map(
                      input ->
                          DynamicTest.dynamicTest(
                              target.name() + "/" + input.getFileName(),
                              () ->
                                  assertTimeoutPreemptively(
                                      HANGS, () -> method.invoke(Files.readAllBytes(input))))));
    }
    return all;
  }
}
