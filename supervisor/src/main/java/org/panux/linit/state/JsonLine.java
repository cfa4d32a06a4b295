package org.panux.linit.state;

import java.util.Map;

/**
 * Writes JSON, and nothing but what the journal needs. A boot writes hundreds of entries before
 * anything else asks for the JSON library, which would take longer to load than all of them to
 * write. Reading is left to the library.
 */
final class JsonLine {
  private static final int SPACE = 0x20;

  private final StringBuilder out;

  private JsonLine(StringBuilder out) {
    this.out = out;
  }

  static void write(Map<String, ?> object, StringBuilder out) {
    new JsonLine(out).value(object);
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
    int plain = plain(text);
    out.append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
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

  /** How much of {@code text} can be written as it is: mostly all. */
  private static int plain(String text) {
    int at = 0;
    while (at < text.length()
        && text.charAt(at) >= SPACE
        && text.charAt(at) != '"'
        && text.charAt(at) != '\\') {
      at++;
    }
    return at;
  }
}
