package org.panux.pkgen.template;

import java.util.List;
import java.util.Map;

/**
 * A template that was read. What it prints is, byte for byte, what Go's {@code text/template}
 * prints.
 *
 * <p>Values are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code List}, {@code
 * Map}, {@link Fields} and {@code null}.
 */
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Reads a template, which may call Go's functions and these. */
  public static Template parse(String text, Map<String, Function> functions)
      throws TemplateException {
    return new Template(new Parser(Lexer.tokens(text), functions).template());
  }

  /** What it prints of a value. */
  public String execute(Object data) throws TemplateException {
    return new Execution(data).run(nodes);
  }
}
