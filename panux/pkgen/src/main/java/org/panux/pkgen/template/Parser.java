package org.panux.pkgen.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.panux.pkgen.template.Node.Command;
import org.panux.pkgen.template.Node.Operand;
import org.panux.pkgen.template.Node.Pipeline;
import org.panux.pkgen.template.Node.Term;
import org.panux.pkgen.template.Token.Kind;

/** Makes nodes of words. Functions and variables that nobody has defined are found here. */
final class Parser {
  /** Deeper nobody writes, and the interpreter's stack has an end. */
  private static final int DEEPEST = 100;

  private final List<Token> tokens;
  private final Map<String, Function> functions;
  private final List<String> variables = new ArrayList<>(List.of(""));
  private int at;
  private int depth;

  Parser(List<Token> tokens, Map<String, Function> functions) {
    this.tokens = tokens;
    this.functions = functions;
  }

  List<Node> template() throws TemplateException {
    List<Node> nodes = new ArrayList<>();
    Token open;
    while ((open = items(nodes)) != null) {
      if (peek().isKeyword("end") || peek().isKeyword("else")) {
        throw unexpected(peek(), "there is no if, range or with that it belongs to");
      }
      throw new TemplateException(open.offset(), "unexpected action");
    }
    return nodes;
  }

  /** Adds nodes up to the end, or to an {@code else} or {@code end}, whose opening it returns. */
  private Token items(List<Node> nodes) throws TemplateException {
    while (true) {
      Token token = next();
      if (token.is(Kind.END)) {
        return null;
      } else if (token.is(Kind.TEXT)) {
        nodes.add(new Node.Text(token.offset(), token.text()));
      } else {
        skipSpace();
        if (peek().isKeyword("end") || peek().isKeyword("else")) {
          return token;
        }
        nodes.add(action(token));
      }
    }
  }

  private Node action(Token open) throws TemplateException {
    Token word = peek();
    if (word.is(Kind.KEYWORD)) {
      switch (word.text()) {
        case "if", "with", "range" -> {
          next();
          return block(word);
        }
        case "nil", "true", "false" -> {}
        default ->
            throw new TemplateException(
                word.offset(), "{{" + word.text() + "}} is not known to pkgen");
      }
    }
    Pipeline pipeline = pipeline(Kind.CLOSE, false);
    return new Node.Action(open.offset(), pipeline);
  }

  /** {@code if}, {@code with} or {@code range}, of which the first word has been read. */
  private Node block(Token word) throws TemplateException {
    enter(word);
    int scope = variables.size();
    boolean range = word.text().equals("range");
    Pipeline pipeline = pipeline(Kind.CLOSE, range);
    List<Node> then = new ArrayList<>();
    List<Node> otherwise = new ArrayList<>();
    if (branch(word, then)) {
      skipSpace();
      Token again = peek();
      if (again.isKeyword("if") && word.isKeyword("if")) {
        // What ends the second ends the first as well.
        next();
        otherwise.add(block(again));
      } else {
        expectClose("else");
        if (branch(word, otherwise)) {
          throw new TemplateException(peek().offset(), "expected end; found {{else}}");
        }
        skipSpace();
        expectClose("end");
      }
    } else {
      skipSpace();
      expectClose("end");
    }
    variables.subList(scope, variables.size()).clear();
    depth--;
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
    return next().isKeyword("else");
  }

  private void expectClose(String where) throws TemplateException {
    Token token = next();
    if (!token.is(Kind.CLOSE)) {
      throw unexpected(token, "in " + where);
    }
  }

  private Pipeline pipeline(Kind end, boolean range) throws TemplateException {
    skipSpace();
    int offset = peek().offset();
    List<String> names = new ArrayList<>();
    boolean assigns = declaration(names, range);
    List<Command> commands = new ArrayList<>();
    while (true) {
      skipSpace();
      Token token = peek();
      if (token.is(end)) {
        next();
        check(commands, token);
        return new Pipeline(offset, names, assigns, commands);
      }
      if (token.is(Kind.PIPE)) {
        throw new TemplateException(token.offset(), "missing value for command");
      }
      commands.add(command());
      if (peek().is(Kind.PIPE)) {
        next();
        skipSpace();
        if (peek().is(end)) {
          throw new TemplateException(peek().offset(), "missing value for command");
        }
      }
    }
  }

  /** Reads what stands before {@code :=} or {@code =}, where there is one. */
  private boolean declaration(List<String> names, boolean range) throws TemplateException {
    int begin = at;
    List<Token> seen = new ArrayList<>();
    while (peek().is(Kind.VARIABLE)) {
      seen.add(next());
      skipSpace();
      if (peek().is(Kind.DECLARE) || peek().is(Kind.ASSIGN)) {
        return declared(next(), seen, names);
      }
      if (!peek().is(Kind.COMMA)) {
        break;
      }
      if (!range || seen.size() == 2) {
        throw new TemplateException(peek().offset(), "too many declarations");
      }
      next();
      skipSpace();
    }
    at = begin;
    return false;
  }

  private boolean declared(Token sign, List<Token> seen, List<String> names)
      throws TemplateException {
    boolean assigns = sign.is(Kind.ASSIGN);
    for (Token token : seen) {
      String name = token.text().substring(1);
      if (assigns && !variables.contains(name)) {
        throw undefined(token);
      }
      names.add(name);
    }
    if (!assigns) {
      variables.addAll(names);
    }
    return assigns;
  }

  private void check(List<Command> commands, Token end) throws TemplateException {
    if (commands.isEmpty()) {
      throw new TemplateException(end.offset(), "missing value for command");
    }
    for (Command command : commands.subList(1, commands.size())) {
      Operand first = command.words().get(0);
      Term term = first.term();
      if (first.fields().isEmpty()
          && (term instanceof Term.Constant
              || term instanceof Term.Dot
              || term instanceof Term.Nil)) {
        throw new TemplateException(
            command.offset(), "non executable command in a later stage of a pipeline");
      }
    }
  }

  private Command command() throws TemplateException {
    int offset = peek().offset();
    List<Operand> words = new ArrayList<>();
    while (true) {
      skipSpace();
      Optional<Operand> operand = operand();
      operand.ifPresent(words::add);
      Token token = peek();
      if (operand.isPresent() && token.is(Kind.SPACE)) {
        continue;
      }
      if (token.is(Kind.PIPE) || token.is(Kind.CLOSE) || token.is(Kind.RIGHT)) {
        if (words.isEmpty()) {
          throw new TemplateException(token.offset(), "empty command");
        }
        return new Command(offset, words);
      }
      throw unexpected(token, "in a command");
    }
  }

  private Optional<Operand> operand() throws TemplateException {
    Token token = peek();
    Term term = term(token);
    if (term == null) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    if (token.is(Kind.FIELD)) {
      fields.add(token.text().substring(1));
    }
    if (peek().is(Kind.FIELD) && (term instanceof Term.Constant || term instanceof Term.Nil)) {
      throw unexpected(peek(), "after " + token.shown());
    }
    while (peek().is(Kind.FIELD)) {
      fields.add(next().text().substring(1));
    }
    return Optional.of(new Operand(token.offset(), term, fields));
  }

  private Term term(Token token) throws TemplateException {
    try {
      switch (token.kind()) {
        case DOT, FIELD -> {
          next();
          return new Term.Dot();
        }
        case VARIABLE -> {
          next();
          String name = token.text().substring(1);
          if (!variables.contains(name)) {
            throw undefined(token);
          }
          return new Term.Variable(name);
        }
        case IDENTIFIER -> {
          next();
          return new Term.Call(function(token));
        }
        case KEYWORD -> {
          next();
          return switch (token.text()) {
            case "nil" -> new Term.Nil();
            case "true" -> new Term.Constant(true);
            case "false" -> new Term.Constant(false);
            default -> throw unexpected(token, "in a command");
          };
        }
        case STRING -> {
          next();
          return new Term.Constant(Quoting.unquote(token.text()));
        }
        case RAW_STRING -> {
          next();
          return new Term.Constant(
              token.text().substring(1, token.text().length() - 1).replace("\r", ""));
        }
        case CHARACTER -> {
          next();
          return new Term.Constant((long) Quoting.unquoteCharacter(token.text()));
        }
        case NUMBER -> {
          next();
          return new Term.Constant(Numbers.parse(token.text()));
        }
        case LEFT -> {
          next();
          enter(token);
          Pipeline pipeline = pipeline(Kind.RIGHT, false);
          depth--;
          return new Term.Group(pipeline);
        }
        default -> {
          return null;
        }
      }
    } catch (Quoting.Malformed e) {
      throw new TemplateException(token.offset(), e.getMessage());
    }
  }

  private Function function(Token token) throws TemplateException {
    Function function = functions.get(token.text());
    if (function == null) {
      function = Builtins.ALL.get(token.text());
    }
    if (function == null) {
      List<String> known = new ArrayList<>(functions.keySet());
      known.addAll(Builtins.ALL.keySet());
      throw new TemplateException(
          token.offset(),
          "function " + token.shown() + " not defined" + Near.hint(token.text(), known, ""));
    }
    return function;
  }

  private void enter(Token token) throws TemplateException {
    depth++;
    if (depth > DEEPEST) {
      throw new TemplateException(token.offset(), "nested too deeply");
    }
  }

  private static TemplateException undefined(Token token) {
    return new TemplateException(token.offset(), "undefined variable " + token.shown());
  }

  private static TemplateException unexpected(Token token, String where) {
    return new TemplateException(token.offset(), "unexpected " + token.shown() + ": " + where);
  }

  private void skipSpace() {
    while (peek().is(Kind.SPACE)) {
      at++;
    }
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    if (!token.is(Kind.END)) {
      at++;
    }
    return token;
  }
}
