package org.panux.pkgen.file;

/**
 * Something wrong in a package file.
 *
 * @param file as the person named it
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1
 */
public record Mistake(String file, int line, int column, String message) {
  /** {@code FILE:LINE:COLUMN: MESSAGE}, on one line whatever the file holds. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    StringBuilder text = new StringBuilder();
    (place + ": " + message)
        .codePoints()
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
