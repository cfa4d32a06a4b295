package org.panux.pkgen.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.panux.pkgen.build.Problem;
import org.panux.pkgen.template.Near;

/** The program {@code pkgen}: reads the command line, and says in one line what has gone wrong. */
public final class Pkgen {
  /** The commands, and the options of each. */
  private static final Map<String, Set<String>> COMMANDS =
      Map.of(
          "check", Set.of("--arch", "--alone"),
          "info", Set.of("--arch"),
          "makefile", Set.of("--arch"),
          "sources", Set.of("--arch", "--makefile", "--cache", "--from", "--jobs"),
          "build",
              Set.of(
                  "--arch", "--in", "--image", "--root", "--out", "--work", "--again", "--jobs",
                  "--cache", "--from"),
          "graph", Set.of("--mermaid"),
          "repo", Set.of("--arch", "--key", "--serial"));

  private Pkgen() {}

  public static void main(String[] words) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code = run(List.of(words), out, err);
    out.flush();
    System.exit(code);
  }

  /** What the program does; its exit code. */
  public static int run(List<String> words, PrintStream out, PrintStream err) {
    String command = words.isEmpty() ? "help" : words.get(0);
    try {
      if (Set.of("help", "--help", "-h").contains(command)) {
        try (var in = Pkgen.class.getResourceAsStream("help.txt")) {
          out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return words.isEmpty() ? Problem.USAGE : 0;
      }
      if (!COMMANDS.containsKey(command)) {
        throw new Problem(
            Problem.USAGE,
            "there is no command '"
                + command
                + "'"
                + Near.hint(command, COMMANDS.keySet(), "")
                + "; see 'pkgen help'");
      }
      Arguments arguments =
          Arguments.of(command, COMMANDS.get(command), words.subList(1, words.size()));
      if (arguments.paths().isEmpty()) {
        throw new Problem(
            Problem.USAGE,
            command
                + (command.equals("repo")
                    ? " needs the folder of the archives"
                    : " needs a package file or a folder"));
      }
      return new Commands(arguments, out, err).run(command);
    } catch (Problem e) {
      err.println("pkgen: " + e.getMessage());
      return e.code();
    } catch (NoSuchFileException e) {
      err.println("pkgen: " + e.getFile() + ": there is no such file or folder");
    } catch (AccessDeniedException e) {
      err.println("pkgen: " + e.getFile() + ": this person may not do that");
    } catch (IOException e) {
      err.println("pkgen: " + e.getMessage());
    }
    return Problem.WRONG;
  }
}
