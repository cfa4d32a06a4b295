package org.panux.linit.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.protocol.Text;

/**
 * What a file in {@code init.d} is, as far as its mode and its beginning tell.
 *
 * @param kind how it wants to be run
 * @param fault why it cannot be run
 */
public record ScriptFile(Kind kind, Optional<Fault> fault) {
  /** The names whose scripts linit brings itself where the rig has none. */
  public static final Set<String> BUILT_IN = Set.of("boot", "linit-supd");

  private static final int LONGEST_SHEBANG = 256;

  /** How a script wants to be run. */
  public enum Kind {
    /** It is written for {@code rc.common}. */
    COMMON,
    /** It takes the verb as its argument, and its LSB header says what comes before it. */
    LSB,
    /** It takes the verb as its argument. */
    PROGRAM
  }

  /** Looks at {@code file}; reads it. */
  public static ScriptFile look(Path file) {
    try {
      Optional<String> problem = problem(file);
      return problem.isPresent() ? unusable(problem.get()) : read(file);
    } catch (IOException e) {
      return unusable("cannot be read");
    }
  }

  /** Why the file cannot be run, whatever it says. */
  private static Optional<String> problem(Path file) throws IOException {
    String problem =
        !Files.exists(file)
            ? "is a link to a file that does not exist"
            : Files.isDirectory(file)
                ? "is a folder, not a script"
                : !Files.isRegularFile(file)
                    ? "is not a regular file"
                    : Files.size(file) == 0
                        ? "is empty; a script begins with '#!/etc/rc.common'"
                        : !Files.isReadable(file)
                            ? "cannot be read"
                            : !Files.isExecutable(file)
                                ? "is not executable; try 'chmod +x " + file + "'"
                                : null;
    return problem == null
        ? Trust.of(file.toAbsolutePath().getParent()).problemOfScript(file)
        : Optional.of(problem);
  }

  private static ScriptFile read(Path file) throws IOException {
    List<String> words = shebang(file);
    if (words.isEmpty()) {
      return isElf(file)
          ? new ScriptFile(Kind.PROGRAM, Optional.empty())
          : unusable("does not begin with '#!'; a script begins with '#!/etc/rc.common'");
    }
    if (ScriptText.isCommon(words)) {
      return new ScriptFile(Kind.COMMON, Optional.empty());
    }
    Path program = Path.of(words.get(0));
    if (!program.isAbsolute()) {
      return unusable(
          "has the interpreter '"
              + Text.clip(words.get(0), 100)
              + "', which is no absolute path; write '#!/bin/sh' or the like");
    }
    if (!Files.isExecutable(program) || Files.isDirectory(program)) {
      return unusable(
          "needs the interpreter " + Text.clip(words.get(0), 100) + ", which is missing");
    }
    ScriptText text = ScriptText.read(file);
    return new ScriptFile(text.lsb() ? Kind.LSB : Kind.PROGRAM, text.problem());
  }

  /** The words of the interpreter that the first line of {@code file} names. */
  private static List<String> shebang(Path file) throws IOException {
    char[] start = new char[LONGEST_SHEBANG];
    int length;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
      length = in.read(start);
    }
    return ScriptText.interpreter(new String(start, 0, Math.max(length, 0)));
  }

  private static boolean isElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      return magic.length == 4
          && magic[0] == 0x7f
          && magic[1] == 'E'
          && magic[2] == 'L'
          && magic[3] == 'F';
    }
  }

  private static ScriptFile unusable(String problem) {
    return new ScriptFile(Kind.PROGRAM, Optional.of(new Fault(0, problem)));
  }
}
