package org.panux.pkgen.file;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** The document of a package file, and where its parts stand. */
final class Yaml {
  private static final int DEEPEST = 50;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new FailsafeSchema()).setCodePointLimit(1 << 20).build();

  private final String file;
  private final String[] lines;

  Yaml(String file, String text) {
    this.file = file;
    this.lines = text.split("\r\n|\r|\n", -1);
  }

  /** The document's root; empty where there is none. */
  Optional<Node> compose(String text) throws InvalidFile {
    try {
      checkDepth(text);
      return new Compose(SETTINGS).composeString(text);
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw new InvalidFile(
          new Mistake(
              file,
              mark.map(Mark::getLine).orElse(0) + 1,
              mark.map(Mark::getColumn).orElse(0) + 1,
              "this is no YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      throw new InvalidFile(new Mistake(file, 0, 0, "this is no YAML: " + e.getMessage()));
    }
  }

  private void checkDepth(String text) throws InvalidFile {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      switch (event.getEventId()) {
        case SequenceStart, MappingStart -> depth++;
        case SequenceEnd, MappingEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        throw new InvalidFile(
            new Mistake(
                file,
                event.getStartMark().map(Mark::getLine).orElse(0) + 1,
                event.getStartMark().map(Mark::getColumn).orElse(0) + 1,
                "nested too deeply"));
      }
    }
  }

  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  static int column(Node node) {
    return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  Mistake mistake(Node node, String message) {
    return new Mistake(file, line(node), column(node), message);
  }

  /**
   * A scalar with the place of its first character: of a block that is on the line after its mark.
   */
  Text text(ScalarNode node) {
    int line = line(node);
    int column = column(node);
    if (node.getScalarStyle() == ScalarStyle.PLAIN) {
      return new Text(node.getValue(), line, column, false);
    } else if (node.getScalarStyle() != ScalarStyle.LITERAL) {
      return new Text(node.getValue(), line, column + 1, false);
    }
    int first = line;
    while (first < lines.length && lines[first].isBlank()) {
      first++;
    }
    String text = first < lines.length ? lines[first] : "";
    int indent = text.length() - text.stripLeading().length();
    // What is indented further than the first line, that line says of itself.
    String value = node.getValue();
    int own = value.length() - value.stripLeading().length();
    int inValue = value.isBlank() ? 0 : own - (value.lastIndexOf('\n', own) + 1);
    return new Text(value, line + 1, Math.max(1, indent - inValue + 1), true);
  }
}
