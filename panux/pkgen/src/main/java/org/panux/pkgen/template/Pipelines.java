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

/**
 * Parses what is within an action. Functions and variables that nobody has defined are found here.
 */
final class Pipelines {
  private final Words words;
  private final Map<String, Function> functions;

  Pipelines(Words words, Map<String, Function> functions) {
    this.words = words;
    this.functions = functions;
  }

  /** Reads up to a word of this kind, and past it; a {@code range} may declare two variables. */
  Pipeline pipeline(Kind end, boolean range) throws TemplateException {
    words.skipSpace();
    int offset = words.peek().offset();
    List<String> names = new ArrayList<>();
    boolean assigns = declaration(names, range);
    List<Command> commands = new ArrayList<>();
    while (true) {
      words.skipSpace();
      Token token = words.peek();
      if (token.is(end)) {
        words.next();
        check(commands, token);
        return new Pipeline(offset, names, assigns, commands);
      }
      if (token.is(Kind.PIPE)) {
        throw new TemplateException(token.offset(), "missing value for command");
      }
      commands.add(command());
      if (words.peek().is(Kind.PIPE)) {
        words.next();
        words.skipSpace();
        if (words.peek().is(end)) {
          throw new TemplateException(words.peek().offset(), "missing value for command");
        }
      }
    }
  }

  /** Reads what stands before {@code :=} or {@code =}, where there is one. */
  private boolean declaration(List<String> names, boolean range) throws TemplateException {
    int begin = words.place();
    List<Token> seen = new ArrayList<>();
    while (words.peek().is(Kind.VARIABLE)) {
      seen.add(words.next());
      words.skipSpace();
      if (words.peek().is(Kind.DECLARE) || words.peek().is(Kind.ASSIGN)) {
        return declared(words.next(), seen, names);
      }
      if (!words.peek().is(Kind.COMMA)) {
        break;
      }
      if (!range || seen.size() == 2) {
        throw new TemplateException(words.peek().offset(), "too many declarations");
      }
      words.next();
      words.skipSpace();
    }
    words.back(begin);
    return false;
  }

  private boolean declared(Token sign, List<Token> seen, List<String> names)
      throws TemplateException {
    boolean assigns = sign.is(Kind.ASSIGN);
    for (Token token : seen) {
      String name = token.text().substring(1);
      if (assigns && !words.variables().contains(name)) {
        throw undefined(token);
      }
      names.add(name);
    }
    if (!assigns) {
      words.variables().addAll(names);
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
    int offset = words.peek().offset();
    List<Operand> operands = new ArrayList<>();
    while (true) {
      words.skipSpace();
      Optional<Operand> operand = operand();
      operand.ifPresent(operands::add);
      Token token = words.peek();
      if (operand.isPresent() && token.is(Kind.SPACE)) {
        continue;
      }
      if (token.is(Kind.PIPE) || token.is(Kind.CLOSE) || token.is(Kind.RIGHT)) {
        if (operands.isEmpty()) {
          throw new TemplateException(token.offset(), "empty command");
        }
        return new Command(offset, operands);
      }
      throw Words.unexpected(token, "in a command");
    }
  }

  private Optional<Operand> operand() throws TemplateException {
    Token token = words.peek();
    Term term = term(token);
    if (term == null) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    if (token.is(Kind.FIELD)) {
      fields.add(token.text().substring(1));
    }
    if (words.peek().is(Kind.FIELD)
        && (term instanceof Term.Constant || term instanceof Term.Nil)) {
      throw Words.unexpected(words.peek(), "after " + token.shown());
    }
    while (words.peek().is(Kind.FIELD)) {
      fields.add(words.next().text().substring(1));
    }
    return Optional.of(new Operand(token.offset(), term, fields));
  }

  private Term term(Token token) throws TemplateException {
    try {
      switch (token.kind()) {
        case DOT, FIELD -> {
          words.next();
          return new Term.Dot();
        }
        case VARIABLE -> {
          words.next();
          String name = token.text().substring(1);
          if (!words.variables().contains(name)) {
            throw undefined(token);
          }
          return new Term.Variable(name);
        }
        case IDENTIFIER -> {
          words.next();
          return new Term.Call(function(token));
        }
        case KEYWORD -> {
          words.next();
          return switch (token.text()) {
            case "nil" -> new Term.Nil();
            case "true" -> new Term.Constant(true);
            case "false" -> new Term.Constant(false);
            default -> throw Words.unexpected(token, "in a command");
          };
        }
        case STRING -> {
          words.next();
          return new Term.Constant(Quoting.unquote(token.text()));
        }
        case RAW_STRING -> {
          words.next();
          return new Term.Constant(
              token.text().substring(1, token.text().length() - 1).replace("\r", ""));
        }
        case CHARACTER -> {
          words.next();
          return new Term.Constant((long) Quoting.unquoteCharacter(token.text()));
        }
        case NUMBER -> {
          words.next();
          return new Term.Constant(Numbers.parse(token.text()));
        }
        case LEFT -> {
          words.next();
          words.enter(token);
          Pipeline pipeline = pipeline(Kind.RIGHT, false);
          words.leave();
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

  private static TemplateException undefined(Token token) {
    return new TemplateException(token.offset(), "undefined variable " + token.shown());
  }
}
