package org.panux.linit.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** Flags of {@code linitd}, beside those of both launchers. */
  static final List<String> DAEMON = List.of("-Xms20m", "-Xmn8m", "-Xmx64m");

  /** Flags of {@code linitctl}. */
  static final List<String> CLIENT =
      List.of("-Xms12m", "-Xmn8m", "-Xmx256m", "-XX:CompileThresholdScaling=2");

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
        new ArrayList<>(
            List.of(
                java,
                "-XX:SharedArchiveFile=" + archive,
                "-Xshare:auto",
                "-Xlog:disable",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider",
                "-Xss512k"));
    flags.addAll(own);
    flags.addAll(List.of("-cp", classPath, main));
    return flags;
  }
}
