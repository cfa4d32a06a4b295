package org.panux.linit.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the text of one script says before it is run.
 *
 * @param provides the names that it stands for besides its own, and facilities
 * @param header of an LSB script; empty for one that has none, or whose header is malformed
 * @param problem what is wrong with its header
 */
public record ScriptText(
    List<String> provides, Optional<LsbHeader> header, Optional<Fault> problem) {
  /** A header stands at the beginning; nobody has a longer script than that in front of it. */
  private static final int LONGEST = 1024 * 1024;

  /** Reads {@code file}. */
  public static ScriptText read(Path file) throws IOException {
    return of(text(file));
  }

  /** The text of {@code file}, as much as anybody looks at. */
  public static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }

  /** What {@code text} says. */
  public static ScriptText of(String text) {
    if (isCommon(interpreter(text))) {
      return new ScriptText(Provided.in(text), Optional.empty(), Optional.empty());
    }
    try {
      Optional<LsbHeader> header = LsbHeader.parse(text);
      return new ScriptText(
          header.map(it -> it.list(LsbHeader.Key.PROVIDES)).orElse(List.of()),
          header,
          Optional.empty());
    } catch (LsbHeader.Malformed e) {
      return new ScriptText(List.of(), Optional.empty(), Optional.of(e.fault()));
    }
  }

  /**
   * The words of the interpreter that the first line of {@code text} names; none where it does not.
   */
  public static List<String> interpreter(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    return line.startsWith("#!")
        ? List.of(line.substring(2).strip().replace("\0", "?").split("[ \t]+"))
        : List.of();
  }

  /** Whether {@code interpreter} is that of linit's own scripts. */
  public static boolean isCommon(List<String> interpreter) {
    return !interpreter.isEmpty() && interpreter.get(0).endsWith("/rc.common");
  }

  /** Whether it has an LSB header, good or not. */
  public boolean lsb() {
    return header.isPresent() || problem.isPresent();
  }
}
