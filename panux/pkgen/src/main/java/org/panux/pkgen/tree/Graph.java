package org.panux.pkgen.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.Text;

/** Packages and what they depend on, as a text that others draw. Build dependencies are dashed. */
public final class Graph {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> identifiers = new LinkedHashMap<>();
  private final Tree tree;

  private Graph(Tree tree) {
    this.tree = tree;
  }

  /** For Graphviz. */
  public static String dot(Tree tree) {
    Graph graph = new Graph(tree);
    graph.text.append("digraph packages {\n  rankdir=LR;\n  node [shape=box];\n");
    for (String name : tree.makers().keySet()) {
      graph.text.append("  \"").append(name).append("\";\n");
    }
    graph.edges("  \"%s\" -> \"%s\";\n", "  \"%s\" -> \"%s\" [style=dashed];\n");
    return graph.text.append("}\n").toString();
  }

  /** For Mermaid, whose names cannot hold every letter of a package's. */
  public static String mermaid(Tree tree) {
    Graph graph = new Graph(tree);
    graph.text.append("graph LR\n");
    TreeSet<String> names = new TreeSet<>(tree.makers().keySet());
    for (PackageFile file : tree.files()) {
      file.packages().values().forEach(all -> all.forEach(text -> names.add(text.value())));
      file.buildDependencies().forEach(text -> names.add(text.value()));
    }
    for (String name : names) {
      graph.identifiers.put(name, "p" + graph.identifiers.size());
      graph
          .text
          .append("  ")
          .append(graph.identifiers.get(name))
          .append("[\"")
          .append(name)
          .append("\"]\n");
    }
    graph.edges("  %s --> %s\n", "  %s -.-> %s\n");
    return graph.text.toString();
  }

  private void edges(String dependency, String ofBuild) {
    for (Map.Entry<String, PackageFile> made : tree.makers().entrySet()) {
      for (Text needed : made.getValue().packages().get(made.getKey())) {
        edge(dependency, made.getKey(), needed.value());
      }
      if (made.getKey().equals(made.getValue().name())) {
        for (Text needed : made.getValue().buildDependencies()) {
          edge(ofBuild, made.getKey(), needed.value());
        }
      }
    }
  }

  private void edge(String format, String from, String to) {
    text.append(
        String.format(
            format, identifiers.getOrDefault(from, from), identifiers.getOrDefault(to, to)));
  }
}
