package org.panux.linit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a bare program with the flags that the launchers use, and with a class-data archive of its
 * own, so that linit is compared with the best that the program can do.
 */
final class Jvm {
  private final String java;
  private final Path folder;
  private final String classPath;
  private final Path archive;
  private final String main;
  private final List<String> own;

  /** Flags of a client, as those of {@code linitctl}. */
  static final List<String> CLIENT =
      List.of(
          "-Xlog:disable",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider",
          "-Xss512k",
          "-Xms12m",
          "-Xmn8m",
          "-Xmx256m",
          "-XX:CompileThresholdScaling=2");

  /** A program with {@code own} flags. */
  Jvm(Path folder, String classPath, Class<?> main, List<String> own) {
    this.own = own;
    this.java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    this.folder = folder;
    this.classPath = classPath;
    this.main = main.getName();
    this.archive = folder.resolve(main.getSimpleName() + ".jsa");
  }

  /** Makes the archive from a run with {@code words}. */
  Jvm archived(String... words) {
    Path classes = folder.resolve(main + ".classes");
    List<String> learn = new ArrayList<>(flags());
    learn.add(1, "-XX:DumpLoadedClassList=" + classes);
    learn.addAll(List.of(words));
    run(learn);
    run(
        List.of(
            java,
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:disable",
            "-cp",
            classPath));
    return this;
  }

  private static void run(List<String> command) {
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> command(String... words) {
    List<String> command = new ArrayList<>(flags());
    command.addAll(List.of(words));
    return command;
  }

  private List<String> flags() {
    List<String> flags =
        new ArrayList<>(List.of(java, "-XX:SharedArchiveFile=" + archive, "-Xshare:auto"));
    flags.addAll(own);
    flags.addAll(List.of("-cp", classPath, main));
    return flags;
  }

  /** A bare program with the flags of linitd, whichever these are today. */
  static Jvm bare(Place place, Class<?> main) throws IOException {
    return new Jvm(place.work(), jars(place), main, daemonFlags(place));
  }

  /** A bare client. */
  static Jvm client(Place place, Class<?> main) {
    return new Jvm(place.work(), programs(), main, CLIENT);
  }

  /** What the launcher gives to java, as a java tells that does nothing else. */
  private static List<String> daemonFlags(Place place) throws IOException {
    Path home = place.work().resolve("jdk");
    Path teller = home.resolve("bin/java");
    if (Files.notExists(teller)) {
      Files.createDirectories(teller.getParent());
      Files.copy(Path.of(System.getProperty("java.home"), "release"), home.resolve("release"));
      Files.writeString(teller, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
      Files.setPosixFilePermissions(teller, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    ProcessBuilder builder = new ProcessBuilder(place.home().resolve("bin/linitd").toString());
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().remove("LINIT_JAVA");
    try (BufferedReader said = builder.start().inputReader()) {
      return said.lines()
          .takeWhile(word -> !word.equals("-jar") && !word.equals("-cp"))
          .filter(
              word ->
                  word.startsWith("-X") || word.startsWith("-Djdk.") || word.startsWith("-Djava."))
          .filter(word -> !word.startsWith("-XX:SharedArchiveFile") && !word.startsWith("-Xshare"))
          .toList();
    }
  }

  private static String jars(Place place) throws IOException {
    try (Stream<Path> jars = Files.list(place.home().resolve("lib/linit/java"))) {
      return programs()
          + ":"
          + jars.map(Path::toString)
              .filter(jar -> jar.endsWith(".jar"))
              .sorted()
              .collect(Collectors.joining(":"));
    }
  }

  /** An archive needs jars, so the bare programs are packed into one. */
  private static String programs() {
    return System.getProperty("bench.jar");
  }
}
