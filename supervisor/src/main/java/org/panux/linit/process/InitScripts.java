package org.panux.linit.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
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
import org.panux.linit.script.ScriptFile;
import org.panux.linit.script.ScriptFile.Kind;
import org.panux.linit.script.ScriptText;
import org.panux.linit.script.Scripts;

/** The files in {@code init.d}: which there are, what names mean, and whether one can be run. */
public final class InitScripts {
  public static final String BOOT = "boot";

  /** How long what was read of a script is taken as it was. */
  private static final long FRESH_NANOS = 500_000_000;

  private final Path folder;
  private final Path builtIn;
  private final Path enabled;

  private final Catalog catalog;
  private final Consumer<String> say;

  /** The names that are known to have a script of their own. */
  private final Set<String> own = ConcurrentHashMap.newKeySet();

  /** What was read last of scripts; somebody may ask thousands of times a second. */
  private final Map<String, Facts> facts = new ConcurrentHashMap<>();

  private final ScriptStamps stamps = new ScriptStamps();

  private final ScriptFacts files = new ScriptFacts();

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
    this.enabled = rig.rcd();
    this.catalog = new Catalog(rig.initd(), rig.rcd());
    this.say = say;
  }

  /** A script that can be run, or why it cannot. */
  public record Checked(Optional<Script> script, Reason problem) {}

  /**
   * @param file where it lies
   * @param facts what it says of itself
   */
  public record Script(Path file, ScriptFacts.Facts facts) {
    public Kind kind() {
      return facts.script().kind();
    }

    public boolean common() {
      return kind() == Kind.COMMON;
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

  /** The script of {@code name}; empty where there is none. */
  public Optional<Path> file(String name) {
    return catalog.hasScript(name)
        ? Optional.of(folder.resolve(name))
        : Optional.of(builtIn.resolve(name)).filter(it -> ScriptFile.BUILT_IN.contains(name));
  }

  /** What scripts were when they were started. */
  public ScriptStamps stamps() {
    return stamps;
  }

  /** Whether there is anything of that name to run. */
  public boolean exists(String name) {
    return catalog.hasScript(name) || ScriptFile.BUILT_IN.contains(name);
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
      // For many, it is best to know beforehand what they seem to need.
      boolean exists =
          names.size() > 1 && files.of(folder.resolve(name)).script().fault().isEmpty()
              || exists(name);
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
    return read(name).provides();
  }

  /**
   * What a script says of itself.
   *
   * @param provides the names besides its own that it stands for
   * @param lsb whether it may be asked how its service is
   */
  public record Facts(List<String> provides, boolean lsb, long nanos) {}

  /** The same, where that was read a moment ago; looks at no file. */
  public Optional<Facts> known(String name) {
    return Optional.ofNullable(facts.get(name))
        .filter(it -> System.nanoTime() - it.nanos() < FRESH_NANOS);
  }

  private Facts read(String name) {
    long now = System.nanoTime();
    Facts read;
    try {
      ScriptText text = ScriptText.read(folder.resolve(name));
      List<String> others = new ArrayList<>(text.provides());
      others.remove(name);
      read = new Facts(others, text.lsb(), now);
    } catch (IOException e) {
      read = new Facts(List.of(), false, now);
    }
    facts.put(name, read);
    return read;
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
    ScriptFacts.Facts script = files.of(file);
    if (script.script().fault().isPresent() && !catalog.hasScript(name)) {
      // It had one when somebody asked last; the next one who asks is to look again.
      own.remove(name);
      return ScriptFile.BUILT_IN.contains(name)
          ? new Checked(Optional.of(builtIn(name)), Reason.NONE)
          : new Checked(Optional.empty(), unknown(name));
    }
    return script
        .script()
        .fault()
        .map(
            fault ->
                new Checked(Optional.empty(), new Reason(ExitCode.SCRIPT_UNUSABLE, fault.of(file))))
        .orElseGet(() -> new Checked(Optional.of(new Script(file, script)), Reason.NONE));
  }

  private Script builtIn(String name) {
    Path file = builtIn.resolve(name);
    return new Script(file, files.of(file));
  }

  /** Reads what launches of all that is enabled will have to know. */
  public void readAhead() {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(enabled)) {
      for (Path link : links) {
        files.of(folder.resolve(link.getFileName()));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Then it is read when it is launched.
    }
  }

  /** What the script of {@code name} seems to need, as far as it has been read: a hint. */
  public List<String> needs(String name) {
    return files.needs(name);
  }
}
