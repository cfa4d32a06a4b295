package org.panux.pkgen.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's numbers, read and written. */
final class Numbers {
  private static final Pattern INTEGER =
      Pattern.compile("([+-]?)(?:0[xX]([0-9a-fA-F_]+)|0[oO]([0-7_]+)|0[bB]([01_]+)|([0-9_]+))");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:[0-9_]+\\.?[0-9_]*|\\.[0-9_]+)(?:[eE][+-]?[0-9]+)?");
  private static final int LONGEST = 400;

  private Numbers() {}

  /** A {@code Long}, or a {@code Double} where the word has a dot or an exponent. */
  static Object parse(String word) throws Quoting.Malformed {
    Matcher integer = INTEGER.matcher(word);
    String plain = word.replace("_", "");
    if (word.length() > LONGEST || word.endsWith("_") || word.contains("__")) {
      throw malformed(word);
    }
    if (integer.matches() && plain.length() > integer.group(1).length()) {
      return whole(word, integer);
    }
    if (FLOAT.matcher(word).matches()) {
      double value = Double.parseDouble(plain);
      if (Double.isInfinite(value)) {
        throw malformed(word);
      }
      return value;
    }
    throw malformed(word);
  }

  private static Long whole(String word, Matcher integer) throws Quoting.Malformed {
    String digits;
    int radix;
    if (integer.group(2) != null) {
      digits = integer.group(2);
      radix = 16;
    } else if (integer.group(3) != null) {
      digits = integer.group(3);
      radix = 8;
    } else if (integer.group(4) != null) {
      digits = integer.group(4);
      radix = 2;
    } else {
      digits = integer.group(5);
      radix = digits.length() > 1 && digits.startsWith("0") ? 8 : 10;
    }
    try {
      BigInteger value = new BigInteger(integer.group(1) + digits.replace("_", ""), radix);
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new Quoting.Malformed("integer overflow: " + word);
    } catch (NumberFormatException e) {
      throw malformed(word);
    }
  }

  private static Quoting.Malformed malformed(String word) {
    return new Quoting.Malformed("bad number syntax: " + Quoting.shown(word));
  }

  /** As {@code %v} and {@code %g}: the fewest digits that mean this number. */
  static String shortest(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal digits = exact;
    for (int precision = 1; precision <= 17; precision++) {
      digits = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (digits.doubleValue() == value) {
        break;
      }
    }
    return general(digits, 6);
  }

  /**
   * As {@code %g} of these digits.
   *
   * @param threshold from which exponent on it is written with one
   */
  static String general(BigDecimal number, int threshold) {
    BigDecimal digits = number.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < threshold) {
      return digits.toPlainString();
    }
    String all = digits.unscaledValue().abs().toString();
    String fraction = all.length() > 1 ? "." + all.substring(1) : "";
    return (digits.signum() < 0 ? "-" : "") + all.charAt(0) + fraction + exponent(exponent);
  }

  /** As in {@code 1e+06}: a sign, and at least two digits. */
  static String exponent(int exponent) {
    return String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
