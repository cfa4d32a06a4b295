package org.panux.linit.check;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.panux.linit.protocol.Text;
import org.panux.linit.script.Fault;

/**
 * Has a shell read a script with its option {@code -n}, which runs nothing of it.
 *
 * <p>Only a shell that the machine has installed is run, and never one that the rig names: who
 * checks a rig may not know it yet.
 */
final class Syntax {
  private static final List<String> SHELLS =
      List.of("sh", "dash", "ash", "bash", "ksh", "mksh", "zsh", "yash");

  private static final List<Path> FOLDERS =
      List.of(Path.of("/bin"), Path.of("/usr/bin"), Path.of("/usr/local/bin"));

  /** Where a message of any of these says its line. */
  private static final Pattern LINE = Pattern.compile("(?:line |^|\\[)(\\d+)(?:[:\\]]\\s*|$)");

  private Syntax() {}

  /**
   * What is wrong with the syntax of {@code script}; empty also where {@code interpreter} is no
   * shell, or none that is installed.
   */
  static Optional<Fault> check(List<String> interpreter, Path script) throws IOException {
    List<String> command = new ArrayList<>(shell(interpreter));
    if (command.isEmpty()) {
      return Optional.empty();
    }
    command.add("-n");
    command.add(script.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    // No file of the user's is read first, and messages are not translated.
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(fault(said, script));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The command that reads what {@code interpreter} would run; empty where it is no shell. */
  private static List<String> shell(List<String> interpreter) {
    List<String> words = interpreter.stream().map(Syntax::name).toList();
    if (words.get(0).equals("env")) {
      words = words.stream().skip(1).filter(word -> !word.equals("-S")).toList();
    }
    if (words.isEmpty()) {
      return List.of();
    }
    boolean busybox = words.get(0).equals("busybox") && words.size() > 1;
    String name = words.get(busybox ? 1 : 0);
    if (!SHELLS.contains(name)) {
      return List.of();
    }
    Optional<String> program = installed(busybox ? "busybox" : name);
    return program.map(it -> busybox ? List.of(it, name) : List.of(it)).orElse(List.of());
  }

  private static String name(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }

  private static Optional<String> installed(String name) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** The first line of what a shell says, without its own way to name the place. */
  static Fault fault(String said, Path script) {
    String first = said.lines().findFirst().orElse("syntax error");
    int file = first.indexOf(script.toString());
    String rest =
        file < 0
            ? first
            : first.substring(file + script.toString().length()).replaceFirst("^: ?", "");
    Matcher line = LINE.matcher(rest);
    boolean found = line.find() && line.group(1).length() < 9;
    String text = found ? rest.substring(0, line.start()) + rest.substring(line.end()) : rest;
    String clean = Text.clip(text.strip().replaceFirst("^: *", ""), 200);
    return new Fault(
        found ? Integer.parseInt(line.group(1)) : 0,
        clean.toLowerCase(java.util.Locale.ROOT).startsWith("syntax error")
            ? "syntax error" + clean.substring("syntax error".length())
            : "syntax error: " + clean);
  }
}
