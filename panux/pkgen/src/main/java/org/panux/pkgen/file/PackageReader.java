package org.panux.pkgen.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.panux.pkgen.template.Near;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads package files. All that is wrong in one is found at once, as far as it is YAML. */
public final class PackageReader {
  private static final List<String> KEYS =
      List.of(
          "packages",
          "version",
          "build",
          "arch",
          "sources",
          "script",
          "builddependencies",
          "builder",
          "oneshell",
          "cross",
          "nobootstrap",
          "data");
  private static final Set<String> BUILDERS =
      Set.of("bootstrap", "docker", "default", "alpine", "panux");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off");

  private final Path path;
  private final Yaml yaml;
  private final List<Mistake> mistakes = new ArrayList<>();

  private PackageReader(Path path, String text) {
    this.path = path;
    this.yaml = new Yaml(path.toString(), text);
  }

  /** Reads a file. */
  public static PackageFile read(Path path) throws InvalidFile {
    try {
      return read(path, Files.readAllBytes(path));
    } catch (IOException e) {
      String reason =
          Files.isDirectory(path)
              ? "this is a folder, not a package file"
              : Files.notExists(path)
                  ? "there is no such file"
                  : "cannot be read: " + e.getMessage();
      throw new InvalidFile(new Mistake(path.toString(), 0, 0, reason));
    }
  }

  /** Reads what a file holds. */
  public static PackageFile read(Path path, byte[] bytes) throws InvalidFile {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidFile(new Mistake(path.toString(), 0, 0, "this is no UTF-8 text"));
    }
    return new PackageReader(path, text).file(text);
  }

  private PackageFile file(String text) throws InvalidFile {
    Optional<Node> root = yaml.compose(text);
    if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
      throw new InvalidFile(
          new Mistake(
              path.toString(), 1, 1, "a package file is a mapping that begins with 'packages:'"));
    }
    Map<String, Node> keys = keys(mapping, KEYS, "");
    SortedMap<String, List<Text>> packages = packages(keys.get("packages"));
    PackageFile file =
        new PackageFile(
            path,
            packages,
            version(keys.get("version"), mapping),
            build(keys.get("build")),
            texts(keys.get("arch"), "arch").stream().map(Text::value).toList(),
            texts(keys.get("sources"), "sources"),
            texts(keys.get("script"), "script"),
            names(keys.get("builddependencies"), "builddependencies"),
            builder(keys.get("builder")),
            flag(keys.get("oneshell")),
            flag(keys.get("cross")),
            flag(keys.get("nobootstrap")),
            data(keys.get("data")));
    if (packages.isEmpty() && mistakes.isEmpty()) {
      wrong(mapping, "there is no package; 'packages:' names what the file makes");
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidFile(mistakes);
    }
    return file;
  }

  private void wrong(Node node, String message) {
    mistakes.add(yaml.mistake(node, message));
  }

  private static boolean absent(Node node) {
    return node == null
        || node instanceof ScalarNode scalar
            && scalar.isPlain()
            && Set.of("", "~", "null").contains(scalar.getValue());
  }

  /** The values of known keys; what is not known is a mistake. */
  private Map<String, Node> keys(MappingNode mapping, List<String> known, String where) {
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

  private SortedMap<String, List<Text>> packages(Node node) {
    SortedMap<String, List<Text>> packages = new TreeMap<>();
    if (absent(node)) {
      return packages;
    }
    if (!(node instanceof MappingNode mapping)) {
      wrong(node, "'packages' is a mapping of names: write 'NAME:', with 'dependencies:' below it");
      return packages;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || !checkName(key)) {
        if (!(tuple.getKeyNode() instanceof ScalarNode)) {
          wrong(tuple.getKeyNode(), "a package's name has to be a word");
        }
        continue;
      }
      List<Text> dependencies = dependencies(tuple.getValueNode(), key.getValue());
      if (packages.put(key.getValue(), dependencies) != null) {
        wrong(key, "the package '" + key.getValue() + "' is there twice");
      }
    }
    return packages;
  }

  private List<Text> dependencies(Node node, String name) {
    if (absent(node)) {
      return List.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      wrong(node, "below '" + name + ":' there is 'dependencies:' or nothing");
      return List.of();
    }
    return names(
        keys(mapping, List.of("dependencies"), " of the package '" + name + "'")
            .get("dependencies"),
        "dependencies");
  }

  private List<Text> names(Node node, String what) {
    List<Text> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (ScalarNode scalar : scalars(node, what)) {
      // Published files name some twice, which is no harm.
      if (checkName(scalar) && seen.add(scalar.getValue())) {
        names.add(yaml.text(scalar));
      }
    }
    return names;
  }

  private boolean checkName(ScalarNode node) {
    Optional<String> wrong = Names.wrongName(node.getValue());
    wrong.ifPresent(message -> wrong(node, message));
    return wrong.isEmpty();
  }

  private List<Text> texts(Node node, String what) {
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

  private String version(Node node, Node file) {
    if (absent(node)) {
      wrong(file, "there is no 'version:'");
      return "";
    }
    if (!(node instanceof ScalarNode scalar)) {
      wrong(node, "'version' has to be a text");
      return "";
    }
    Names.wrongVersion(scalar.getValue()).ifPresent(message -> wrong(node, message));
    return scalar.getValue();
  }

  private long build(Node node) {
    if (absent(node)) {
      return 1;
    }
    if (node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,9}")) {
      return Long.parseLong(scalar.getValue());
    }
    wrong(node, "'build' has to be a number");
    return 1;
  }

  private String builder(Node node) {
    if (absent(node)) {
      return "default";
    }
    if (node instanceof ScalarNode scalar && BUILDERS.contains(scalar.getValue())) {
      return scalar.getValue();
    }
    String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    wrong(
        node,
        "unknown builder '"
            + word
            + "'; it is bootstrap, docker or default"
            + Near.hint(word, List.copyOf(BUILDERS), ""));
    return "default";
  }

  private boolean flag(Node node) {
    if (absent(node)) {
      return false;
    }
    String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (!TRUE.contains(word) && !FALSE.contains(word)) {
      wrong(node, "this has to be true or false");
    }
    return TRUE.contains(word);
  }

  private Map<Object, Object> data(Node node) {
    if (absent(node)) {
      return Map.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      wrong(node, "'data' has to be a mapping");
      return Map.of();
    }
    try {
      return new YamlData(yaml).value(mapping) instanceof Map<?, ?> values
          ? new java.util.LinkedHashMap<>(values)
          : Map.of();
    } catch (InvalidFile e) {
      mistakes.addAll(e.mistakes());
      return Map.of();
    }
  }
}
