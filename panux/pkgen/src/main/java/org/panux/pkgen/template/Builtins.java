package org.panux.pkgen.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panux.pkgen.template.Function.Refused;

/** The functions that Go's templates have without being given any. */
final class Builtins {
  static final Map<String, Function> ALL =
      Stream.of(
              function("and", 1, Function.ANY, Builtins::last),
              function("or", 1, Function.ANY, Builtins::last),
              function("not", 1, 1, arguments -> !Values.truth(arguments.get(0))),
              function("eq", 1, Function.ANY, Builtins::equal),
              function("ne", 2, 2, arguments -> !equal(arguments)),
              function("lt", 2, 2, arguments -> compare(arguments, order -> order < 0)),
              function("le", 2, 2, arguments -> compare(arguments, order -> order <= 0)),
              function("gt", 2, 2, arguments -> compare(arguments, order -> order > 0)),
              function("ge", 2, 2, arguments -> compare(arguments, order -> order >= 0)),
              function("len", 1, 1, Builtins::length),
              function("index", 1, Function.ANY, Builtins::index),
              function("print", 0, Function.ANY, Printf::print),
              function("println", 0, Function.ANY, Printf::println),
              function("printf", 1, Function.ANY, Builtins::printf))
          .collect(Collectors.toUnmodifiableMap(Function::name, function -> function));

  private Builtins() {}

  private static Function function(String name, int least, int most, Function.Body body) {
    return new Function(name, least, most, false, body);
  }

  /** Whether the value is known, and no further argument is looked at. */
  static boolean settled(Function function, List<Object> arguments) {
    boolean truth = Values.truth(arguments.get(arguments.size() - 1));
    return function.name().equals("and") && !truth || function.name().equals("or") && truth;
  }

  private static Object last(List<Object> arguments) {
    return arguments.get(arguments.size() - 1);
  }

  private static boolean equal(List<Object> arguments) throws Refused {
    Object first = arguments.get(0);
    if (arguments.size() == 1) {
      throw new Refused("missing argument for comparison");
    }
    for (Object other : arguments.subList(1, arguments.size())) {
      if (first == null || other == null) {
        if (first == other) {
          return true;
        }
        continue;
      }
      comparable(first);
      comparable(other);
      if (first.getClass() != other.getClass()) {
        throw new Refused("incompatible types for comparison");
      }
      if (first.equals(other) || first instanceof Double number && number == (Double) other + 0.0) {
        return true;
      }
    }
    return false;
  }

  private static void comparable(Object value) throws Refused {
    if (value instanceof List || value instanceof Map || value instanceof Fields) {
      throw new Refused("cannot compare " + Values.described(value));
    }
  }

  private static boolean compare(List<Object> arguments, IntPredicate wanted) throws Refused {
    Object left = arguments.get(0);
    Object right = arguments.get(1);
    if (left == null || right == null || left.getClass() != right.getClass()) {
      throw new Refused("incompatible types for comparison");
    } else if (left instanceof String text) {
      return wanted.test(Values.compareBytes(text, (String) right));
    } else if (left instanceof Long number) {
      return wanted.test(number.compareTo((Long) right));
    } else if (left instanceof Double number) {
      return wanted.test(number.compareTo((Double) right));
    }
    throw new Refused("invalid type for comparison");
  }

  private static Object length(List<Object> arguments) throws Refused {
    Object value = arguments.get(0);
    if (value instanceof String text) {
      return (long) text.getBytes(StandardCharsets.UTF_8).length;
    } else if (value instanceof List<?> list) {
      return (long) list.size();
    } else if (value instanceof Map<?, ?> map) {
      return (long) map.size();
    }
    throw new Refused("len of " + Values.described(value));
  }

  private static Object index(List<Object> arguments) throws Refused {
    Object value = arguments.get(0);
    if (value == null) {
      throw new Refused("index of nothing");
    }
    for (Object key : arguments.subList(1, arguments.size())) {
      if (value instanceof List<?> list) {
        value = list.get(place(key, list.size()));
      } else if (value instanceof String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        value = (long) (bytes[place(key, bytes.length)] & 0xFF);
      } else if (value instanceof Map<?, ?> map) {
        value = key == null ? ofNothing(map) : map.get(key);
      } else if (value == null) {
        throw new Refused("index of nothing");
      } else {
        throw new Refused("can't index " + Values.described(value));
      }
    }
    return value;
  }

  /** Not every map can be asked for it. */
  private static Object ofNothing(Map<?, ?> map) {
    return map.entrySet().stream()
        .filter(entry -> entry.getKey() == null && entry.getValue() != null)
        .<Object>map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static int place(Object key, int size) throws Refused {
    if (!(key instanceof Long number)) {
      throw new Refused("cannot index with " + Values.described(key));
    }
    if (number < 0 || number >= size) {
      throw new Refused("index out of range: " + number);
    }
    return number.intValue();
  }

  private static Object printf(List<Object> arguments) throws Refused {
    if (!(arguments.get(0) instanceof String format)) {
      throw new Refused("the format is " + Values.described(arguments.get(0)));
    }
    return Printf.format(format, arguments.subList(1, arguments.size()));
  }
}
