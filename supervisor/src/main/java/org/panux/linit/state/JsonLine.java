package org.panux.linit.state;

import java.util.Map;

/**
 * Writes JSON, and nothing but what the journal needs. A boot writes hundreds of entries before
 * anything else asks for the JSON library, which would take longer to load than all of them to
 * write. Reading is left to the library.
 */
final class JsonLine {
  private static final int SPACE = 0x20;

  private final StringBuilder out = new StringBuilder();

  static String write(Map<String, ?> object) {
    JsonLine line = new JsonLine();
    line.value(object);
    return line.out.toString();
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      char before = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(before);
        text((String) entry.getKey());
        out.append(':');
        value(entry.getValue());
        before = ',';
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> list) {
      out.append('[');
      String before = "";
      for (Object element : list) {
        out.append(before);
        value(element);
        before = ",";
      }
      out.append(']');
    } else if (value instanceof String text) {
      text(text);
    } else {
      // A number or a flag.
      out.append(value);
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < SPACE) {
        out.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
