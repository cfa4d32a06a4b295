package org.panux.pkgen.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.panux.pkgen.build.Builder;
import org.panux.pkgen.build.Docker;
import org.panux.pkgen.build.Environment;
import org.panux.pkgen.build.Fetcher;
import org.panux.pkgen.build.Namespace;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.make.Translation;
import org.panux.pkgen.source.SourcesMakefile;
import org.panux.pkgen.tree.BuildOrder;
import org.panux.pkgen.tree.Tree;

/** The commands that run other programs with what package files say. */
record Building(Arguments arguments, Given given, PrintStream out) {
  private static final long USUAL_FETCHES = 4;

  /** Fetches what packages are made of, or prints how. */
  void sources() throws IOException, Problem {
    Path cache = cache();
    if (arguments.has("--makefile")) {
      out.print(SourcesMakefile.of(given.only("sources --makefile").sources(), cache));
      return;
    }
    Fetcher fetcher =
        new Fetcher(cache, arguments.number("--jobs").orElse(USUAL_FETCHES).intValue());
    for (Translation translation : given.translations(given.tree())) {
      take(fetcher, translation);
      Path folder = Files.createTempDirectory("pkgen");
      try {
        fetcher.fetch(translation.sources(), folder, translation.file().name());
      } finally {
        for (String name : List.of("sources.mk", "src.tar")) {
          Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
      }
    }
    out.println("all sources are in " + cache);
  }

  private Path cache() throws Problem {
    Path cache = arguments.path("--cache").map(Path::toAbsolutePath).orElseGet(Fetcher::usualCache);
    if (!cache.toString().matches("[^\\s:;%'\"*?\\[\\]\\\\]+")) {
      throw new Problem(
          Problem.USAGE,
          "the cache cannot be '"
              + cache
              + "': make takes no path with a space or a sign of its own");
    }
    return cache;
  }

  private void take(Fetcher fetcher, Translation translation) throws IOException, Problem {
    Optional<Path> from = arguments.path("--from");
    if (from.isPresent()) {
      fetcher.take(translation.sources(), from.get());
    }
  }

  /** Builds packages. */
  void build() throws IOException, Problem {
    Environment environment = environment();
    int jobs =
        arguments
            .number("--jobs")
            .orElse((long) Runtime.getRuntime().availableProcessors())
            .intValue();
    Tree tree = given.tree();
    List<Translation> translations = given.translations(tree);
    List<PackageFile> order;
    try {
      order = BuildOrder.of(tree);
    } catch (BuildOrder.Cycle e) {
      throw new Problem(Problem.WRONG, e.getMessage());
    }
    environment.check();
    Fetcher fetcher = new Fetcher(cache(), (int) USUAL_FETCHES);
    Path packages = arguments.path("--out").orElse(Path.of("packages"));
    Builder builder =
        new Builder(
            environment,
            fetcher,
            packages,
            arguments.path("--work").orElse(Path.of(".pkgen")),
            jobs,
            arguments.has("--again"),
            out);
    for (PackageFile file : order) {
      if (!arguments.arch().builds(file)) {
        throw new Problem(
            Problem.WRONG,
            file.path()
                + ": is for "
                + String.join(" ", file.arch())
                + " and not for "
                + arguments.arch().name());
      }
      Translation translation =
          translations.stream().filter(one -> one.file().equals(file)).findFirst().orElseThrow();
      take(fetcher, translation);
      builder.build(tree, translation);
    }
  }

  private Environment environment() throws Problem {
    String where = arguments.options().getOrDefault("--in", "docker");
    return switch (where) {
      case "docker" -> new Docker(arguments.options().getOrDefault("--image", Docker.USUAL_IMAGE));
      case "namespace" ->
          new Namespace(arguments.path("--root").orElse(Path.of("/")).toAbsolutePath());
      default ->
          throw new Problem(
              Problem.USAGE, "'--in " + where + "' is not known; it is docker or namespace");
    };
  }
}
