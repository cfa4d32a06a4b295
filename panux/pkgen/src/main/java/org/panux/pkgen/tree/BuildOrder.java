package org.panux.pkgen.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.Text;

/**
 * Which files have to be built before which: those of a build's dependencies, and of all that they
 * need.
 */
public final class BuildOrder {
  private final Tree tree;
  private final Set<PackageFile> done = new LinkedHashSet<>();
  private final List<PackageFile> path = new ArrayList<>();

  private BuildOrder(Tree tree) {
    this.tree = tree;
  }

  /** Files of which each needs the other to be built first. */
  public static final class Cycle extends Exception {
    private static final long serialVersionUID = 1;

    Cycle(String message) {
      super(message, null, false, false);
    }
  }

  /** The files in an order in which each finds what it needs. */
  public static List<PackageFile> of(Tree tree) throws Cycle {
    BuildOrder order = new BuildOrder(tree);
    for (PackageFile file : tree.files()) {
      order.visit(file);
    }
    return List.copyOf(order.done);
  }

  private void visit(PackageFile file) throws Cycle {
    if (done.contains(file)) {
      return;
    }
    int begin = path.indexOf(file);
    path.add(file);
    if (begin >= 0) {
      throw new Cycle(described(path.subList(begin, path.size())));
    }
    for (PackageFile needed : before(file)) {
      visit(needed);
    }
    path.remove(path.size() - 1);
    done.add(file);
  }

  private Set<PackageFile> before(PackageFile file) {
    Set<PackageFile> files = new LinkedHashSet<>();
    for (String name : needed(tree, file)) {
      tree.maker(name).ifPresent(files::add);
    }
    // A compiler that is built by itself: the one of the environment is meant.
    files.remove(file);
    return files;
  }

  /** The packages that have to be there when a file is built, of those that the tree makes. */
  public static Set<String> needed(Tree tree, PackageFile file) {
    Set<String> names = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(values(file.buildDependencies()));
    while (!open.isEmpty()) {
      String name = open.remove(open.size() - 1);
      tree.maker(name)
          .filter(maker -> !maker.equals(file))
          .filter(maker -> names.add(name))
          .ifPresent(maker -> open.addAll(values(maker.packages().get(name))));
    }
    return names;
  }

  private static List<String> values(Collection<Text> texts) {
    return texts.stream().map(Text::value).toList();
  }

  private static String described(List<PackageFile> files) {
    return "a cycle: to build "
        + String.join(
            ", which needs ",
            files.stream().map(file -> file.name() + " (" + file.path() + ")").toList())
        + "; take one of them from the environment";
  }
}
