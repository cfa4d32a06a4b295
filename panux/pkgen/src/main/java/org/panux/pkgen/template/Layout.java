package org.panux.pkgen.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How {@code printf} shows one value: the flags, and at least how many characters.
 *
 * @param width -1 where there is none
 * @param precision -1 where there is none
 */
record Layout(
    boolean minus,
    boolean plus,
    boolean sharp,
    boolean space,
    boolean zero,
    int width,
    int precision) {

  /** The value as this verb has it; where that has no such values, what Go says of it. */
  String shown(int verb, Object value) {
    if (verb == 'T') {
      return padded(Values.type(value), false);
    }
    if (verb == 'v' && plus) {
      // For Go that is another way to show fields, and no sign.
      return new Layout(minus, false, sharp, space, zero, width, precision).shown('v', value);
    }
    if (verb == 'v') {
      return any(value);
    }
    if (value instanceof String string) {
      return string(verb, string);
    } else if (value instanceof Long number) {
      return integer(verb, number);
    } else if (value instanceof Double number && "eEfFgG".indexOf(verb) >= 0) {
      return real(number, verb);
    } else if (value instanceof Boolean && verb == 't') {
      return padded(value.toString(), false);
    } else if (value instanceof List || value instanceof Map) {
      return elements(value, verb);
    }
    return bad(verb, value);
  }

  private String any(Object value) {
    return value instanceof List || value instanceof Map || value instanceof Fields
        ? elements(value, 'v')
        : value instanceof Double number
            ? real(number, 'v')
            : value instanceof Long number
                ? integer(number, 10, false, 'v')
                : padded(
                    value instanceof String string ? quotedOrNot(string) : Values.formatted(value),
                    false);
  }

  private String quotedOrNot(String string) {
    return sharp ? Quoting.quote(cut(string), false) : cut(string);
  }

  private String elements(Object value, int verb) {
    StringBuilder all = new StringBuilder();
    String between = "";
    if (value instanceof List<?> list) {
      for (Object element : list) {
        all.append(between).append(element(element, verb));
        between = " ";
      }
      return "[" + all + "]";
    } else if (value instanceof Map<?, ?> map) {
      for (Object key : Values.sortedKeys(map)) {
        all.append(between)
            .append(element(key, verb))
            .append(':')
            .append(element(map.get(key), verb));
        between = " ";
      }
      return "map[" + all + "]";
    }
    return Values.formatted(value);
  }

  private String element(Object value, int verb) {
    return value == null ? "<nil>" : shown(verb, value);
  }

  private String string(int verb, String string) {
    return switch (verb) {
      case 's' -> padded(cut(string), false);
      case 'q' ->
          padded(
              sharp
                      && string.indexOf('`') < 0
                      && string.chars().noneMatch(c -> c < ' ' && c != '\t')
                  ? "`" + cut(string) + "`"
                  : Quoting.quote(cut(string), plus),
              false);
      case 'x', 'X' -> padded(hexadecimal(string, verb == 'X'), false);
      default -> bad(verb, string);
    };
  }

  private String hexadecimal(String string, boolean upper) {
    StringBuilder hex = new StringBuilder();
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    int count = precision >= 0 ? Math.min(precision, bytes.length) : bytes.length;
    for (int i = 0; i < count; i++) {
      hex.append(i > 0 && space ? " " : "");
      hex.append(sharp && (i == 0 || space) ? upper ? "0X" : "0x" : "");
      hex.append(String.format(upper ? "%02X" : "%02x", bytes[i]));
    }
    return hex.toString();
  }

  private String integer(int verb, long value) {
    return switch (verb) {
      case 'd' -> integer(value, 10, false, verb);
      case 'b' -> integer(value, 2, false, verb);
      case 'o', 'O' -> integer(value, 8, false, verb);
      case 'x' -> integer(value, 16, false, verb);
      case 'X' -> integer(value, 16, true, verb);
      case 'c' -> padded(Character.toString(valid(value)), false);
      case 'q' -> padded(Quoting.quoteCharacter(valid(value), plus), false);
      case 'U' -> padded(String.format("U+%04X", value), false);
      default -> bad(verb, value);
    };
  }

  private static int valid(long value) {
    return value >= 0 && value <= Character.MAX_CODE_POINT && (value < 0xD800 || value > 0xDFFF)
        ? (int) value
        : 0xFFFD;
  }

  private String integer(long value, int radix, boolean upper, int verb) {
    BigInteger number = BigInteger.valueOf(value);
    String digits = number.abs().toString(radix);
    digits = upper ? digits.toUpperCase(Locale.ROOT) : digits;
    if (precision == 0 && value == 0) {
      return padded("", false);
    }
    String sign = value < 0 ? "-" : plus ? "+" : space ? " " : "";
    String prefix =
        verb == 'O'
            ? "0o"
            : !sharp
                ? ""
                : switch (radix) {
                  case 2 -> "0b";
                  case 8 -> digits.startsWith("0") ? "" : "0";
                  case 16 -> upper ? "0X" : "0x";
                  default -> "";
                };
    int least = precision;
    if (zero && !minus && precision < 0 && width > 0) {
      least = width - sign.length();
    }
    String zeros = least > digits.length() ? "0".repeat(least - digits.length()) : "";
    // The zeros are there already, or a precision has said how many.
    Layout spaces = new Layout(minus, plus, sharp, space, false, width, precision);
    return spaces.padded(sign + prefix + zeros + digits, false);
  }

  private String real(double value, int verb) {
    String number;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      number = Numbers.shortest(value);
    } else {
      number =
          switch (verb) {
            case 'e', 'E' -> scientific(value);
            case 'f', 'F' ->
                new BigDecimal(value)
                    .setScale(precision < 0 ? 6 : precision, RoundingMode.HALF_EVEN)
                    .toPlainString();
            default -> precision < 0 ? Numbers.shortest(value) : general(value);
          };
      if (value < 0 || 1 / value < 0) {
        number = number.startsWith("-") ? number : "-" + number;
      }
      number = verb == 'E' || verb == 'G' ? number.toUpperCase(Locale.ROOT) : number;
    }
    String sign = plus && !number.startsWith("-") && !number.startsWith("+") ? "+" : "";
    sign = sign.isEmpty() && space && !number.startsWith("-") ? " " : sign;
    return padded(sign + number, true);
  }

  private String general(double value) {
    if (value == 0) {
      return "0";
    }
    int digits = Math.max(1, precision);
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return Numbers.general(rounded, digits);
  }

  private String scientific(double value) {
    BigDecimal exact = new BigDecimal(value);
    int digits = (precision < 0 ? 6 : precision) + 1;
    BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    StringBuilder all = new StringBuilder(rounded.unscaledValue().abs().toString());
    while (all.length() < digits) {
      all.append('0');
    }
    all.setLength(digits);
    String fraction = digits > 1 ? "." + all.substring(1) : "";
    return (value < 0 ? "-" : "") + all.charAt(0) + fraction + Numbers.exponent(exponent);
  }

  private String cut(String string) {
    return precision >= 0 && string.codePointCount(0, string.length()) > precision
        ? string.substring(0, string.offsetByCodePoints(0, precision))
        : string;
  }

  private String padded(String string, boolean number) {
    int missing = width - string.codePointCount(0, string.length());
    if (missing <= 0) {
      return string;
    }
    if (minus) {
      return string + " ".repeat(missing);
    }
    if (zero
        && number
        && (string.startsWith("-") || string.startsWith("+") || string.startsWith(" "))) {
      return string.charAt(0) + "0".repeat(missing) + string.substring(1);
    }
    return (zero ? "0" : " ").repeat(missing) + string;
  }

  private String bad(int verb, Object value) {
    // The value as %v has it, with the flags of this one.
    String text = value == null ? "<nil>" : Values.type(value) + "=" + any(value);
    return "%!" + Character.toString(verb) + "(" + text + ")";
  }

  /** For what does not fit: the type and the value. */
  static String typed(Object value) {
    return value == null ? "<nil>" : Values.type(value) + "=" + Values.formatted(value);
  }
}
