package org.panux.pkgen.template;

import java.util.List;

/** What a template consists of. Each knows where it begins. */
sealed interface Node {
  int offset();

  /** Text that is printed as it is. */
  record Text(int offset, String text) implements Node {}

  /** An action that prints a value, or sets variables. */
  record Action(int offset, Pipeline pipeline) implements Node {}

  /**
   * {@code if} and {@code with}; what {@code else if} begins is an {@code if} within the otherwise.
   */
  record Choice(int offset, boolean with, Pipeline condition, List<Node> then, List<Node> otherwise)
      implements Node {}

  /** {@code range}; otherwise is for what is empty. */
  record Range(int offset, Pipeline over, List<Node> body, List<Node> otherwise) implements Node {}

  /**
   * Commands, each of which gets the value of the one before as its last argument.
   *
   * @param variables what is set: none, one, or two for a {@code range}
   * @param assigns whether they are there already
   */
  record Pipeline(int offset, List<String> variables, boolean assigns, List<Command> commands) {}

  /** A function or a value, and arguments. */
  record Command(int offset, List<Operand> words) {}

  /** A word of a command, with the fields that are taken of it. */
  record Operand(int offset, Term term, List<String> fields) {}

  /** What stands at the beginning of an operand. */
  sealed interface Term {
    /** The dot, whose fields are those that have nothing before them. */
    record Dot() implements Term {}

    record Nil() implements Term {}

    /** A string, a number or a truth value. */
    record Constant(Object value) implements Term {}

    /** Without the dollar sign; {@code ""} is what the template was given. */
    record Variable(String name) implements Term {}

    record Call(Function function) implements Term {}

    record Group(Pipeline pipeline) implements Term {}
  }
}
