package org.panux.pkgen.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What all values have: a truth, a text, a description. */
final class Values {
  /** The value of what is not there; printed, it is Go's {@code <no value>}. */
  static final Object NONE = new Object();

  private static final int DEEPEST = 200;

  private Values() {}

  static boolean isNone(Object value) {
    return value == null || value == NONE;
  }

  /** False for what is not there, zero and empty. */
  static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    } else if (value instanceof String text) {
      return !text.isEmpty();
    } else if (value instanceof Long number) {
      return number != 0;
    } else if (value instanceof Double number) {
      return number != 0;
    } else if (value instanceof List<?> list) {
      return !list.isEmpty();
    } else if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return !isNone(value);
  }

  /** The text of what an action prints. */
  static String printed(Object value) {
    return isNone(value) ? "<no value>" : formatted(value);
  }

  /** As {@code %v}. */
  static String formatted(Object value) {
    StringBuilder text = new StringBuilder();
    format(text, value, 0);
    return text.toString();
  }

  private static void format(StringBuilder text, Object value, int depth) {
    if (depth > DEEPEST) {
      text.append("…");
    } else if (isNone(value)) {
      text.append("<nil>");
    } else if (value instanceof Double number) {
      text.append(Numbers.shortest(number));
    } else if (value instanceof List<?> list) {
      text.append('[');
      for (int i = 0; i < list.size(); i++) {
        text.append(i > 0 ? " " : "");
        format(text, list.get(i), depth + 1);
      }
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      text.append("map[");
      String between = "";
      for (Object key : sortedKeys(map)) {
        text.append(between);
        format(text, key, depth + 1);
        text.append(':');
        format(text, map.get(key), depth + 1);
        between = " ";
      }
      text.append(']');
    } else if (value instanceof Fields fields) {
      text.append('{');
      String between = "";
      for (Object field : fields.values().values()) {
        text.append(between);
        format(text, field, depth + 1);
        between = " ";
      }
      text.append('}');
    } else {
      text.append(value);
    }
  }

  /** The keys in Go's order: numbers by size, texts by their bytes. */
  static List<Object> sortedKeys(Map<?, ?> map) {
    List<Object> keys = new ArrayList<>(map.keySet());
    keys.sort(
        Comparator.comparingInt(Values::kind)
            .thenComparingDouble(key -> key instanceof Number number ? number.doubleValue() : 0)
            .thenComparing(Values::formatted, Values::compareBytes));
    return keys;
  }

  private static int kind(Object key) {
    return isNone(key) ? 0 : key instanceof Boolean ? 1 : key instanceof Number ? 2 : 3;
  }

  /** As UTF-8 sorts, which differs from Java's order beyond U+FFFF. */
  static int compareBytes(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length()) {
      int left = a.codePointAt(i);
      int right = b.codePointAt(i);
      if (left != right) {
        return Integer.compare(left, right);
      }
      i += Character.charCount(left);
    }
    return Integer.compare(a.length(), b.length());
  }

  /** For messages: what kind of value it is. */
  static String described(Object value) {
    if (isNone(value)) {
      return "nothing";
    } else if (value instanceof String text) {
      return "the text " + Quoting.shown(text);
    } else if (value instanceof List) {
      return "a list";
    } else if (value instanceof Map) {
      return "a map";
    } else if (value instanceof Fields fields) {
      return fields.type();
    }
    return (value instanceof Boolean ? "the truth value " : "the number ") + formatted(value);
  }

  /** As {@code %T}. */
  static String type(Object value) {
    if (value instanceof String) {
      return "string";
    } else if (value instanceof Long) {
      return "int";
    } else if (value instanceof Double) {
      return "float64";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof List) {
      return "[]interface {}";
    }
    return isNone(value) ? "<nil>" : "map[interface {}]interface {}";
  }
}
