package org.panux.pkgen.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.panux.pkgen.template.Near;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Takes YAML apart into what is wanted; what is something else is a mistake, and reading goes on.
 */
final class Parts {
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off");

  private final Yaml yaml;
  private final List<Mistake> mistakes = new ArrayList<>();

  Parts(Yaml yaml) {
    this.yaml = yaml;
  }

  /** What has been wrong so far. */
  List<Mistake> mistakes() {
    return mistakes;
  }

  void wrong(Node node, String message) {
    mistakes.add(yaml.mistake(node, message));
  }

  /** Whether nothing is said: no key, or no value. */
  static boolean absent(Node node) {
    return node == null
        || node instanceof ScalarNode scalar
            && scalar.isPlain()
            && Set.of("", "~", "null").contains(scalar.getValue());
  }

  /** The values of known keys; what is not known is a mistake. */
  Map<String, Node> keys(MappingNode mapping, List<String> known, String where) {
    Map<String, Node> values = new TreeMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!known.contains(key)) {
        String hint = Near.hint(key, known, "");
        wrong(
            tuple.getKeyNode(),
            "unknown key '"
                + key
                + "'"
                + where
                + (hint.isEmpty() ? "; known are " + String.join(", ", known) : hint));
      } else if (values.put(key, tuple.getValueNode()) != null) {
        wrong(tuple.getKeyNode(), "the key '" + key + "' is there twice");
      }
    }
    return values;
  }

  /** Names of packages, each once: published files name some twice, which is no harm. */
  List<Text> names(Node node, String what) {
    List<Text> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ScalarNode scalar : scalars(node, what)) {
      if (checkName(scalar) && seen.add(scalar.getValue())) {
        names.add(yaml.text(scalar));
      }
    }
    return names;
  }

  /** Whether it can be the name of a package. */
  boolean checkName(ScalarNode node) {
    Optional<String> wrong = Names.wrongName(node.getValue());
    wrong.ifPresent(message -> wrong(node, message));
    return wrong.isEmpty();
  }

  /** The elements of a list of texts. */
  List<Text> texts(Node node, String what) {
    return scalars(node, what).stream().map(yaml::text).toList();
  }

  private List<ScalarNode> scalars(Node node, String what) {
    List<ScalarNode> scalars = new ArrayList<>();
    if (absent(node)) {
      return scalars;
    }
    if (!(node instanceof SequenceNode sequence)) {
      wrong(node, "'" + what + "' is a list: put '- ' in front");
      return scalars;
    }
    for (Node element : sequence.getValue()) {
      if (element instanceof ScalarNode scalar) {
        scalars.add(scalar);
      } else {
        wrong(
            element, "a line of '" + what + "' has to be a text; put it in quotes, or below '- |'");
      }
    }
    return scalars;
  }

  /** Whether it says true; absent is false. */
  boolean flag(Node node) {
    if (absent(node)) {
      return false;
    }
    String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (!TRUE.contains(word) && !FALSE.contains(word)) {
      wrong(node, "this has to be true or false");
    }
    return TRUE.contains(word);
  }
}
