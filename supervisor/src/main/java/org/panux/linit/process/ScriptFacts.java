package org.panux.linit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.panux.linit.script.Fault;
import org.panux.linit.script.Hint;
import org.panux.linit.script.ScriptFile;
import org.panux.linit.script.ScriptFile.Kind;
import org.panux.linit.script.ScriptText;
import org.panux.linit.script.ScriptVariables;
import org.panux.linit.script.Trust;

/**
 * What a launch has to know of the files of scripts. Each is read once, as long as it stays the
 * same.
 */
final class ScriptFacts {
  /** Its own pid, a program in its place, and the channel by its number. */
  private static final List<String> OWN_SHELL = List.of("$$", "exec", "&9");

  /**
   * @param script what it is
   * @param misspelt the first setting whose name is misspelt
   * @param supervises whether it seems to have a process that stays
   * @param ownShell whether its shell may become, or may be meant to be, a process that others know
   *     by its id; or speaks on its channel by itself
   * @param needs what it seems to need
   */
  record Facts(
      ScriptFile script,
      Optional<Fault> misspelt,
      boolean supervises,
      boolean ownShell,
      List<String> needs) {}

  private record Known(PosixFileAttributes file, Facts facts) {
    boolean isOf(PosixFileAttributes now) {
      return file.size() == now.size()
          && file.lastModifiedTime().equals(now.lastModifiedTime())
          && file.fileKey().equals(now.fileKey())
          && file.permissions().equals(now.permissions());
    }
  }

  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /** What scripts seem to need, by the names of their files. */
  private final Map<String, List<String>> needs = new ConcurrentHashMap<>();

  /** What {@code file} is now. Looks at it, and reads it where it has changed. */
  Facts of(Path file) {
    try {
      PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class);
      // Each time: others may own, since, what the file lies in.
      if (Trust.of(file.toAbsolutePath().getParent()).problemOfScript(file).isPresent()) {
        return other(file);
      }
      Known before = known.get(file);
      if (before != null && before.isOf(now)) {
        return before.facts();
      }
      Facts facts = read(file, now);
      if (facts.script().fault().isEmpty()) {
        known.put(file, new Known(now, facts));
        needs.put(file.getFileName().toString(), facts.needs());
      }
      return facts;
    } catch (IOException e) {
      return other(file);
    }
  }

  /** What the script {@code name} seemed to need when it was read last; looks at no file. */
  List<String> needs(String name) {
    return needs.getOrDefault(name, List.of());
  }

  private static Facts read(Path file, PosixFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile() || attributes.size() == 0 || !Files.isExecutable(file)) {
      return other(file);
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    if (!ScriptText.isCommon(ScriptText.interpreter(text))) {
      Facts facts = other(file);
      return new Facts(facts.script(), Optional.empty(), true, true, Hint.of(text));
    }
    // A control group costs a start some 0.3 ms, which is for those alone that may stay. A wrong
    // guess does no harm, since the marker is there anyway.
    boolean supervises = text.contains("supervise") || text.contains("command=");
    return new Facts(
        new ScriptFile(Kind.COMMON, Optional.empty()),
        ScriptVariables.misspelt(text).stream().findFirst(),
        supervises,
        supervises || OWN_SHELL.stream().anyMatch(text::contains),
        Hint.of(text));
  }

  private static Facts other(Path file) {
    return new Facts(ScriptFile.look(file), Optional.empty(), true, true, List.of());
  }
}
