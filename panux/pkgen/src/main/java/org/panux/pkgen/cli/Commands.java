package org.panux.pkgen.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.panux.pkgen.build.Builder;
import org.panux.pkgen.build.Docker;
import org.panux.pkgen.build.Environment;
import org.panux.pkgen.build.Fetcher;
import org.panux.pkgen.build.Namespace;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.file.InvalidFile;
import org.panux.pkgen.file.Mistake;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.Text;
import org.panux.pkgen.make.Arch;
import org.panux.pkgen.make.Makefile;
import org.panux.pkgen.make.Translation;
import org.panux.pkgen.repo.Repository;
import org.panux.pkgen.source.Source;
import org.panux.pkgen.source.SourcesMakefile;
import org.panux.pkgen.tree.BuildOrder;
import org.panux.pkgen.tree.Graph;
import org.panux.pkgen.tree.Tree;

/** What the commands do. */
final class Commands {
  private static final long USUAL_FETCHES = 4;

  private final Arguments arguments;
  private final PrintStream out;
  private final PrintStream err;

  Commands(Arguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  int run(String command) throws IOException, Problem {
    switch (command) {
      case "check" -> check();
      case "info" -> info();
      case "makefile" -> out.print(Makefile.of(only("makefile")));
      case "sources" -> sources();
      case "build" -> build();
      case "graph" -> graph();
      default -> repo();
    }
    return 0;
  }

  private void check() throws Problem {
    Tree tree = Tree.read(arguments.paths());
    List<Mistake> mistakes = new ArrayList<>(tree.mistakes());
    for (Translation translation : translations(tree, mistakes)) {
      if (translation.script().contains("<no value>")) {
        err.println(
            "note: "
                + translation.file().path()
                + ": the script prints <no value>, so something in .Data is missing");
      }
    }
    if (!arguments.has("--alone")) {
      mistakes.addAll(tree.unknown(false));
      tree.unknown(true).forEach(note -> err.println("note: " + note));
      try {
        BuildOrder.of(tree);
      } catch (BuildOrder.Cycle e) {
        err.println("note: " + e.getMessage());
      }
    }
    mistakes.stream()
        .sorted(
            Comparator.comparing(Mistake::file)
                .thenComparingInt(Mistake::line)
                .thenComparingInt(Mistake::column))
        .forEach(err::println);
    if (!mistakes.isEmpty()) {
      throw new Problem(
          Problem.WRONG,
          counted(mistakes.size(), "mistake") + " in " + counted(tree.count(), "file"));
    }
    out.println(
        counted(tree.count(), "file")
            + ", "
            + counted(tree.makers().size(), "package")
            + ", no mistakes");
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** The files of the command line, which have to be right. */
  private Tree tree() throws Problem {
    Tree tree = Tree.read(arguments.paths());
    fail(tree.mistakes());
    return tree;
  }

  private void fail(List<Mistake> mistakes) throws Problem {
    if (mistakes.isEmpty()) {
      return;
    }
    mistakes.subList(0, mistakes.size() - 1).forEach(err::println);
    throw new Problem(Problem.WRONG, mistakes.get(mistakes.size() - 1).toString());
  }

  private List<Translation> translations(Tree tree, List<Mistake> mistakes) throws Problem {
    Arch arch = arguments.arch();
    List<Translation> translations = new ArrayList<>();
    for (PackageFile file : tree.files()) {
      try {
        Translation translation = Translation.of(file, arch, arch);
        translations.add(translation);
      } catch (InvalidFile e) {
        mistakes.addAll(e.mistakes());
      }
    }
    return translations;
  }

  private List<Translation> translations(Tree tree) throws Problem {
    List<Mistake> mistakes = new ArrayList<>();
    List<Translation> translations = translations(tree, mistakes);
    fail(mistakes);
    return translations;
  }

  private Translation only(String command) throws Problem {
    List<Translation> translations = translations(tree());
    if (translations.size() != 1) {
      throw new Problem(
          Problem.USAGE, command + " takes one package file, and these are " + translations.size());
    }
    return translations.get(0);
  }

  private void info() throws Problem {
    for (Translation translation : translations(tree())) {
      PackageFile file = translation.file();
      out.println("file          " + file.path());
      out.println("version       " + file.version() + "-" + file.build());
      out.println("builder       " + file.builder() + (file.oneShell() ? ", one shell" : ""));
      out.println(
          "arch          " + (file.arch().isEmpty() ? "any" : String.join(" ", file.arch())));
      file.packages()
          .forEach(
              (name, needed) ->
                  out.println(("package       " + name + "  " + words(needed)).stripTrailing()));
      out.println(("build needs   " + words(file.buildDependencies())).stripTrailing());
      for (Source source : translation.sources()) {
        out.println(
            "source        src/"
                + source.name()
                + "  "
                + source.location()
                + source.sha256().map(sum -> "  sha256 " + sum).orElse(""));
      }
    }
  }

  private static String words(List<Text> texts) {
    return String.join(" ", texts.stream().map(Text::value).toList());
  }

  private void sources() throws IOException, Problem {
    Path cache = arguments.path("--cache").map(Path::toAbsolutePath).orElseGet(Fetcher::usualCache);
    if (arguments.has("--makefile")) {
      out.print(SourcesMakefile.of(only("sources --makefile").sources(), cache));
      return;
    }
    Fetcher fetcher =
        new Fetcher(cache, arguments.number("--jobs").orElse(USUAL_FETCHES).intValue());
    for (Translation translation : translations(tree())) {
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

  private void take(Fetcher fetcher, Translation translation) throws IOException, Problem {
    Optional<Path> from = arguments.path("--from");
    if (from.isPresent()) {
      fetcher.take(translation.sources(), from.get());
    }
  }

  private void build() throws IOException, Problem {
    Environment environment = environment();
    int jobs =
        arguments
            .number("--jobs")
            .orElse((long) Runtime.getRuntime().availableProcessors())
            .intValue();
    Tree tree = tree();
    List<Translation> translations = translations(tree);
    List<PackageFile> order;
    try {
      order = BuildOrder.of(tree);
    } catch (BuildOrder.Cycle e) {
      throw new Problem(Problem.WRONG, e.getMessage());
    }
    environment.check();
    Fetcher fetcher =
        new Fetcher(
            arguments.path("--cache").map(Path::toAbsolutePath).orElseGet(Fetcher::usualCache),
            (int) USUAL_FETCHES);
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

  private void graph() throws Problem {
    out.print(arguments.has("--mermaid") ? Graph.mermaid(tree()) : Graph.dot(tree()));
  }

  private void repo() throws IOException, Problem {
    if (arguments.paths().size() != 1) {
      throw new Problem(Problem.USAGE, "repo takes one folder");
    }
    Path folder = arguments.paths().get(0);
    Repository repository = Repository.read(folder);
    if (!repository.foreign().isEmpty()) {
      err.println(
          "note: other repositories have to provide " + String.join(" ", repository.foreign()));
    }
    long serial =
        repository.write(arguments.arch(), arguments.number("--serial"), arguments.path("--key"));
    out.println(
        folder
            + ": "
            + counted(repository.size(), "package")
            + ", serial "
            + serial
            + (arguments.has("--key")
                ? ", signed"
                : ", not signed: lpkg will refuse it; sign it with --key"));
  }
}
