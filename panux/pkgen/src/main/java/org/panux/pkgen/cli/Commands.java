package org.panux.pkgen.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.file.Mistake;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.Text;
import org.panux.pkgen.make.Makefile;
import org.panux.pkgen.make.Translation;
import org.panux.pkgen.repo.Repository;
import org.panux.pkgen.source.Source;
import org.panux.pkgen.tree.BuildOrder;
import org.panux.pkgen.tree.Graph;
import org.panux.pkgen.tree.Tree;

/** What the commands do. */
final class Commands {
  private final Arguments arguments;
  private final PrintStream out;
  private final PrintStream err;
  private final Given given;

  Commands(Arguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
    this.given = new Given(arguments, err);
  }

  int run(String command) throws IOException, Problem {
    switch (command) {
      case "check" -> check();
      case "info" -> info();
      case "makefile" -> out.print(Makefile.of(given.only("makefile")));
      case "sources" -> new Building(arguments, given, out).sources();
      case "build" -> new Building(arguments, given, out).build();
      case "graph" -> graph();
      default -> repo();
    }
    return 0;
  }

  private void check() throws Problem {
    Tree tree = Tree.read(arguments.paths());
    List<Mistake> mistakes = new ArrayList<>(tree.mistakes());
    for (Translation translation : given.translations(tree, mistakes)) {
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

  private void info() throws Problem {
    for (Translation translation : given.translations(given.tree())) {
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

  private void graph() throws Problem {
    out.print(arguments.has("--mermaid") ? Graph.mermaid(given.tree()) : Graph.dot(given.tree()));
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
