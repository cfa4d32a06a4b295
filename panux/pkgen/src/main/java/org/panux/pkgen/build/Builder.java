package org.panux.pkgen.build;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.make.Makefile;
import org.panux.pkgen.make.Translation;
import org.panux.pkgen.source.Source;
import org.panux.pkgen.tree.BuildOrder;
import org.panux.pkgen.tree.Tree;

/**
 * Builds package files, one after the other; what has been built of the same parts is not built
 * again.
 */
public final class Builder {
  private static final int LAST_LINES = 15;
  private static final String NOTHING = "nothing";

  private final Environment environment;
  private final Fetcher fetcher;
  private final Path out;
  private final Path work;
  private final int jobs;
  private final boolean again;
  private final PrintStream said;

  /**
   * @param out where the archives go
   * @param work where it is built, a folder for each package file
   * @param again whether to build also what is there
   */
  public Builder(
      Environment environment,
      Fetcher fetcher,
      Path out,
      Path work,
      int jobs,
      boolean again,
      PrintStream said) {
    this.environment = environment;
    this.fetcher = fetcher;
    this.out = out.toAbsolutePath();
    this.work = work.toAbsolutePath();
    this.jobs = jobs;
    this.again = again;
    this.said = said;
  }

  /** Builds a file; those of the tree that it needs are built already. */
  public void build(Tree tree, Translation translation) throws IOException, Problem {
    PackageFile file = translation.file();
    Path place = work.resolve(file.name());
    Path build = place.resolve("build");
    delete(place);
    Files.createDirectories(build.resolve(".pkgen/needed"));
    Files.createDirectories(out);
    fetcher.fetch(translation.sources(), build, file.name());
    Files.writeString(build.resolve("Makefile"), Makefile.of(translation));
    Files.writeString(build.resolve(".pkgen/inside.sh"), Namespace.resource("inside.sh"));
    Files.delete(build.resolve("sources.mk"));
    putNeeded(tree, file, build.resolve(".pkgen/needed"));
    String parts = parts(build);
    Path mark = out.resolve(".built").resolve(file.name());
    // What was built the last time: of which parts, and the archives.
    List<String> before = Files.exists(mark) ? Files.readAllLines(mark) : List.of(NOTHING);
    List<String> archives = file.packages().keySet().stream().map(file::archive).toList();
    boolean allThere = archives.stream().map(out::resolve).allMatch(Files::exists);
    if (!again && before.get(0).equals(parts) && allThere) {
      said.println(
          "pkgen: " + file.name() + " " + file.version() + "-" + file.build() + " is up to date");
      delete(place);
      return;
    }
    run(file, place);
    for (String name : file.packages().keySet()) {
      Files.move(
          build.resolve("tars/" + name + ".tar.gz"),
          out.resolve(file.archive(name)),
          StandardCopyOption.REPLACE_EXISTING);
    }
    // Those of another version would be a second one of their name.
    for (String old : before.subList(1, before.size())) {
      if (!archives.contains(old)) {
        Files.deleteIfExists(out.resolve(old));
      }
    }
    Files.createDirectories(mark.getParent());
    Files.write(mark, Stream.concat(Stream.of(parts), archives.stream()).toList());
    delete(place);
  }

  private void run(PackageFile file, Path place) throws IOException, Problem {
    said.println(
        "pkgen: building "
            + file.name()
            + " "
            + file.version()
            + "-"
            + file.build()
            + " in "
            + environment.described());
    Path log = place.resolve("log");
    Files.writeString(log, "");
    long begin = System.nanoTime();
    int code = environment.run(place, log, jobs);
    if (code == Environment.UNUSABLE) {
      String why = Files.readString(log).strip();
      throw new Problem(
          Problem.MISSING, why.substring(why.lastIndexOf('\n') + 1).replaceFirst("^pkgen: ", ""));
    }
    if (code != 0) {
      List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
      lines.stream()
          .skip(Math.max(0, lines.size() - LAST_LINES))
          .forEach(line -> said.println("  | " + line));
      throw new Problem(
          Problem.FAILED,
          file.path() + ": the build of " + file.name() + " has failed; all of it is in " + log);
    }
    for (String name : file.packages().keySet()) {
      Path archive = place.resolve("build/tars/" + name + ".tar.gz");
      said.printf(
          "pkgen: %s, %d KiB, after %.1f s%n",
          file.archive(name), Files.size(archive) / 1024, (System.nanoTime() - begin) / 1e9);
    }
  }

  private void putNeeded(Tree tree, PackageFile file, Path folder) throws IOException, Problem {
    Set<String> needed = new TreeSet<>(BuildOrder.needed(tree, file));
    List<String> foreign = new ArrayList<>();
    file.buildDependencies().stream()
        .map(text -> text.value())
        .filter(name -> !needed.contains(name))
        .forEach(foreign::add);
    if (!foreign.isEmpty()) {
      said.println(
          "pkgen: " + file.name() + " takes from the environment: " + String.join(" ", foreign));
    }
    for (String name : needed) {
      Path archive = out.resolve(tree.maker(name).orElseThrow().archive(name));
      if (!Files.exists(archive)) {
        throw new Problem(
            Problem.FAILED,
            file.path() + ": " + name + " is needed, but " + archive + " is missing");
      }
      Files.copy(archive, folder.resolve(archive.getFileName()));
    }
  }

  /** The checksum of all that goes into a build. */
  private String parts(Path build) throws IOException, Problem {
    StringBuilder all = new StringBuilder(environment.identity()).append('\n');
    try (Stream<Path> files = Files.walk(build)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(build.relativize(file)).append(' ').append(Fetcher.sha256(file)).append('\n');
      }
    }
    return Source.hash(all.toString());
  }

  /** Deletes a folder, which may hold what somebody has taken the rights from. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    // The kernel's own folder of a layer, which nobody may read.
    Path kernels = folder.resolve("layers/work/work");
    if (Files.isDirectory(kernels)) {
      Files.setPosixFilePermissions(kernels, PosixFilePermissions.fromString("rwx------"));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
