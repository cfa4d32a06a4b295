package org.panux.pkgen.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The variables that are there while a template is executed; the nearest of a name counts. */
final class Scope {
  private record Variable(String name, Object value) {}

  private final List<Variable> variables = new ArrayList<>();

  /** With the one that has no name: what the template was given. */
  Scope(Object data) {
    add("", data);
  }

  /** Where {@link #forget} goes back to. */
  int mark() {
    return variables.size();
  }

  void forget(int mark) {
    variables.subList(mark, variables.size()).clear();
  }

  void add(String name, Object value) {
    variables.add(new Variable(name, value));
  }

  /** Changes the nearest of that name. */
  void assign(String name, Object value) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name().equals(name)) {
        variables.set(i, new Variable(name, value));
        return;
      }
    }
  }

  /** Sets a variable of a loop: its own, which is the one at that place, or one from outside. */
  void set(String name, Object value, int place, boolean assigns) {
    if (assigns) {
      assign(name, value);
    } else {
      variables.set(place, new Variable(name, value));
    }
  }

  /** The value of the nearest; what is nothing is {@link Values#NONE}. */
  Optional<Object> value(String name) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      Variable variable = variables.get(i);
      if (variable.name().equals(name)) {
        return Optional.of(variable.value() == null ? Values.NONE : variable.value());
      }
    }
    return Optional.empty();
  }
}
