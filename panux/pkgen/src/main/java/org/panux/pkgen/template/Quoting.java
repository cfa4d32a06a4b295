package org.panux.pkgen.template;

/** Go's quoted strings, read and written. */
final class Quoting {
  private static final int LONGEST_SHOWN = 40;

  private Quoting() {}

  /** Thrown where a quoted string means nothing. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** For messages: quoted, on one line, and not longer than fits. */
  static String shown(String text) {
    int end = Math.min(text.length(), LONGEST_SHOWN);
    return quote(text.substring(0, end)) + (end < text.length() ? "…" : "");
  }

  /** As {@code strconv.Quote}: in double quotes, what cannot be seen as an escape. */
  static String quote(String text) {
    return quote(text, false);
  }

  /** Likewise; where only ASCII may be used, all else is an escape as well. */
  static String quote(String text, boolean ascii) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(point -> escape(quoted, point, '"', ascii));
    return quoted.append('"').toString();
  }

  /** As {@code strconv.QuoteRune}: a character in single quotes. */
  static String quoteCharacter(int point, boolean ascii) {
    StringBuilder quoted = new StringBuilder("'");
    escape(quoted, Character.isValidCodePoint(point) ? point : 0xFFFD, '\'', ascii);
    return quoted.append('\'').toString();
  }

  private static void escape(StringBuilder quoted, int point, char quote, boolean ascii) {
    switch (point) {
      case '\\' -> quoted.append("\\\\");
      case 7 -> quoted.append("\\a");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case 11 -> quoted.append("\\v");
      default -> {
        if (point == quote) {
          quoted.append('\\').append(quote);
        } else if (printable(point) && !(ascii && point > 0x7E)) {
          quoted.appendCodePoint(point);
        } else if (point < 0x80) {
          quoted.append(String.format("\\x%02x", point));
        } else {
          quoted.append(String.format(point < 0x10000 ? "\\u%04x" : "\\U%08x", point));
        }
      }
    }
  }

  private static boolean printable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }

  /** What a string in double quotes means. */
  static String unquote(String quoted) throws Malformed {
    return unescape(quoted.substring(1, quoted.length() - 1), '"');
  }

  /** What a character in single quotes means. */
  static int unquoteCharacter(String quoted) throws Malformed {
    String text = unescape(quoted.substring(1, quoted.length() - 1), '\'');
    if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
      throw new Malformed("malformed character constant: " + quoted);
    }
    return text.codePointAt(0);
  }

  private static String unescape(String text, char quote) throws Malformed {
    StringBuilder meant = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        meant.append(c);
        continue;
      }
      i++;
      char escaped = i < text.length() ? text.charAt(i) : 0;
      switch (escaped) {
        case 'a' -> meant.append((char) 7);
        case 'b' -> meant.append('\b');
        case 'f' -> meant.append('\f');
        case 'n' -> meant.append('\n');
        case 'r' -> meant.append('\r');
        case 't' -> meant.append('\t');
        case 'v' -> meant.append((char) 11);
        case '\\' -> meant.append('\\');
        case 'x', 'u', 'U' -> {
          int digits = escaped == 'x' ? 2 : escaped == 'u' ? 4 : 8;
          append(meant, text, i + 1, digits, 16);
          i += digits;
        }
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          append(meant, text, i, 3, 8);
          i += 2;
        }
        default -> {
          if (escaped != quote) {
            throw new Malformed("unknown escape in " + quote + text + quote);
          }
          meant.append(quote);
        }
      }
    }
    return meant.toString();
  }

  private static void append(StringBuilder meant, String text, int from, int digits, int radix)
      throws Malformed {
    long point = -1;
    if (from + digits <= text.length()) {
      String number = text.substring(from, from + digits);
      if (number.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0)) {
        point = Long.parseLong(number, radix);
      }
    }
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < 0 || point > Character.MAX_CODE_POINT || surrogate || radix == 8 && point > 255) {
      throw new Malformed("malformed escape in a quoted text");
    }
    meant.appendCodePoint((int) point);
  }
}
