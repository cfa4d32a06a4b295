package org.panux.pkgen.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Path path;
  private final Yaml yaml;
  private final Parts parts;

  private PackageReader(Path path, String text) {
    this.path = path;
    this.yaml = new Yaml(path.toString(), text);
    this.parts = new Parts(yaml);
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
    Map<String, Node> keys = parts.keys(mapping, KEYS, "");
    SortedMap<String, List<Text>> packages = packages(keys.get("packages"));
    PackageFile file =
        new PackageFile(
            path,
            packages,
            version(keys.get("version"), mapping),
            build(keys.get("build")),
            parts.texts(keys.get("arch"), "arch").stream().map(Text::value).toList(),
            parts.texts(keys.get("sources"), "sources"),
            parts.texts(keys.get("script"), "script"),
            parts.names(keys.get("builddependencies"), "builddependencies"),
            builder(keys.get("builder")),
            parts.flag(keys.get("oneshell")),
            parts.flag(keys.get("cross")),
            parts.flag(keys.get("nobootstrap")),
            data(keys.get("data")));
    if (packages.isEmpty() && parts.mistakes().isEmpty()) {
      parts.wrong(mapping, "there is no package; 'packages:' names what the file makes");
    }
    if (!parts.mistakes().isEmpty()) {
      throw new InvalidFile(parts.mistakes());
    }
    return file;
  }

  private SortedMap<String, List<Text>> packages(Node node) {
    SortedMap<String, List<Text>> packages = new TreeMap<>();
    if (Parts.absent(node)) {
      return packages;
    }
    if (!(node instanceof MappingNode mapping)) {
      parts.wrong(
          node, "'packages' is a mapping of names: write 'NAME:', with 'dependencies:' below it");
      return packages;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || !parts.checkName(key)) {
        if (!(tuple.getKeyNode() instanceof ScalarNode)) {
          parts.wrong(tuple.getKeyNode(), "a package's name has to be a word");
        }
        continue;
      }
      List<Text> dependencies = dependencies(tuple.getValueNode(), key.getValue());
      if (packages.put(key.getValue(), dependencies) != null) {
        parts.wrong(key, "the package '" + key.getValue() + "' is there twice");
      }
    }
    return packages;
  }

  private List<Text> dependencies(Node node, String name) {
    if (Parts.absent(node)) {
      return List.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      parts.wrong(node, "below '" + name + ":' there is 'dependencies:' or nothing");
      return List.of();
    }
    return parts.names(
        parts
            .keys(mapping, List.of("dependencies"), " of the package '" + name + "'")
            .get("dependencies"),
        "dependencies");
  }

  private String version(Node node, Node file) {
    if (Parts.absent(node)) {
      parts.wrong(file, "there is no 'version:'");
      return "";
    }
    if (!(node instanceof ScalarNode scalar)) {
      parts.wrong(node, "'version' has to be a text");
      return "";
    }
    Names.wrongVersion(scalar.getValue()).ifPresent(message -> parts.wrong(node, message));
    return scalar.getValue();
  }

  private long build(Node node) {
    if (Parts.absent(node)) {
      return 1;
    }
    if (node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,9}")) {
      return Long.parseLong(scalar.getValue());
    }
    parts.wrong(node, "'build' has to be a number");
    return 1;
  }

  private String builder(Node node) {
    if (Parts.absent(node)) {
      return "default";
    }
    if (node instanceof ScalarNode scalar && BUILDERS.contains(scalar.getValue())) {
      return scalar.getValue();
    }
    String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    parts.wrong(
        node,
        "unknown builder '"
            + word
            + "'; it is bootstrap, docker or default"
            + Near.hint(word, List.copyOf(BUILDERS), ""));
    return "default";
  }

  private Map<Object, Object> data(Node node) {
    if (Parts.absent(node)) {
      return Map.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      parts.wrong(node, "'data' has to be a mapping");
      return Map.of();
    }
    try {
      return new YamlData(yaml).named(mapping);
    } catch (InvalidFile e) {
      parts.mistakes().addAll(e.mistakes());
      return Map.of();
    }
  }
}
