package org.panux.pkgen.template;

/** A template that cannot be read or executed: one line that says why, and where in its text. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1;

  private final int offset;

  TemplateException(int offset, String message) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** Where in the template's text: the index of a character, at most the text's length. */
  public int offset() {
    return offset;
  }
}
