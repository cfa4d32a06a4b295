package org.panux.pkgen.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.panux.pkgen.template.Node.Pipeline;
import org.panux.pkgen.template.Token.Kind;

/** Makes nodes of words: texts, actions, and the blocks between two actions. */
final class Parser {
  private final Words words;
  private final Pipelines pipelines;

  Parser(List<Token> tokens, Map<String, Function> functions) {
    this.words = new Words(tokens);
    this.pipelines = new Pipelines(words, functions);
  }

  List<Node> template() throws TemplateException {
    List<Node> nodes = new ArrayList<>();
    Token open;
    while ((open = items(nodes)) != null) {
      if (words.peek().isKeyword("end") || words.peek().isKeyword("else")) {
        throw Words.unexpected(words.peek(), "there is no if, range or with that it belongs to");
      }
      throw new TemplateException(open.offset(), "unexpected action");
    }
    return nodes;
  }

  /** Adds nodes up to the end, or to an {@code else} or {@code end}, whose opening it returns. */
  private Token items(List<Node> nodes) throws TemplateException {
    while (true) {
      Token token = words.next();
      if (token.is(Kind.END)) {
        return null;
      } else if (token.is(Kind.TEXT)) {
        nodes.add(new Node.Text(token.offset(), token.text()));
      } else {
        words.skipSpace();
        if (words.peek().isKeyword("end") || words.peek().isKeyword("else")) {
          return token;
        }
        nodes.add(action(token));
      }
    }
  }

  private Node action(Token open) throws TemplateException {
    Token word = words.peek();
    if (word.is(Kind.KEYWORD)) {
      switch (word.text()) {
        case "if", "with", "range" -> {
          words.next();
          return block(word);
        }
        case "nil", "true", "false" -> {}
        default ->
            throw new TemplateException(
                word.offset(), "{{" + word.text() + "}} is not known to pkgen");
      }
    }
    Pipeline pipeline = pipelines.pipeline(Kind.CLOSE, false);
    return new Node.Action(open.offset(), pipeline);
  }

  /** {@code if}, {@code with} or {@code range}, of which the first word has been read. */
  private Node block(Token word) throws TemplateException {
    words.enter(word);
    int scope = words.variables().size();
    boolean range = word.text().equals("range");
    Pipeline pipeline = pipelines.pipeline(Kind.CLOSE, range);
    List<Node> then = new ArrayList<>();
    List<Node> otherwise = new ArrayList<>();
    if (branch(word, then)) {
      words.skipSpace();
      Token again = words.peek();
      if (again.isKeyword("if") && word.isKeyword("if")) {
        // What ends the second ends the first as well.
        words.next();
        otherwise.add(block(again));
      } else {
        expectClose("else");
        if (branch(word, otherwise)) {
          throw new TemplateException(words.peek().offset(), "expected end; found {{else}}");
        }
        words.skipSpace();
        expectClose("end");
      }
    } else {
      words.skipSpace();
      expectClose("end");
    }
    words.variables().subList(scope, words.variables().size()).clear();
    words.leave();
    return range
        ? new Node.Range(word.offset(), pipeline, then, otherwise)
        : new Node.Choice(word.offset(), word.text().equals("with"), pipeline, then, otherwise);
  }

  /** Reads up to {@code else} (true) or {@code end}, and past that word. */
  private boolean branch(Token word, List<Node> nodes) throws TemplateException {
    if (items(nodes) == null) {
      throw new TemplateException(
          word.offset(), "{{" + word.text() + "}} without {{end}}: unexpected end of the template");
    }
    return words.next().isKeyword("else");
  }

  private void expectClose(String where) throws TemplateException {
    Token token = words.next();
    if (!token.is(Kind.CLOSE)) {
      throw Words.unexpected(token, "in " + where);
    }
  }
}
