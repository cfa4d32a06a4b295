package org.panux.pkgen.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.file.InvalidFile;
import org.panux.pkgen.file.Mistake;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.make.Arch;
import org.panux.pkgen.make.Translation;
import org.panux.pkgen.tree.Tree;

/** The package files that a command line names. */
record Given(Arguments arguments, PrintStream err) {
  /** The files of the command line, which have to be right. */
  Tree tree() throws Problem {
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

  /** Translates what can be; what is wrong is added. */
  List<Translation> translations(Tree tree, List<Mistake> mistakes) throws Problem {
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

  /** Translates all of them, which has to be possible. */
  List<Translation> translations(Tree tree) throws Problem {
    List<Mistake> mistakes = new ArrayList<>();
    List<Translation> translations = translations(tree, mistakes);
    fail(mistakes);
    return translations;
  }

  /** The one file that the command takes. */
  Translation only(String command) throws Problem {
    List<Translation> translations = translations(tree());
    if (translations.size() != 1) {
      throw new Problem(
          Problem.USAGE, command + " takes one package file, and these are " + translations.size());
    }
    return translations.get(0);
  }
}
