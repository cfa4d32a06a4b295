package org.panux.pkgen.template;

/**
 * A word of a template.
 *
 * @param text as it stands there; of a quoted string and a character with the quotes
 * @param offset where it begins in the template
 */
record Token(Kind kind, String text, int offset) {
  /** What a word is. */
  enum Kind {
    /** What lies between actions, with what the marks for trimming leave of it. */
    TEXT,
    OPEN,
    CLOSE,
    /** White space within an action: it separates arguments. */
    SPACE,
    IDENTIFIER,
    KEYWORD,
    /** A dot alone. */
    DOT,
    /** A dot with a name, such as {@code .Version}. */
    FIELD,
    /** A dollar sign, and a name or none. */
    VARIABLE,
    NUMBER,
    CHARACTER,
    STRING,
    RAW_STRING,
    PIPE,
    DECLARE,
    ASSIGN,
    COMMA,
    LEFT,
    RIGHT,
    END
  }

  boolean is(Kind kind) {
    return this.kind == kind;
  }

  /** Whether it is this word of the language, such as {@code end}. */
  boolean isKeyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  /** For messages. */
  String shown() {
    return switch (kind) {
      case CLOSE -> "\"}}\"";
      case END -> "the end of the template";
      default -> Quoting.shown(text);
    };
  }
}
