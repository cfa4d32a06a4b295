package org.panux.pkgen.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.panux.pkgen.template.Token.Kind;

/** Cuts a template into words. What the marks for trimming take away is gone here already. */
final class Lexer {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";
  private static final String SPACES = " \t\r\n";
  private static final Set<String> KEYWORDS =
      Set.of(
          "block",
          "break",
          "continue",
          "define",
          "else",
          "end",
          "if",
          "nil",
          "range",
          "template",
          "with",
          "true",
          "false");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** The words of a template; the last one is its end. */
  static List<Token> tokens(String text) throws TemplateException {
    Lexer lexer = new Lexer(text);
    lexer.all();
    return lexer.tokens;
  }

  private void all() throws TemplateException {
    boolean trim = false;
    while (true) {
      int open = text.indexOf(OPEN, at);
      text(open < 0 ? text.length() : open, trim, open >= 0 && trims(open + OPEN.length()));
      if (open < 0) {
        add(Kind.END, text.length(), text.length());
        return;
      }
      at = open + OPEN.length() + (trims(open + OPEN.length()) ? 2 : 0);
      trim = text.startsWith("/*", at) ? comment(open) : action(open);
    }
  }

  /** Whether {@code - } stands there: what comes before is trimmed. */
  private boolean trims(int offset) {
    return offset + 1 < text.length()
        && text.charAt(offset) == '-'
        && SPACES.indexOf(text.charAt(offset + 1)) >= 0;
  }

  /** Adds the text up to an action; {@code at} is then that action. */
  private void text(int end, boolean trimLeft, boolean trimRight) {
    int from = at;
    int to = end;
    while (trimLeft && from < to && SPACES.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (trimRight && to > from && SPACES.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    if (from < to) {
      add(Kind.TEXT, from, to);
    }
    at = end;
  }

  /** Goes past a comment; whether what follows is trimmed. */
  private boolean comment(int open) throws TemplateException {
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw new TemplateException(open, "unclosed comment");
    }
    at = end + 2;
    boolean trim = closes() && text.charAt(at) != '}';
    if (!closes()) {
      throw new TemplateException(open, "comment ends before closing delimiter");
    }
    at += trim ? 4 : 2;
    return trim;
  }

  /** Whether the end of the action stands here, with a mark for trimming or without. */
  private boolean closes() {
    return text.startsWith(CLOSE, at) || trimsAndCloses();
  }

  private boolean trimsAndCloses() {
    return at < text.length()
        && SPACES.indexOf(text.charAt(at)) >= 0
        && text.startsWith("-" + CLOSE, at + 1);
  }

  /** Adds the words of an action; whether what follows is trimmed. */
  private boolean action(int open) throws TemplateException {
    int begin = at;
    add(Kind.OPEN, open, open + 2);
    at = begin;
    int depth = 0;
    while (true) {
      if (closes()) {
        if (depth > 0) {
          throw new TemplateException(at, "unclosed left paren");
        }
        boolean trim = trimsAndCloses();
        add(Kind.CLOSE, at, at + (trim ? 4 : 2));
        return trim;
      }
      if (at >= text.length()) {
        throw new TemplateException(open, "unclosed action");
      }
      char c = text.charAt(at);
      if (SPACES.indexOf(c) >= 0) {
        spaces();
      } else if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
        if (depth < 0) {
          throw new TemplateException(at, "unexpected right paren");
        }
        add(c == '(' ? Kind.LEFT : Kind.RIGHT, at, at + 1);
      } else {
        word(c, open);
      }
    }
  }

  private void spaces() {
    int end = at;
    while (end < text.length() && SPACES.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    // The last of them may belong to the mark for trimming.
    int mark = end - 1;
    if (mark > at && text.startsWith("-" + CLOSE, end)) {
      end = mark;
    }
    add(Kind.SPACE, at, end);
  }

  private void word(char c, int open) throws TemplateException {
    boolean digitNext = at + 1 < text.length() && digit(text.charAt(at + 1));
    switch (c) {
      case '|' -> add(Kind.PIPE, at, at + 1);
      case ',' -> add(Kind.COMMA, at, at + 1);
      case '=' -> add(Kind.ASSIGN, at, at + 1);
      case ':' -> {
        if (!text.startsWith(":=", at)) {
          throw new TemplateException(at, "expected :=");
        }
        add(Kind.DECLARE, at, at + 2);
      }
      case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', Kind.CHARACTER, "unterminated character constant");
      case '`' -> {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
          throw new TemplateException(at, "unterminated raw quoted string");
        }
        add(Kind.RAW_STRING, at, end + 1);
      }
      case '$' -> named(Kind.VARIABLE, at + 1);
      case '.' -> {
        if (digitNext) {
          number();
        } else {
          named(Kind.FIELD, at + 1);
        }
      }
      case '+', '-' -> number();
      default -> {
        if (digit(c)) {
          number();
        } else if (letter(text.codePointAt(at))) {
          named(Kind.IDENTIFIER, at);
        } else {
          throw new TemplateException(
              at, "unexpected " + shown(text.codePointAt(at)) + " in an action");
        }
      }
    }
  }

  private void quoted(char quote, Kind kind, String unterminated) throws TemplateException {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
      end +=
          text.charAt(end) == '\\' && end + 1 < text.length() && text.charAt(end + 1) != '\n'
              ? 2
              : 1;
    }
    if (end >= text.length() || text.charAt(end) == '\n') {
      throw new TemplateException(at, unterminated);
    }
    add(kind, at, end + 1);
  }

  /** A name from there on, after which a word has to end. */
  private void named(Kind kind, int from) throws TemplateException {
    int end = from;
    while (end < text.length() && letterOrDigit(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    String name = text.substring(from, end);
    Kind known = kind;
    if (kind == Kind.FIELD && name.isEmpty()) {
      known = Kind.DOT;
    } else if (kind == Kind.IDENTIFIER && KEYWORDS.contains(name)) {
      known = Kind.KEYWORD;
    }
    int begin = at;
    at = end;
    if (!(known == Kind.DOT || wordEnds())) {
      throw new TemplateException(end, "bad character " + shown(text.codePointAt(end)));
    }
    at = begin;
    add(known, at, end);
  }

  private boolean wordEnds() {
    return at >= text.length()
        || (SPACES + ".,|:)(").indexOf(text.charAt(at)) >= 0
        || text.startsWith(CLOSE, at);
  }

  private void number() throws TemplateException {
    int end = at;
    boolean exponent = false;
    boolean hex = text.startsWith("0x", at) || text.startsWith("0X", at);
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean sign = (c == '+' || c == '-') && (end == at || exponent);
      if (!sign && c != '.' && c != '_' && !letterOrDigit(c)) {
        break;
      }
      exponent = !hex && (c == 'e' || c == 'E') || hex && (c == 'p' || c == 'P');
      end++;
    }
    add(Kind.NUMBER, at, end);
  }

  private void add(Kind kind, int from, int to) {
    tokens.add(new Token(kind, text.substring(from, to), from));
    at = to;
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean letter(int point) {
    return point == '_' || Character.isLetter(point);
  }

  private static boolean letterOrDigit(int point) {
    return letter(point) || Character.isDigit(point);
  }

  private static String shown(int point) {
    return String.format("U+%04X", point)
        + (Character.isISOControl(point) ? "" : " '" + Character.toString(point) + "'");
  }
}
