package org.panux.linit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.panux.linit.Rig;
import org.panux.linit.model.Reason;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.Text;
import org.panux.linit.script.Catalog;
import org.panux.linit.script.ScriptText;
import org.panux.linit.script.Scripts;

/** The files in {@code init.d}: which there are, what names mean, and whether one can be run. */
public final class InitScripts {
  public static final String BOOT = "boot";

  /** The names whose scripts linit brings itself where the rig has none. */
  private static final Set<String> BUILT_IN = Set.of(BOOT, "linit-supd");

  private static final int LONGEST_SHEBANG = 256;

  private final Path folder;
  private final Path builtIn;

  private final Catalog catalog;
  private final Consumer<String> say;

  /** The names that are known to have a script of their own. */
  private final Set<String> own = ConcurrentHashMap.newKeySet();

  /** What was said already. */
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /**
   * @param rig with its {@code init.d} and {@code rc.d}
   * @param builtIn where linit's own scripts lie
   * @param say takes what people should know
   */
  public InitScripts(Rig rig, Path builtIn, Consumer<String> say) {
    this.folder = rig.initd();
    this.builtIn = builtIn;
    this.catalog = new Catalog(rig.initd(), rig.rcd());
    this.say = say;
  }

  /** A script that can be run, or why it cannot. */
  public record Checked(Optional<Script> script, Reason problem) {}

  /** How a script wants to be run. */
  public enum Kind {
    /** It is written for {@code rc.common}. */
    COMMON,
    /** It takes the verb as its argument, and its LSB header says what comes before it. */
    LSB,
    /** It takes the verb as its argument. */
    PROGRAM
  }

  /**
   * @param file where it lies
   */
  public record Script(Path file, Kind kind) {
    public boolean common() {
      return kind == Kind.COMMON;
    }
  }

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
    return catalog.hasScript(name) || BUILT_IN.contains(name);
  }

  /** Whether all of {@code names} are known to have scripts of their own; looks at no file. */
  public boolean own(Collection<String> names) {
    return own.containsAll(names);
  }

  /**
   * The services that {@code names} mean: a name without a script of its own stands for a script
   * that provides it. What nobody provides stays as it is. Reads files.
   */
  public Map<String, String> resolve(Collection<String> names) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String name : names) {
      boolean exists = exists(name);
      if (exists) {
        own.add(name);
      }
      result.put(name, exists ? name : provider(name));
    }
    return result;
  }

  private String provider(String name) {
    own.remove(name);
    Optional<Scripts.Choice> choice = catalog.look().provider(name);
    choice
        .filter(it -> !it.others().isEmpty())
        .map(
            it ->
                "'"
                    + name
                    + "' is provided by "
                    + it.taken()
                    + " and "
                    + String.join(", ", it.others())
                    + "; taking "
                    + it.taken())
        .filter(said::add)
        .ifPresent(say);
    return choice.map(Scripts.Choice::taken).orElse(name);
  }

  /** The names besides its own that {@code name} stands for. Reads a file. */
  public List<String> provides(String name) {
    try {
      return ScriptText.read(folder.resolve(name)).provides().stream()
          .filter(other -> !other.equals(name))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What the texts of all scripts say. Reads files. */
  public Scripts texts() {
    return catalog.look();
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
    if (!catalog.hasScript(name)) {
      // It had one when somebody asked last; the next one who asks is to look again.
      own.remove(name);
      return BUILT_IN.contains(name)
          ? new Checked(Optional.of(new Script(builtIn.resolve(name), Kind.COMMON)), Reason.NONE)
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
      return new Checked(Optional.of(new Script(file, Kind.COMMON)), Reason.NONE);
    }
    if (!program.isAbsolute() || !Files.isExecutable(program) || Files.isDirectory(program)) {
      return unusable(
          file, "needs the interpreter " + Text.clip(interpreter, 100) + ", which is missing");
    }
    try {
      ScriptText text = ScriptText.read(file);
      return text.problem()
          .map(problem -> new Checked(Optional.empty(), unusable(problem)))
          .orElse(
              new Checked(
                  Optional.of(new Script(file, text.lsb() ? Kind.LSB : Kind.PROGRAM)),
                  Reason.NONE));
    } catch (IOException e) {
      return unusable(file, "cannot be read");
    }
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
          ? new Checked(Optional.of(new Script(file, Kind.PROGRAM)), Reason.NONE)
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
    return new Checked(Optional.empty(), unusable(file + " " + problem));
  }

  private static Reason unusable(String problem) {
    return new Reason(ExitCode.SCRIPT_UNUSABLE, problem);
  }
}
