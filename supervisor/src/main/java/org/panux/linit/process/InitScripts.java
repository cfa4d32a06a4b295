package org.panux.linit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.Text;

/** The files in {@code init.d}: which there are, and whether one can be run. */
public final class InitScripts {
  public static final String BOOT = "boot";

  /** The names whose scripts linit brings itself where the rig has none. */
  private static final Set<String> BUILT_IN = Set.of(BOOT, "linit-supd");

  private static final int LONGEST_SHEBANG = 256;

  private final Path folder;
  private final Path builtIn;

  /**
   * @param folder {@code init.d} of the rig
   * @param builtIn where linit's own scripts lie
   */
  public InitScripts(Path folder, Path builtIn) {
    this.folder = folder;
    this.builtIn = builtIn;
  }

  /** A script that can be run, or why it cannot. */
  public record Checked(Optional<Script> script, Reason problem) {}

  /**
   * @param file where it lies
   * @param common whether it is written for {@code rc.common}; otherwise it is a program that takes
   *     the verb as its argument
   */
  public record Script(Path file, boolean common) {}

  /** The names of all services that have a script, sorted. An unreadable folder has none. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (ServiceName.problem(name).isEmpty() && Files.isRegularFile(file)) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      names.clear();
    }
    if (!names.contains(BOOT)) {
      names.add(BOOT);
    }
    names.sort(null);
    return names;
  }

  /** Whether there is anything of that name to run. */
  public boolean exists(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS) || BUILT_IN.contains(name);
  }

  /** There is no script of that name; says which there are that may be meant. */
  public Reason unknown(String name) {
    return new Reason(
        ExitCode.NO_SUCH_SERVICE,
        "no such service: there is no " + folder.resolve(name) + Text.didYouMean(name, names()));
  }

  /** Looks whether the script of {@code name} can be run. */
  public Checked check(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return BUILT_IN.contains(name)
          ? new Checked(Optional.of(new Script(builtIn.resolve(name), true)), Reason.NONE)
          : new Checked(Optional.empty(), unknown(name));
    }
    try {
      return check(file);
    } catch (IOException e) {
      return unusable(file, "cannot be read");
    }
  }

  private static Checked check(Path file) throws IOException {
    if (!Files.exists(file)) {
      return unusable(file, "is a link to a file that does not exist");
    }
    if (Files.isDirectory(file)) {
      return unusable(file, "is a folder, not a script");
    }
    if (!Files.isRegularFile(file)) {
      return unusable(file, "is not a regular file");
    }
    if (Files.size(file) == 0) {
      return unusable(file, "is empty; a script begins with '#!/etc/rc.common'");
    }
    if (!Files.isReadable(file)) {
      return unusable(file, "cannot be read");
    }
    if (!Files.isExecutable(file)) {
      return unusable(file, "is not executable; try 'chmod +x " + file + "'");
    }
    return shebang(file)
        .map(interpreter -> checkInterpreter(file, interpreter))
        .orElseGet(() -> checkProgram(file));
  }

  private static Checked checkInterpreter(Path file, String interpreter) {
    Path program = Path.of(interpreter);
    if (program.endsWith("rc.common")) {
      return new Checked(Optional.of(new Script(file, true)), Reason.NONE);
    }
    if (!program.isAbsolute() || !Files.isExecutable(program) || Files.isDirectory(program)) {
      return unusable(
          file, "needs the interpreter " + Text.clip(interpreter, 100) + ", which is missing");
    }
    return new Checked(Optional.of(new Script(file, false)), Reason.NONE);
  }

  private static Checked checkProgram(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      boolean elf =
          magic.length == 4
              && magic[0] == 0x7f
              && magic[1] == 'E'
              && magic[2] == 'L'
              && magic[3] == 'F';
      return elf
          ? new Checked(Optional.of(new Script(file, false)), Reason.NONE)
          : unusable(file, "does not begin with '#!'; a script begins with '#!/etc/rc.common'");
    } catch (IOException e) {
      return unusable(file, "cannot be read");
    }
  }

  /** The interpreter that the first line of {@code file} names. */
  private static Optional<String> shebang(Path file) throws IOException {
    char[] start = new char[LONGEST_SHEBANG];
    int length;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
      length = in.read(start);
    }
    String line = new String(start, 0, Math.max(length, 0)).lines().findFirst().orElse("");
    if (!line.startsWith("#!")) {
      return Optional.empty();
    }
    String[] words = line.substring(2).strip().split("[ \t]+");
    return Optional.of(words[0].replace("\0", "?"));
  }

  private static Checked unusable(Path file, String problem) {
    return new Checked(
        Optional.empty(), new Reason(ExitCode.SCRIPT_UNUSABLE, file + " " + problem));
  }
}
