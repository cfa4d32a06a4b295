package org.panux.pkgen.file;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as a template's values. Words mean what they meant to the ancestor, which had YAML 1.1. */
final class YamlData {
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(?:0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+|0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

  /** References to anchors can make much of little. */
  private static final int MOST = 100_000;

  private final Yaml yaml;
  private int count;

  YamlData(Yaml yaml) {
    this.yaml = yaml;
  }

  Object value(Node node) throws InvalidFile {
    count++;
    if (count > MOST) {
      throw new InvalidFile(yaml.mistake(node, "more data than a package needs"));
    }
    if (node.isRecursive()) {
      throw new InvalidFile(yaml.mistake(node, "an anchor within what it stands for"));
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      for (Node element : sequence.getValue()) {
        list.add(value(element));
      }
      return list;
    } else if (node instanceof MappingNode mapping) {
      return map(mapping, false);
    }
    return scalar((ScalarNode) node);
  }

  /** The keys of {@code data:} itself, which are names whatever they look like. */
  Map<Object, Object> named(MappingNode mapping) throws InvalidFile {
    return map(mapping, true);
  }

  /** A mapping; what it merges with {@code <<} comes first, so that its own keys win. */
  private Map<Object, Object> map(MappingNode mapping, boolean names) throws InvalidFile {
    Map<Object, Object> map = new LinkedHashMap<>();
    Map<Object, Object> own = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (key instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().equals("<<")) {
        merge(map, tuple.getValueNode());
        continue;
      }
      if (!(key instanceof ScalarNode scalar)) {
        throw new InvalidFile(yaml.mistake(key, "a key has to be a word"));
      }
      Object name = names ? scalar.getValue() : scalar(scalar);
      if (own.containsKey(name)) {
        throw new InvalidFile(yaml.mistake(key, "the key " + name + " is there twice"));
      }
      own.put(name, value(tuple.getValueNode()));
    }
    map.putAll(own);
    return map;
  }

  private void merge(Map<Object, Object> map, Node from) throws InvalidFile {
    if (from instanceof SequenceNode sequence) {
      for (Node element : sequence.getValue()) {
        merge(map, element);
      }
    } else if (from instanceof MappingNode mapping) {
      if (!(value(mapping) instanceof Map<?, ?> values)) {
        return;
      }
      values.forEach(map::putIfAbsent);
    } else {
      throw new InvalidFile(yaml.mistake(from, "<< wants a mapping, or a list of mappings"));
    }
  }

  private Object scalar(ScalarNode node) throws InvalidFile {
    String text = node.getValue();
    if (node.getTag().equals(Tag.STR)) {
      return node.isPlain() ? plain(text) : text;
    } else if (node.getTag().equals(Tag.FLOAT) && plain(text) instanceof Long number) {
      return number.doubleValue();
    } else if (Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL).contains(node.getTag())) {
      return plain(text);
    }
    throw new InvalidFile(yaml.mistake(node, "the tag " + node.getTag() + " means nothing here"));
  }

  private static Object plain(String text) {
    if (NULL.contains(text)) {
      return null;
    } else if (TRUE.contains(text) || FALSE.contains(text)) {
      return TRUE.contains(text);
    } else if (text.length() > 60) {
      return text;
    }
    String digits = text.replace("_", "");
    if (INTEGER.matcher(digits).matches()) {
      return integer(digits);
    } else if (FLOAT.matcher(digits).matches()) {
      Double number = Double.valueOf(digits);
      return number.isInfinite() ? text : number;
    }
    return switch (text) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      default -> text;
    };
  }

  private static Object integer(String digits) {
    String bare = digits.replaceFirst("^[-+]", "");
    int radix = 10;
    if (bare.startsWith("0x")) {
      radix = 16;
    } else if (bare.startsWith("0b")) {
      radix = 2;
    } else if (bare.startsWith("0") && bare.length() > 1) {
      radix = 8;
    }
    String number = radix == 10 ? bare : bare.replaceFirst("^0[xbo]?", "");
    try {
      return Long.valueOf((digits.startsWith("-") ? "-" : "") + number, radix);
    } catch (NumberFormatException e) {
      BigInteger large = new BigInteger((digits.startsWith("-") ? "-" : "") + number, radix);
      // What templates do with so large a number is to print it.
      return large.bitLength() <= Long.SIZE && large.signum() > 0
          ? large.toString()
          : (Object) large.doubleValue();
    }
  }
}
