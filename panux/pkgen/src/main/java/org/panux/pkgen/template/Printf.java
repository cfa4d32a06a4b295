package org.panux.pkgen.template;

import java.util.List;

/** Go's {@code printf}, {@code print} and {@code println}. */
final class Printf {
  /** As Go has it: no width or precision is larger. */
  private static final int WIDEST = 1_000_000;

  private final String format;
  private final List<Object> arguments;
  private final StringBuilder text = new StringBuilder();
  private int at;
  private int used;

  private Printf(String format, List<Object> arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  /** As {@code fmt.Sprint}: spaces between operands when neither is a string. */
  static Object print(List<Object> arguments) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < arguments.size(); i++) {
      Object value = arguments.get(i);
      if (i > 0 && !(value instanceof String) && !(arguments.get(i - 1) instanceof String)) {
        text.append(' ');
      }
      text.append(Values.formatted(value));
    }
    return text.toString();
  }

  /** As {@code fmt.Sprintln}. */
  static Object println(List<Object> arguments) {
    return String.join(" ", arguments.stream().map(Values::formatted).toList()) + "\n";
  }

  /** As {@code fmt.Sprintf}; what does not fit together is said within the text, as there. */
  static String format(String format, List<Object> arguments) {
    return new Printf(format, arguments).all();
  }

  private String all() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      text.append(format, at, percent < 0 ? format.length() : percent);
      at = percent < 0 ? format.length() : percent + 1;
      if (percent >= 0) {
        directive();
      }
    }
    if (used < arguments.size()) {
      text.append("%!(EXTRA ");
      String between = "";
      for (Object extra : arguments.subList(used, arguments.size())) {
        text.append(between).append(Layout.typed(extra));
        between = ", ";
      }
      text.append(')');
    }
    return text.toString();
  }

  private void directive() {
    String flags = flags();
    int width = number("%!(BADWIDTH)");
    // A negative one of the arguments is the flag as well.
    boolean minus = flags.indexOf('-') >= 0 || width < -1;
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      boolean ofArguments = at < format.length() && format.charAt(at) == '*';
      precision = Math.max(ofArguments ? -1 : 0, number("%!(BADPREC)"));
    }
    if (at >= format.length()) {
      text.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      text.append('%');
    } else if (used >= arguments.size()) {
      text.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      Layout layout =
          new Layout(
              minus,
              flags.indexOf('+') >= 0,
              flags.indexOf('#') >= 0,
              flags.indexOf(' ') >= 0,
              flags.indexOf('0') >= 0 && !minus,
              width < -1 ? -width : width,
              precision);
      text.append(layout.shown(verb, arguments.get(used)));
      used++;
    }
  }

  private String flags() {
    int begin = at;
    while (at < format.length() && "-+# 0".indexOf(format.charAt(at)) >= 0) {
      at++;
    }
    return format.substring(begin, at);
  }

  /**
   * A width or precision, also {@code *}, which takes it of the arguments; -1 where there is none.
   */
  private int number(String bad) {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      boolean fits =
          used < arguments.size()
              && arguments.get(used) instanceof Long value
              && Math.abs(value) <= WIDEST;
      int value = fits ? ((Long) arguments.get(used)).intValue() : -1;
      used = Math.min(used + 1, arguments.size());
      if (!fits) {
        text.append(bad);
      }
      return value;
    }
    int begin = at;
    long value = 0;
    while (at < format.length()
        && Character.digit(format.charAt(at), 10) >= 0
        && format.charAt(at) < 0x80) {
      value = Math.min(WIDEST + 1L, value * 10 + format.charAt(at) - '0');
      at++;
    }
    return at == begin || value > WIDEST ? -1 : (int) value;
  }
}
