package org.panux.linit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
  private static final String ATTRIBUTES =
      "unix:uid,gid,mode,fileKey,lastModifiedTime,size,isSymbolicLink,isRegularFile";

  /** Its own pid, a program in its place, and the channel by its number. */
  private static final List<String> OWN_SHELL = List.of("$$", "exec", "&9");

  /**
   * @param script what it is
   * @param misspelt the first setting whose name is misspelt
   * @param supervises whether it seems to have a process that stays
   * @param ownShell whether its shell may become, or may be meant to be, a process that others know
   *     by its id; or speaks on its channel by itself
   * @param callsSup whether it seems to call linit-sup
   * @param needs what it seems to need
   * @param stamp by which a later change shows, where it has been looked at for that
   */
  record Facts(
      ScriptFile script,
      Optional<Fault> misspelt,
      boolean supervises,
      boolean ownShell,
      boolean callsSup,
      List<String> needs,
      Optional<ScriptStamps.Stamp> stamp) {}

  /** What one look says of a file. */
  private record Seen(
      ScriptStamps.Stamp stamp, int user, int group, int mode, boolean link, boolean regular) {
    static Seen of(Path file, LinkOption... links) throws IOException {
      Map<String, Object> seen = Files.readAttributes(file, ATTRIBUTES, links);
      return new Seen(
          new ScriptStamps.Stamp(
              seen.get("fileKey"),
              (FileTime) seen.get("lastModifiedTime"),
              (long) seen.get("size")),
          (int) seen.get("uid"),
          (int) seen.get("gid"),
          (int) seen.get("mode"),
          (boolean) seen.get("isSymbolicLink"),
          (boolean) seen.get("isRegularFile"));
    }
  }

  private record Known(Seen file, Facts facts) {
    boolean isOf(Seen now) {
      return file.mode() == now.mode() && file.stamp().same(now.stamp());
    }
  }

  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /** What scripts seem to need, by the names of their files. */
  private final Map<String, List<String>> needs = new ConcurrentHashMap<>();

  /** What {@code file} is now. Looks at it, and reads it where it has changed. */
  Facts of(Path file) {
    try {
      // Each time: others may own, since, what the file lies in.
      Trust trust = Trust.of(file.toAbsolutePath().getParent());
      Seen now = Seen.of(file, LinkOption.NOFOLLOW_LINKS);
      Optional<String> problem;
      if (now.link()) {
        problem = trust.problemOfScript(file);
        now = Seen.of(file);
      } else {
        problem = trust.problem(file, now.user(), now.group(), now.mode());
      }
      if (problem.isPresent()) {
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

  private static Facts read(Path file, Seen seen) throws IOException {
    if (!seen.regular() || seen.stamp().size() == 0 || !Files.isExecutable(file)) {
      return other(file);
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    if (!ScriptText.isCommon(ScriptText.interpreter(text))) {
      Facts facts = other(file);
      return new Facts(
          facts.script(), Optional.empty(), true, true, false, Hint.of(text), Optional.empty());
    }
    // A control group costs a start some 0.3 ms, which is for those alone that may stay. A wrong
    // guess does no harm, since the marker is there anyway.
    boolean supervises = text.contains("supervise") || text.contains("command=");
    return new Facts(
        new ScriptFile(Kind.COMMON, Optional.empty()),
        ScriptVariables.misspelt(text).stream().findFirst(),
        supervises,
        supervises || OWN_SHELL.stream().anyMatch(text::contains),
        text.contains("linit-sup"),
        Hint.of(text),
        Optional.of(seen.stamp()));
  }

  private static Facts other(Path file) {
    return new Facts(
        ScriptFile.look(file), Optional.empty(), true, true, false, List.of(), Optional.empty());
  }
}
