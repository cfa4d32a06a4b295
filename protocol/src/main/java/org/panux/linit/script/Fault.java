package org.panux.linit.script;

import java.nio.file.Path;

/**
 * Something that is wrong with a script.
 *
 * @param line where, counted from 1; 0 for the file as a whole
 * @param text what is wrong and what to do; of a whole file it is what follows its name
 */
public record Fault(int line, String text) {
  /** The fault as one line about {@code file}. */
  public String of(Path file) {
    return line == 0 ? file + " " + text : file + ":" + line + ": " + text;
  }
}
