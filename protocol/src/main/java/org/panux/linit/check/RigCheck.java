package org.panux.linit.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.panux.linit.check.Circles.Circle;
import org.panux.linit.check.Circles.Edge;
import org.panux.linit.check.CommonText.Asked;
import org.panux.linit.protocol.DependencyKind;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.Text;
import org.panux.linit.script.Catalog;
import org.panux.linit.script.ScriptFile;
import org.panux.linit.script.Scripts;

/**
 * Looks for mistakes in a rig, as far as its files tell: what linitd would say of each script when
 * it starts it, and what only shows when all of them are seen together. Nothing of the rig is run.
 */
public final class RigCheck {
  private static final String INIT_D = "init.d";
  private static final String RC_D = "rc.d";
  private static final String BOOT = "boot";

  private final Path root;
  private final Scripts texts;
  private final Map<String, ScriptCheck> scripts = new TreeMap<>();
  private final TreeSet<Finding> findings = new TreeSet<>();
  private final List<Edge> edges = new ArrayList<>();

  private RigCheck(Path root) {
    this.root = root;
    this.texts = new Catalog(root.resolve(INIT_D), root.resolve(RC_D)).look();
  }

  /**
   * What was found.
   *
   * @param findings by file and line
   * @param scripts how many scripts there are
   */
  public record Result(List<Finding> findings, int scripts) {
    public int errors() {
      return (int) findings.stream().filter(Finding::error).count();
    }
  }

  /**
   * Checks the rig in {@code root}.
   *
   * @param linitd the command, which reads {@code linit.conf}
   */
  public static Result check(Path root, Path linitd) throws IOException {
    Configuration configuration = Configuration.read(root, linitd);
    RigCheck check = new RigCheck(root);
    configuration.finding().ifPresent(check.findings::add);
    check.read(configuration);
    check.scripts.values().forEach(check::take);
    check.links();
    check.circles();
    return new Result(List.copyOf(check.findings), check.scripts.size());
  }

  private void read(Configuration configuration) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : entries(INIT_D)) {
      if (ServiceName.problem(name).isPresent()) {
        warn(INIT_D, name, 0, "this is no service name, so linitd passes it over");
      } else if (!Files.isDirectory(root.resolve(INIT_D).resolve(name))) {
        names.add(name);
      }
    }
    try {
      names.parallelStream()
          .map(name -> ScriptCheck.read(name, root.resolve(INIT_D).resolve(name), configuration))
          .sequential()
          .forEach(script -> scripts.put(script.name(), script));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    scripts.values().removeIf(this::isNone);
  }

  /** Whether it is another file, as a README that lies among scripts. */
  private boolean isNone(ScriptCheck script) {
    if (!script.isScript()) {
      warn(INIT_D, script.name(), 0, "this is no script: it is not executable, and has no '#!'");
    }
    return !script.isScript();
  }

  private void take(ScriptCheck script) {
    String file = INIT_D + "/" + script.name();
    script.faults().forEach(it -> findings.add(new Finding(file, it.line(), true, it.text())));
    for (Asked asked : script.asked()) {
      Optional<String> problem = ServiceName.problem(asked.name());
      if (problem.isPresent()) {
        findings.add(new Finding(file, asked.line(), asked.sure(), problem.get()));
      } else if (!exists(asked.name())) {
        boolean error = asked.sure() && asked.kind() == DependencyKind.DEP;
        findings.add(new Finding(file, asked.line(), error, missing(asked.name())));
      } else if (asked.kind() != DependencyKind.AFTER) {
        boolean hard = asked.sure() && asked.kind() == DependencyKind.DEP;
        edges.add(new Edge(script.name(), meant(asked.name()), asked.line(), hard));
      }
    }
    script.header().ifPresent(header -> header(script.name(), header));
  }

  private void header(String name, LsbText header) {
    String file = INIT_D + "/" + name;
    for (Asked asked : header.facilities()) {
      if (texts.provider(asked.name()).isEmpty()) {
        findings.add(new Finding(file, asked.line(), false, LsbText.unknown(asked.name())));
      }
    }
    for (Asked asked : header.required()) {
      if (!exists(asked.name())) {
        findings.add(new Finding(file, asked.line(), true, missing(asked.name())));
      }
    }
    Scripts.Before before = texts.before(name);
    before.needs().forEach(need -> edges.add(new Edge(name, need, header.line(), true)));
    before.wants().forEach(want -> edges.add(new Edge(name, want, header.line(), true)));
  }

  private void links() throws IOException {
    for (String name : entries(RC_D)) {
      Path link = root.resolve(RC_D).resolve(name);
      String leads = Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
      if (ServiceName.problem(name).isPresent()) {
        warn(RC_D, name, 0, "this is no service name, so boot passes it over");
      } else if (!exists(name)) {
        String to =
            leads.isEmpty() || Files.exists(link) ? "" : "leads nowhere, to " + leads + "; ";
        findings.add(new Finding(RC_D + "/" + name, 0, true, to + missing(name)));
      } else if (!leads.isEmpty() && !Files.exists(link)) {
        warn(RC_D, name, 0, "leads nowhere, to " + leads + "; boot starts '" + name + "' by name");
      }
      if (!scripts.containsKey(BOOT)) {
        edges.add(new Edge(BOOT, meant(name), 0, true));
      }
    }
  }

  private void circles() {
    for (Circle circle : Circles.find(edges)) {
      String path = String.join(" → ", circle.names());
      findings.add(
          new Finding(
              INIT_D + "/" + circle.at().from(),
              circle.at().line(),
              circle.hard(),
              circle.hard()
                  ? "would deadlock: " + path
                  : "may deadlock, and then does not wait: " + path));
    }
  }

  private void warn(String folder, String name, int line, String text) {
    findings.add(new Finding(folder + "/" + name, line, false, text));
  }

  private boolean exists(String name) {
    return scripts.containsKey(name)
        || ScriptFile.BUILT_IN.contains(name)
        || !meant(name).equals(name);
  }

  /** The service that {@code name} stands for. */
  private String meant(String name) {
    return texts.provider(name).map(Scripts.Choice::taken).orElse(name);
  }

  private String missing(String name) {
    return "there is no service '" + name + "'" + Text.didYouMean(name, scripts.keySet());
  }

  /** What lies in a folder of the rig, sorted; nothing where there is no such folder. */
  private List<String> entries(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(root.resolve(folder))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder))) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (!name.startsWith(".")) {
            names.add(name);
          }
        }
      }
    }
    names.sort(null);
    return names;
  }
}
