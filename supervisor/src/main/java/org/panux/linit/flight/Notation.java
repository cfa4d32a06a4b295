package org.panux.linit.flight;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The values of the model as text on one line, and back.
 *
 * <pre>
 * -                     null
 * "text"                with \" \\ \n and \u0000
 * 12   12L   true       int, long, boolean
 * ?-   ?12L             an Optional or OptionalLong, empty or not
 * @PT1.5S               a Duration
 * ServiceState.RUNNING  a constant
 * Moment(1L 2L)         a record, with its components
 * [a b]  &lt;a b&gt;  {a b}    a list, a set, a map of keys and values
 * *"text"               what the model only hands on, such as whoever listens
 * </pre>
 */
final class Notation {
  private static final int SPACE = 0x20;

  /** Deeper than anything that is written. */
  private static final int DEEPEST = 64;

  private Notation() {}

  /** The text is none that was written here. */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }

  /** What the model only hands on. */
  record Opaque(String text) {}

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  static void write(Object value, StringBuilder out) {
    if (value == null) {
      out.append('-');
    } else if (value instanceof String text) {
      text(text, out);
    } else if (value instanceof Integer number) {
      out.append(number.intValue());
    } else if (value instanceof Boolean flag) {
      out.append(flag.booleanValue());
    } else if (value instanceof Long number) {
      out.append(number.longValue()).append('L');
    } else if (value instanceof Enum<?> constant) {
      out.append(Shape.of(constant.getDeclaringClass()).name()).append('.').append(constant.name());
    } else if (value instanceof Set<?> set) {
      all('<', set, '>', out);
    } else if (value instanceof Collection<?> list) {
      all('[', list, ']', out);
    } else if (value instanceof Map<?, ?> map) {
      List<Object> both = new ArrayList<>(map.size() * 2);
      map.forEach(
          (key, one) -> {
            both.add(key);
            both.add(one);
          });
      all('{', both, '}', out);
    } else if (value instanceof Optional<?> optional) {
      write(optional.orElse(null), out.append('?'));
    } else if (value instanceof OptionalLong optional) {
      write(optional.isPresent() ? (Object) optional.getAsLong() : null, out.append('?'));
    } else if (value instanceof Duration duration) {
      out.append('@').append(duration);
    } else {
      object(value, out);
    }
  }

  private static void object(Object value, StringBuilder out) {
    Shape shape = Shape.of(value.getClass());
    if (!shape.known()) {
      text(value instanceof Opaque opaque ? opaque.text() : value.toString(), out.append('*'));
      return;
    }
    out.append(shape.name()).append('(');
    for (int i = 0; i < shape.fields().size(); i++) {
      if (i > 0) {
        out.append(' ');
      }
      write(shape.get(value, i), out);
    }
    out.append(')');
  }

  private static void all(char open, Collection<?> values, char close, StringBuilder out) {
    out.append(open);
    boolean first = true;
    for (Object value : values) {
      if (!first) {
        out.append(' ');
      }
      first = false;
      write(value, out);
    }
    out.append(close);
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    int plain = plain(text);
    out.append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < SPACE || Character.isSurrogate(c)) {
        // Half a pair would not come back from UTF-8.
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit(c >> shift & 15, 16));
        }
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** How much of {@code text} can be written as it is: mostly all. */
  private static int plain(String text) {
    int at = 0;
    while (at < text.length() && isPlain(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isPlain(char c) {
    return c >= SPACE && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }

  /** {@code values} as what a method or a constructor of these types takes. */
  static Object[] fit(Class<?>[] types, List<Object> values) {
    Object[] all = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      all[i] = fit(types[i], values.get(i));
    }
    return all;
  }

  static Object fit(Class<?> type, Object value) {
    if (type == OptionalLong.class && value instanceof Optional<?> optional) {
      return optional.isPresent() ? OptionalLong.of((Long) optional.get()) : OptionalLong.empty();
    }
    if (type == Deque.class && value instanceof Collection<?> list) {
      return new ArrayDeque<>(list);
    }
    return value;
  }

  /** Reads values out of a line. */
  static final class Reader {
    private final String text;
    private int at;
    private int depth;

    Reader(String text) {
      this.text = text;
    }

    /** What stands before the next space, which is passed over. */
    String word() throws Malformed {
      int end = text.indexOf(' ', at);
      if (end < 0) {
        throw new Malformed("it ends too soon");
      }
      String word = text.substring(at, end);
      at = end + 1;
      return word;
    }

    /** All that is left. */
    String rest() {
      return text.substring(at);
    }

    /** Whether {@code words} come next. */
    boolean comes(String words) {
      return text.startsWith(words, at);
    }

    /** Passes over {@code words}, which have to come next. */
    void expect(String words) throws Malformed {
      if (!text.startsWith(words, at)) {
        throw new Malformed("no '" + words + "' at character " + (at + 1));
      }
      at += words.length();
    }

    Object value() throws Malformed {
      depth++;
      if (depth > DEEPEST) {
        throw new Malformed("it is too deep");
      }
      Object value =
          switch (peek()) {
            case '"' -> string();
            case '[' -> list(']');
            case '<' -> new LinkedHashSet<>(list('>'));
            case '{' -> map();
            case '?' -> {
              at++;
              yield Optional.ofNullable(value());
            }
            case '*' -> {
              at++;
              yield new Opaque(string());
            }
            default -> bare();
          };
      depth--;
      return value;
    }

    private char peek() throws Malformed {
      if (at >= text.length()) {
        throw new Malformed("it ends too soon");
      }
      return text.charAt(at);
    }

    /** Values up to {@code close}. */
    List<Object> list(char close) throws Malformed {
      at++;
      List<Object> values = new ArrayList<>();
      while (peek() != close) {
        if (!values.isEmpty()) {
          expect(" ");
        }
        values.add(value());
      }
      at++;
      return values;
    }

    private Map<Object, Object> map() throws Malformed {
      List<Object> both = list('}');
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i + 1 < both.size(); i += 2) {
        map.put(both.get(i), both.get(i + 1));
      }
      return map;
    }

    private String string() throws Malformed {
      expect("\"");
      StringBuilder out = new StringBuilder();
      while (peek() != '"') {
        char c = text.charAt(at++);
        if (c == '\\') {
          c = peek();
          at++;
          if (c == 'n') {
            c = '\n';
          } else if (c == 'u') {
            c = hex();
          }
        }
        out.append(c);
      }
      at++;
      return out.toString();
    }

    private char hex() throws Malformed {
      try {
        int end = at + 4;
        char c = (char) Integer.parseInt(text.substring(at, end), 16);
        at = end;
        return c;
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new Malformed("no character has that number");
      }
    }

    private Object bare() throws Malformed {
      int from = at;
      while (at < text.length() && "()[]<>{} \"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(from, at);
      if (at < text.length() && text.charAt(at) == '(') {
        return Shape.named(word).make(list(')'));
      }
      try {
        return switch (word) {
          case "-" -> null;
          case "true" -> true;
          case "false" -> false;
          default ->
              word.startsWith("@")
                  ? Duration.parse(word.substring(1))
                  : word.endsWith("L") && isNumber(word)
                      ? (Object) Long.valueOf(word.substring(0, word.length() - 1))
                      : isNumber(word) ? (Object) Integer.valueOf(word) : constant(word);
        };
      } catch (NumberFormatException | DateTimeException e) {
        throw new Malformed("'" + word + "' means nothing");
      }
    }

    private static boolean isNumber(String word) {
      return !word.isEmpty() && (Character.isDigit(word.charAt(0)) || word.charAt(0) == '-');
    }

    private static Object constant(String word) throws Malformed {
      int dot = word.lastIndexOf('.');
      if (dot > 0) {
        Object[] all = Shape.named(word.substring(0, dot)).type().getEnumConstants();
        for (Object one : all == null ? new Object[0] : all) {
          if (((Enum<?>) one).name().equals(word.substring(dot + 1))) {
            return one;
          }
        }
      }
      throw new Malformed("'" + word + "' means nothing");
    }
  }
}
