package org.panux.pkgen.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.panux.pkgen.template.Node.Command;
import org.panux.pkgen.template.Node.Operand;
import org.panux.pkgen.template.Node.Pipeline;
import org.panux.pkgen.template.Node.Term;

/** Prints nodes for a value. */
final class Execution {
  /** More than any package file needs; loops within loops can ask for any number. */
  private static final int MOST_STEPS = 1_000_000;

  private static final int LONGEST = 8 << 20;

  /** A pipeline or function that has no value before it. */
  private static final Object NOTHING_BEFORE = new Object();

  private final StringBuilder printed = new StringBuilder();
  private final Scope scope;
  private final Object data;
  private int steps;

  Execution(Object data) {
    this.data = data;
    this.scope = new Scope(data);
  }

  String run(List<Node> nodes) throws TemplateException {
    walk(data, nodes);
    return printed.toString();
  }

  private void walk(Object dot, List<Node> nodes) throws TemplateException {
    for (Node node : nodes) {
      step(node);
      if (node instanceof Node.Text text) {
        printed.append(text.text());
      } else if (node instanceof Node.Action action) {
        Object value = evaluate(dot, action.pipeline());
        if (action.pipeline().variables().isEmpty()) {
          printed.append(Values.printed(value));
        }
      } else if (node instanceof Node.Choice choice) {
        choose(dot, choice);
      } else if (node instanceof Node.Range range) {
        range(dot, range);
      }
    }
  }

  private void step(Node node) throws TemplateException {
    steps++;
    if (steps > MOST_STEPS || printed.length() > LONGEST) {
      throw new TemplateException(node.offset(), "the template prints more than a package needs");
    }
  }

  private void choose(Object dot, Node.Choice choice) throws TemplateException {
    int mark = scope.mark();
    Object value = evaluate(dot, choice.condition());
    if (Values.truth(value)) {
      walk(choice.with() ? value : dot, choice.then());
    } else {
      walk(dot, choice.otherwise());
    }
    scope.forget(mark);
  }

  private void range(Object dot, Node.Range range) throws TemplateException {
    int outer = scope.mark();
    Object over = evaluate(dot, range.over());
    int mark = scope.mark();
    if (over instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        iterate(range, (long) i, list.get(i), mark);
      }
    } else if (over instanceof Map<?, ?> map && !map.isEmpty()) {
      for (Object key : Values.sortedKeys(map)) {
        iterate(range, key, map.get(key), mark);
      }
    } else if (over instanceof List || over instanceof Map || Values.isNone(over)) {
      walk(dot, range.otherwise());
    } else {
      throw new TemplateException(
          range.over().offset(), "range can't iterate over " + Values.described(over));
    }
    scope.forget(outer);
  }

  private void iterate(Node.Range range, Object key, Object element, int mark)
      throws TemplateException {
    step(range);
    List<String> names = range.over().variables();
    boolean assigns = range.over().assigns();
    if (names.size() == 1) {
      scope.set(names.get(0), element, mark - 1, assigns);
    } else if (names.size() == 2) {
      scope.set(names.get(0), key, mark - 2, assigns);
      scope.set(names.get(1), element, mark - 1, assigns);
    }
    walk(element, range.body());
    scope.forget(mark);
  }

  private Object evaluate(Object dot, Pipeline pipeline) throws TemplateException {
    Object value = NOTHING_BEFORE;
    for (Command command : pipeline.commands()) {
      Object found = evaluate(dot, command, value);
      value = found == null ? Values.NONE : found;
    }
    for (String name : pipeline.variables()) {
      if (pipeline.assigns()) {
        scope.assign(name, value);
      } else {
        scope.add(name, value);
      }
    }
    return value;
  }

  private Object evaluate(Object dot, Command command, Object before) throws TemplateException {
    Operand first = command.words().get(0);
    if (first.term() instanceof Term.Call call) {
      Object value = call(dot, call.function(), command, before);
      return fields(value, first);
    }
    if (first.term() instanceof Term.Nil) {
      throw new TemplateException(command.offset(), "nil is not a command");
    }
    if (command.words().size() > 1 || before != NOTHING_BEFORE) {
      throw new TemplateException(
          command.offset(), "can't give an argument to what is no function");
    }
    return operand(dot, first);
  }

  private Object operand(Object dot, Operand operand) throws TemplateException {
    Term term = operand.term();
    Object value;
    if (term instanceof Term.Constant constant) {
      value = constant.value();
    } else if (term instanceof Term.Variable variable) {
      value = lookUp(variable.name(), operand);
    } else if (term instanceof Term.Group group) {
      value = evaluate(dot, group.pipeline());
    } else if (term instanceof Term.Call call) {
      value =
          call(
              dot,
              call.function(),
              new Command(operand.offset(), List.of(operand)),
              NOTHING_BEFORE);
    } else if (term instanceof Term.Nil) {
      value = null;
    } else {
      value = dot;
    }
    return fields(value, operand);
  }

  private Object lookUp(String name, Operand operand) throws TemplateException {
    return scope
        .value(name)
        .orElseThrow(() -> new TemplateException(operand.offset(), "undefined variable: $" + name));
  }

  private Object fields(Object value, Operand operand) throws TemplateException {
    Object found = value;
    for (String name : operand.fields()) {
      found = field(found, name, operand);
    }
    return found;
  }

  private Object field(Object value, String name, Operand operand) throws TemplateException {
    if (value == Values.NONE) {
      return Values.NONE;
    }
    if (value instanceof Map<?, ?> map) {
      return map.containsKey(name) ? map.get(name) : Values.NONE;
    }
    if (value instanceof Fields known) {
      if (known.values().containsKey(name)) {
        return known.values().get(name);
      }
      throw new TemplateException(
          operand.offset(),
          "there is no field ."
              + name
              + " in "
              + known.type()
              + Near.hint(name, known.values().keySet(), "."));
    }
    throw new TemplateException(
        operand.offset(), "can't take the field ." + name + " of " + Values.described(value));
  }

  private Object call(Object dot, Function function, Command command, Object before)
      throws TemplateException {
    int count = command.words().size() - 1 + (before == NOTHING_BEFORE ? 0 : 1);
    if (count < function.least() || count > function.most()) {
      throw new TemplateException(
          command.offset(),
          "wrong number of args for "
              + function.name()
              + ": want "
              + wanted(function)
              + " got "
              + count);
    }
    List<Object> arguments = new ArrayList<>();
    for (Operand operand : command.words().subList(1, command.words().size())) {
      arguments.add(argument(function, operand(dot, operand), operand.offset()));
      if (Builtins.settled(function, arguments)) {
        return arguments.get(arguments.size() - 1);
      }
    }
    if (before != NOTHING_BEFORE) {
      arguments.add(argument(function, before, command.offset()));
    }
    try {
      return function.body().of(arguments);
    } catch (Function.Refused e) {
      throw new TemplateException(
          command.offset(), "error calling " + function.name() + ": " + e.getMessage());
    }
  }

  private static Object argument(Function function, Object value, int offset)
      throws TemplateException {
    if (function.texts() && !(value instanceof String)) {
      throw new TemplateException(
          offset, function.name() + " wants strings, but got " + Values.described(value));
    }
    return value == Values.NONE ? null : value;
  }

  private static String wanted(Function function) {
    return function.most() == Function.ANY
        ? "at least " + function.least()
        : function.most() == function.least()
            ? String.valueOf(function.least())
            : function.least() + " to " + function.most();
  }
}
