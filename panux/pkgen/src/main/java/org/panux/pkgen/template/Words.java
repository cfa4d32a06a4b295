package org.panux.pkgen.template;

import java.util.ArrayList;
import java.util.List;
import org.panux.pkgen.template.Token.Kind;

/** Where a parser is: the words that are left, the variables that are known, how deep it is. */
final class Words {
  /** Deeper nobody writes, and the interpreter's stack has an end. */
  private static final int DEEPEST = 100;

  private final List<Token> tokens;
  private final List<String> variables = new ArrayList<>(List.of(""));
  private int at;
  private int depth;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    if (!token.is(Kind.END)) {
      at++;
    }
    return token;
  }

  void skipSpace() {
    while (peek().is(Kind.SPACE)) {
      at++;
    }
  }

  int place() {
    return at;
  }

  void back(int place) {
    at = place;
  }

  /**
   * The names of variables that are known here, without their dollar signs; the last is the
   * nearest.
   */
  List<String> variables() {
    return variables;
  }

  /** One deeper, at this word. */
  void enter(Token token) throws TemplateException {
    depth++;
    if (depth > DEEPEST) {
      throw new TemplateException(token.offset(), "nested too deeply");
    }
  }

  void leave() {
    depth--;
  }

  static TemplateException unexpected(Token token, String where) {
    return new TemplateException(token.offset(), "unexpected " + token.shown() + ": " + where);
  }
}
